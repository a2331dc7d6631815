import type { ComponentProps } from "react";
import { cn } from "../cn.ts";

/** The name with its mark: a room drawn in plan, whose open door makes it a Q. */
export function Wordmark({ className, ...props }: ComponentProps<"span">) {
  return (
    <span
      data-slot="wordmark"
      className={cn("display inline-flex items-center gap-2 text-[1.3125rem] leading-none", className)}
      {...props}
    >
      <WordmarkSign className="size-[1.15em] text-accent" />
      <span>Quietroom</span>
    </span>
  );
}

/** The mark alone; decorative unless given an `aria-label`. */
export function WordmarkSign({ className, ...props }: ComponentProps<"svg">) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.25"
      strokeLinecap="square"
      role={props["aria-label"] === undefined ? undefined : "img"}
      aria-hidden={props["aria-label"] === undefined ? true : undefined}
      className={cn("size-6 shrink-0", className)}
      {...props}
    >
      <path d="M12.5 20H6a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3h11a3 3 0 0 1 3 3v6.5" />
      <path d="M13.5 13.5 21 21" />
    </svg>
  );
}
