"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { Radio, WifiOff } from "lucide-react";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { goToSignIn } from "./leave.ts";
import { followsChanges } from "./own-pace.ts";
import { isSignedOut, useTRPC } from "./trpc.tsx";

type Connection = "live" | "connecting";

const ConnectionContext = createContext<Connection>("connecting");

/** One act is several changes: they are gathered for so long, or each would cut off the questions that the one before asked. */
const gatherMs = 200;

/** How long a stream that was refused waits until it is opened again, each time. */
const againAfterMs = [500, 3_000];

/**
 * Keeps every page below it current: each change in the studio makes what is on screen ask again. A connection that was
 * lost comes back with a "resync", because what happened meanwhile was not heard (CAL-09).
 */
export function LiveChanges({ children }: { readonly children: ReactNode }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [refusals, setRefusals] = useState(0);
  const [askAgain] = useState(() =>
    gathered(() => void queryClient.invalidateQueries({ predicate: followsChanges })),
  );
  const { status, reset } = useSubscription(
    trpc.calendar.changes.subscriptionOptions(
      {},
      {
        onData() {
          setRefusals(0);
          askAgain();
        },
        onError: (error) => isSignedOut(error) && setRefusals((before) => before + 1),
      },
    ),
  );
  // A session that goes on under another id ends the stream that was opened under the old one, and its new cookie comes with an answer
  // that may be slow. If the streams after that are refused as well, the session is over.
  useEffect(() => {
    if (refusals === 0) return undefined;
    const wait = againAfterMs[refusals - 1];
    if (wait === undefined) {
      goToSignIn();
      return undefined;
    }
    const again = setTimeout(reset, wait);
    return () => clearTimeout(again);
  }, [refusals, reset]);
  return (
    <ConnectionContext value={status === "pending" ? "live" : "connecting"}>{children}</ConnectionContext>
  );
}

/** `act`, once for all calls that come within `gatherMs` of the first. */
function gathered(act: () => void): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      act();
    }, gatherMs);
  };
}

/** Says whether the page is live. Text and icon, announced when it changes. */
export function LiveStatus() {
  const connection = useContext(ConnectionContext);
  return (
    <p role="status" className="flex items-center gap-1.5 text-muted text-xs">
      {connection === "live" ? (
        <>
          <Radio aria-hidden="true" className="size-3.5 text-positive" /> Live
        </>
      ) : (
        <>
          <WifiOff aria-hidden="true" className="size-3.5 text-caution" /> Reconnecting …
        </>
      )}
    </p>
  );
}
