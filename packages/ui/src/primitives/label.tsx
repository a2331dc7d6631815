import type { ComponentProps } from "react";
import { cn } from "../cn.ts";

export function Label({ className, children, htmlFor, ...props }: ComponentProps<"label">) {
  return (
    <label
      data-slot="label"
      htmlFor={htmlFor}
      className={cn("font-medium text-ink text-sm", className)}
      {...props}
    >
      {children}
    </label>
  );
}
