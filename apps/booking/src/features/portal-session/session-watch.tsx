"use client";

import type { ClientOutput } from "@quietroom/api/client";
import { idleWarningMs } from "@quietroom/domain/access";
import { ConfirmDialog } from "@quietroom/ui/blocks/confirm-dialog";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { doorPath } from "../../studio/way-back.ts";

/** What a person does in the page is told to the server at most this often; in between the server knows enough. */
const tellEveryMs = 20_000;

type Clock = ClientOutput["portal"]["clock"];
type Ends = { readonly idle: number; readonly latest: number };

/**
 * Keeps a client's session awake while they do something, asks two minutes before an idle one ends, and leaves the page when it is over,
 * so that nothing of their visits stays on the screen (AUTH-31). The server decides all of it again for itself.
 */
export function SessionWatch({ studio, initial }: { readonly studio: string; readonly initial: Clock }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [ends, setEnds] = useState<Ends | null>(null);
  const [leftMs, setLeftMs] = useState(Number.POSITIVE_INFINITY);
  const told = useRef(Number.NEGATIVE_INFINITY);
  const goToDoor = () => {
    const { pathname, search } = window.location;
    window.location.replace(doorPath(studio, { back: pathname + search, ended: true }));
  };
  const learn = ({ now, idleEndsAt, endsAt }: Clock) => {
    const here = performance.now();
    setEnds({ idle: here + idleEndsAt - now, latest: here + endsAt - now });
    setLeftMs(idleEndsAt - now);
  };
  const stay = useMutation(trpc.portal.stay.mutationOptions({ onSuccess: learn }));
  const look = useEffectEvent(async () => {
    try {
      learn(
        await queryClient.fetchQuery({
          ...trpc.portal.clock.queryOptions({ studio }),
          staleTime: 0,
          retry: 0,
        }),
      );
    } catch (error) {
      if (error instanceof Error && error.message === "unauthenticated") goToDoor();
      // No answer otherwise: the next look asks again.
    }
  });
  const tell = useEffectEvent(() => {
    const now = performance.now();
    // While the question is on show only its own button answers it.
    if (now - told.current < tellEveryMs || leftMs <= idleWarningMs) return;
    told.current = now;
    stay.mutate({ studio });
  });
  const tick = useEffectEvent(() => {
    if (ends === null) return;
    const left = ends.idle - performance.now();
    if (left <= 0) return goToDoor();
    // Another tab may have kept the session awake: ask before asking the person.
    if (left <= idleWarningMs && leftMs > idleWarningMs) void look();
    setLeftMs(left);
  });
  const begin = useEffectEvent(() => learn(initial));

  useEffect(() => {
    const first = setTimeout(begin);
    const timer = setInterval(tick, 1_000);
    const wake = () => document.visibilityState === "visible" && void look();
    const acts = ["pointerdown", "keydown"] as const;
    for (const act of acts) window.addEventListener(act, tell, { capture: true });
    document.addEventListener("visibilitychange", wake);
    // A page that the browser kept and shows again is asked whether it still may be shown.
    window.addEventListener("pageshow", wake);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
      for (const act of acts) window.removeEventListener(act, tell, { capture: true });
      document.removeEventListener("visibilitychange", wake);
      window.removeEventListener("pageshow", wake);
    };
  }, []);

  const isLast = ends !== null && ends.idle >= ends.latest;
  const minutes = Math.max(1, Math.ceil(leftMs / 60_000));
  const soon = minutes === 1 ? "a minute" : `${minutes} minutes`;
  return (
    <ConfirmDialog
      open={leftMs <= idleWarningMs}
      onOpenChange={(open) => !open && !isLast && stay.mutate({ studio })}
      title={isLast ? "You will be signed out soon" : "Are you still there?"}
      description={
        isLast
          ? `You have been signed in for eight hours, which is the longest. It ends in ${soon}.`
          : `You have not done anything for a while. You will be signed out in ${soon}.`
      }
      confirmLabel={isLast ? "Sign in again now" : "Stay signed in"}
      cancelLabel={isLast ? "Not yet" : "Close"}
      pending={stay.isPending}
      error={stay.isError ? "The server did not answer. Try again." : undefined}
      onConfirm={() => (isLast ? goToDoor() : stay.mutate({ studio }))}
    />
  );
}
