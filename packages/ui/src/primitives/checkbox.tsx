import type { ComponentProps } from "react";
import { cn } from "../cn.ts";

/** A native checkbox, so that a form is whole without JavaScript; the tick is drawn, not an image. */
export function Checkbox({ className, ...props }: Omit<ComponentProps<"input">, "type">) {
  return (
    <input
      type="checkbox"
      data-slot="checkbox"
      className={cn(
        "relative grid size-5 shrink-0 appearance-none place-content-center rounded-sm border border-line-strong bg-raised transition-colors duration-150 hover:border-accent checked:border-accent checked:bg-accent disabled:cursor-not-allowed disabled:opacity-55 aria-invalid:border-danger forced-colors:appearance-auto",
        "before:size-3 before:scale-0 before:bg-accent-ink before:transition-transform before:duration-150 before:[clip-path:polygon(14%_44%,0_59%,38%_94%,100%_21%,85%_8%,37%_64%)] checked:before:scale-100",
        className,
      )}
      {...props}
    />
  );
}
