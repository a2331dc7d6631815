import type { ComponentProps, ReactNode } from "react";
import { cn } from "../cn.ts";

/** One native radio. Radios of one `name` form a group: arrow keys move within it, with or without JavaScript. */
export function Radio({ className, ...props }: Omit<ComponentProps<"input">, "type">) {
  return (
    <input
      type="radio"
      data-slot="radio"
      className={cn(
        "grid size-5 shrink-0 appearance-none place-content-center rounded-full border border-line-strong bg-raised transition-colors duration-150 hover:border-accent checked:border-accent checked:bg-accent disabled:cursor-not-allowed disabled:opacity-55 aria-invalid:border-danger forced-colors:appearance-auto",
        "before:size-2 before:scale-0 before:rounded-full before:bg-accent-ink before:transition-transform before:duration-150 checked:before:scale-100",
        className,
      )}
      {...props}
    />
  );
}

/** A choice drawn as a row that is clickable across its whole width. `children` is the label, `hint` a second line. */
export function RadioCard({
  className,
  children,
  hint,
  ...props
}: Omit<ComponentProps<"input">, "type"> & { readonly hint?: ReactNode }) {
  return (
    <label
      data-slot="radio-card"
      className={cn(
        "flex items-start gap-3 rounded-lg border border-line bg-raised p-4 transition-colors duration-150 hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2 has-disabled:opacity-60",
        className,
      )}
    >
      <Radio className="mt-0.5 focus-visible:outline-none" {...props} />
      <span className="min-w-0 flex-1">
        <span className="block font-medium text-ink">{children}</span>
        {hint === undefined ? null : <span className="mt-0.5 block text-muted text-sm">{hint}</span>}
      </span>
    </label>
  );
}

/** Lays radios out; the accessible name comes from the fieldset around it (`FieldGroup`). */
export function RadioGroup({ className, ...props }: ComponentProps<"div">) {
  return <div data-slot="radio-group" className={cn("grid gap-2", className)} {...props} />;
}
