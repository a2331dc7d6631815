import type { ComponentProps } from "react";
import { cn } from "../cn.ts";

/** A placeholder for content on its way. It is silent: say "Loading …" in text beside it. */
export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      aria-hidden="true"
      data-slot="skeleton"
      className={cn("animate-breathe rounded-md bg-line/70", className)}
      {...props}
    />
  );
}
