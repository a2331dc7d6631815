"use client";

import { Timer } from "lucide-react";
import { useEffect, useEffectEvent, useState } from "react";
import { cn } from "../cn.ts";
import { countdownAnnouncement, countdownText } from "./countdown-text.ts";

/**
 * Time left until a deadline the server judges. `deadlineMs` and `serverNowMs` are epoch milliseconds by the server's
 * clock; this device only measures how long ago it was told. `untilText` ("until 3:42 pm") is shown always, and alone
 * before and without JavaScript.
 */
export function Countdown({
  deadlineMs,
  serverNowMs,
  untilText,
  onElapsed,
  className,
}: {
  readonly deadlineMs: number;
  readonly serverNowMs: number;
  readonly untilText: string;
  readonly onElapsed?: () => void;
  readonly className?: string;
}) {
  const [remainingMs, setRemainingMs] = useState<number>();
  const elapsed = useEffectEvent(() => onElapsed?.());

  useEffect(() => {
    const sinceTold = stopwatch();
    const left = () => Math.max(0, deadlineMs - serverNowMs - sinceTold());
    const tick = () => {
      const now = left();
      setRemainingMs(now);
      if (now > 0) return;
      clearInterval(timer);
      elapsed();
    };
    const timer = setInterval(tick, 1000);
    tick();
    return () => clearInterval(timer);
  }, [deadlineMs, serverNowMs]);

  return (
    <p
      data-slot="countdown"
      className={cn(
        "figures inline-flex flex-wrap items-center gap-x-2 text-sm",
        remainingMs !== undefined && remainingMs < 60_000 ? "text-caution" : "text-muted",
        className,
      )}
    >
      <Timer aria-hidden="true" className="size-4 shrink-0" />
      <span>{untilText}</span>
      {remainingMs === undefined ? null : (
        <span aria-hidden="true" className="font-semibold">
          {countdownText(remainingMs)}
        </span>
      )}
      <span role="status" className="sr-only">
        {remainingMs === undefined ? "" : countdownAnnouncement(remainingMs)}
      </span>
    </p>
  );
}

/** The larger of two clocks: one stops while a phone sleeps, the other can be set back by hand. */
function stopwatch(): () => number {
  const wall = Date.now();
  const steady = performance.now();
  return () => Math.max(Date.now() - wall, performance.now() - steady);
}
