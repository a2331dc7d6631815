"use client";

import { LoaderCircle } from "lucide-react";
import type { ComponentProps } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "../primitives/button.tsx";

/**
 * Submits its form once, and says so while the answer is on its way; it keeps the focus, which `disabled` would lose.
 * Without JavaScript it is a plain submit button.
 */
export function SubmitButton({
  children,
  pendingLabel,
  onClick,
  ...props
}: Omit<ComponentProps<typeof Button>, "type" | "asChild"> & { readonly pendingLabel: string }) {
  const { pending } = useFormStatus();
  return (
    <Button
      type="submit"
      aria-disabled={pending}
      onClick={(event) => {
        if (pending) event.preventDefault();
        else onClick?.(event);
      }}
      {...props}
    >
      {pending ? <LoaderCircle aria-hidden="true" className="animate-turn" /> : null}
      <span aria-live="polite">{pending ? pendingLabel : children}</span>
    </Button>
  );
}
