/* oxlint-disable jsx-a11y/role-has-required-aria-props -- a native checkbox tells its own checked state */
import type { ComponentProps } from "react";
import { cn } from "../cn.ts";

/** An on/off setting: a native checkbox with the switch role, so it also posts in a plain form. */
export function Switch({ className, ...props }: Omit<ComponentProps<"input">, "type" | "role">) {
  return (
    <input
      type="checkbox"
      role="switch"
      data-slot="switch"
      className={cn(
        "inline-flex h-6 w-10.5 shrink-0 appearance-none items-center rounded-full border border-line-strong bg-sunken px-0.75 transition-colors duration-150 checked:border-accent checked:bg-accent disabled:cursor-not-allowed disabled:opacity-55 forced-colors:appearance-auto",
        "before:size-4 before:rounded-full before:bg-line-strong before:transition-[translate,background-color] before:duration-150 before:ease-settle checked:before:translate-x-4.5 checked:before:bg-accent-ink",
        className,
      )}
      {...props}
    />
  );
}
