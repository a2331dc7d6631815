"use client";

import { LoaderCircle } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { cn } from "../cn.ts";

const LOOK =
  "figures flex min-h-12 w-full flex-col items-center justify-center rounded-md border border-line-strong/55 bg-raised px-2 py-2 text-center font-medium text-ink leading-tight shadow-xs transition-colors duration-150 hover:border-accent hover:bg-accent-soft hover:text-accent";

/**
 * A bookable time that submits its form with `name` and `value`: works without JavaScript. While the answer is on its way the pressed one says so, and
 * none of the form's is pressed again; they keep the focus, which `disabled` would lose.
 */
export function TimeButton({
  className,
  children,
  detail,
  onClick,
  ...props
}: ComponentProps<"button"> & { readonly detail?: ReactNode }) {
  const { pending, data } = useFormStatus();
  const isPressed = pending && props.name !== undefined && data.get(props.name) === String(props.value);
  return (
    <button
      type="submit"
      data-slot="time-button"
      aria-disabled={pending || undefined}
      onClick={(event) => {
        if (pending) event.preventDefault();
        else onClick?.(event);
      }}
      className={cn(
        LOOK,
        "disabled:cursor-not-allowed disabled:border-line disabled:bg-transparent disabled:text-muted disabled:shadow-none",
        "aria-disabled:cursor-progress aria-disabled:border-line aria-disabled:bg-transparent aria-disabled:text-muted aria-disabled:shadow-none",
        className,
      )}
      {...props}
    >
      {children}
      {isPressed ? (
        <span role="status" className="flex items-center gap-1 font-normal text-xs">
          <LoaderCircle aria-hidden="true" className="size-3.5 animate-turn" />
          One moment …
        </span>
      ) : (
        <Detail>{detail}</Detail>
      )}
    </button>
  );
}

/** A bookable time as one of a group of radios, where choosing and sending are two steps. */
export function TimeOption({
  className,
  children,
  detail,
  ...props
}: Omit<ComponentProps<"input">, "type"> & { readonly detail?: ReactNode }) {
  return (
    <label
      data-slot="time-option"
      className={cn(
        LOOK,
        "relative has-checked:border-accent has-checked:bg-accent has-checked:text-accent-ink has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2 has-disabled:opacity-55",
        className,
      )}
    >
      <input type="radio" className="absolute inset-0 size-full cursor-pointer opacity-0" {...props} />
      {children}
      <Detail>{detail}</Detail>
    </label>
  );
}

/** A part of the day and its times: "Morning", then as many columns as fit. */
export function TimeGroup({
  heading,
  children,
  className,
}: {
  readonly heading: string;
  readonly children: ReactNode;
  readonly className?: string;
}) {
  return (
    <section data-slot="time-group" className={cn("grid gap-2.5", className)}>
      <h3 className="text-muted text-sm">{heading}</h3>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(6.25rem,1fr))] gap-2">{children}</div>
    </section>
  );
}

function Detail({ children }: { readonly children: ReactNode }) {
  return children === undefined ? null : <span className="font-normal text-xs opacity-85">{children}</span>;
}
