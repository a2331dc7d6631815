import type { ComponentProps } from "react";
import { cn } from "../cn.ts";

export function Textarea({ className, rows = 4, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea
      rows={rows}
      data-slot="textarea"
      className={cn(
        "control block field-sizing-content w-full min-w-0 rounded-md border border-line-strong bg-raised py-2.5 leading-normal text-ink shadow-xs transition-[border-color] duration-150 hover:border-ink focus-visible:border-accent focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:bg-sunken disabled:opacity-60 aria-invalid:border-danger aria-invalid:outline-danger",
        className,
      )}
      style={{ minHeight: `calc(${rows} * 1.5em + 1.35rem)` }}
      {...props}
    />
  );
}
