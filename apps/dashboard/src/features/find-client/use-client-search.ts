import { fewestSearchedCharacters } from "@quietroom/contracts/clients";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTRPCClient } from "../../live/trpc.tsx";

/** Whoever types on is not asked about every letter. */
const pauseMs = 200;

/**
 * The clients for what is typed, once typing pauses. What was asked for an earlier text is aborted and never shown for a later one. It goes
 * by a mutation, in no address, and is asked once: not again by itself when something changes, which would write that somebody looked and keep
 * their session awake. Nothing of it stays in memory once it is off the screen.
 */
export function useClientSearch(typed: string) {
  const client = useTRPCClient();
  const text = typed.trim();
  const paused = usePaused(text);
  const isLongEnough = Array.from(text).length >= fewestSearchedCharacters;
  const isCurrent = paused === text;
  const query = useQuery({
    queryKey: ["find-client", paused],
    queryFn: async ({ signal }) => await client.clients.search.mutate({ text: paused }, { signal }),
    enabled: isLongEnough && isCurrent,
    staleTime: "static",
    gcTime: 0,
    retry: false,
  });
  if (!isLongEnough) return { state: "waiting" } as const;
  if (!isCurrent || query.isFetching) return { state: "looking" } as const;
  if (query.isError)
    return { state: "failed", error: query.error, again: () => void query.refetch() } as const;
  if (query.data === undefined) return { state: "looking" } as const;
  return { state: "found", found: query.data } as const;
}

function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}
