"use client";

import { Notice } from "@quietroom/ui/blocks/notice";
import { useQueryClient } from "@tanstack/react-query";
import { TRPCClientError } from "@trpc/client";
import { useEffect, useState } from "react";

/** A minute's count has room again after a minute at the latest. */
const longestWaitMs = 60_000;

/**
 * Says that more was asked than one account may ask in a minute (API-06), as long as that lasts, and asks again by itself. What a
 * page shows meanwhile may be older than it looks.
 */
export function LimitedNotice() {
  const queryClient = useQueryClient();
  const [limited, setLimited] = useState(false);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hear = (error: unknown) => {
      if (!isLimited(error)) return;
      setLimited(true);
      timer ??= setTimeout(() => {
        timer = undefined;
        setLimited(false);
        void queryClient.invalidateQueries();
      }, waitMs(error));
    };
    const leave = [
      queryClient.getQueryCache().subscribe(({ query }) => hear(query.state.error)),
      queryClient.getMutationCache().subscribe(({ mutation }) => hear(mutation?.state.error)),
    ];
    return () => {
      clearTimeout(timer);
      for (const stop of leave) stop();
    };
  }, [queryClient]);

  if (!limited) return null;
  return (
    <Notice tone="caution" role="status" title="Too many requests from your account">
      Nothing is lost: this page asks again within a minute. What you just changed may not be saved; look
      before you try again.
    </Notice>
  );
}

function isLimited(error: unknown): boolean {
  return error instanceof TRPCClientError && error.data?.appCode === "rate_limited";
}

/** How long the server said to wait, or a minute. */
function waitMs(error: unknown): number {
  const response: unknown = error instanceof TRPCClientError ? error.meta?.["response"] : null;
  const seconds = response instanceof Response ? Number(response.headers.get("retry-after")) : 0;
  return seconds > 0 ? Math.min(seconds * 1_000, longestWaitMs) : longestWaitMs;
}
