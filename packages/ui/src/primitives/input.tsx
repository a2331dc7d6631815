import type { ComponentProps } from "react";
import { cn } from "../cn.ts";

export function Input({ className, type = "text", ...props }: ComponentProps<"input">) {
  return (
    <input
      type={type}
      data-slot="input"
      className={cn(
        "control block w-full min-w-0 rounded-md border border-line-strong bg-raised py-2 text-ink shadow-xs transition-[border-color] duration-150 hover:border-ink focus-visible:border-accent focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:bg-sunken disabled:opacity-60 aria-invalid:border-danger aria-invalid:outline-danger",
        className,
      )}
      {...props}
    />
  );
}
