import type { ComponentProps } from "react";
import { cn } from "../cn.ts";

/** Grows with what is written, and is never lower than its rows. */
export function Textarea({
  className,
  rows = 4,
  ...props
}: Omit<ComponentProps<"textarea">, "rows"> & { readonly rows?: keyof typeof heights }) {
  return (
    <textarea
      rows={rows}
      data-slot="textarea"
      className={cn(
        "control block field-sizing-content w-full min-w-0 rounded-md border border-line-strong bg-raised py-2.5 leading-normal text-ink shadow-xs transition-[border-color] duration-150 hover:border-ink focus-visible:border-accent focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:bg-sunken disabled:opacity-60 aria-invalid:border-danger aria-invalid:outline-danger",
        heights[rows],
        className,
      )}
      {...props}
    />
  );
}

// Classes, because the pages' policy lets no style attribute count.
const heights = {
  2: "min-h-[calc(3em+1.35rem)]",
  3: "min-h-[calc(4.5em+1.35rem)]",
  4: "min-h-[calc(6em+1.35rem)]",
  6: "min-h-[calc(9em+1.35rem)]",
} as const;
