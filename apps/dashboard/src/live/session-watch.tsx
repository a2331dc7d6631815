"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { idleWarningMs } from "@quietroom/domain/access";
import { ConfirmDialog } from "@quietroom/ui/blocks/confirm-dialog";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { goToSignIn } from "./leave.ts";
import { useTRPC } from "./trpc.tsx";

/** What a person does in the page is told to the server at most this often; in between the server knows enough. */
const tellEveryMs = 20_000;

type Clock = StaffOutput["session"]["clock"];

/** When the session ends, on this browser's own steady clock. */
type Ends = { readonly idle: number; readonly latest: number };

/**
 * Keeps a session awake while its person does something, asks them two minutes before an idle one ends, and leaves the page
 * when it is over (AUTH-31). The server decides all of it again for itself. A page of somebody who is not the one signed in any more,
 * since a tab beside it switched studios, begins anew, so that no page mixes two (TEN-20).
 */
export function SessionWatch({ staffUserId }: { readonly staffUserId: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [ends, setEnds] = useState<Ends | null>(null);
  const [leftMs, setLeftMs] = useState(Number.POSITIVE_INFINITY);
  const told = useRef(Number.NEGATIVE_INFINITY);

  const learn = ({ now, idleEndsAt, endsAt, ...session }: Clock) => {
    if (session.staffUserId !== staffUserId) return window.location.replace("/calendar");
    const here = performance.now();
    setEnds({ idle: here + idleEndsAt - now, latest: here + endsAt - now });
    setLeftMs(idleEndsAt - now);
  };
  const stay = useMutation(trpc.session.stay.mutationOptions({ onSuccess: learn }));
  const look = useEffectEvent(async () => {
    try {
      learn(await queryClient.fetchQuery({ ...trpc.session.clock.queryOptions({}), staleTime: 0 }));
    } catch {
      // The query cache has said so already: signed out, or no answer, in which case the next tick looks again.
    }
  });
  const tell = useEffectEvent(() => {
    const now = performance.now();
    // While the question is on show only its own button answers it.
    if (now - told.current < tellEveryMs || leftMs <= idleWarningMs) return;
    told.current = now;
    stay.mutate({});
  });
  const tick = useEffectEvent(() => {
    if (ends === null) return;
    const left = ends.idle - performance.now();
    if (left <= 0) return goToSignIn();
    // Another tab may have kept the session awake: ask before asking the person.
    if (left <= idleWarningMs && leftMs > idleWarningMs) void look();
    setLeftMs(left);
  });

  useEffect(() => {
    const first = setTimeout(() => void look());
    const timer = setInterval(tick, 1_000);
    const wake = () => document.visibilityState === "visible" && void look();
    const acts = ["pointerdown", "keydown"] as const;
    for (const act of acts) window.addEventListener(act, tell, { capture: true });
    document.addEventListener("visibilitychange", wake);
    // Every page says whose it is when it opens, and the other tabs look whether they still are theirs.
    const tabs = new BroadcastChannel("quietroom-session");
    tabs.addEventListener("message", () => void look());
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- it has none: a channel reaches its own origin alone
    tabs.postMessage(null);
    return () => {
      tabs.close();
      clearTimeout(first);
      clearInterval(timer);
      for (const act of acts) window.removeEventListener(act, tell, { capture: true });
      document.removeEventListener("visibilitychange", wake);
    };
  }, []);

  const isLast = ends !== null && ends.idle >= ends.latest;
  const minutes = Math.max(1, Math.ceil(leftMs / 60_000));
  return (
    <ConfirmDialog
      open={leftMs <= idleWarningMs}
      onOpenChange={(open) => !open && !isLast && stay.mutate({})}
      title={isLast ? "This session is about to end" : "Are you still there?"}
      description={
        isLast
          ? `Sessions last eight hours. This one ends in ${minutes === 1 ? "a minute" : `${minutes} minutes`}; save what you are writing, then sign in again.`
          : `You have not done anything for a while. You will be signed out in ${minutes === 1 ? "a minute" : `${minutes} minutes`}, and come back to this page.`
      }
      confirmLabel={isLast ? "Sign in again now" : "Stay signed in"}
      cancelLabel={isLast ? "Not yet" : "Close"}
      pending={stay.isPending}
      error={stay.isError ? "The server did not answer. Try again." : undefined}
      onConfirm={() => (isLast ? goToSignIn() : stay.mutate({}))}
    />
  );
}
