"use client";

import * as AlertDialog from "radix-ui/alert-dialog";
import type { ReactNode } from "react";
import { Button } from "../primitives/button.tsx";
import { Notice } from "./notice.tsx";

/**
 * Asks before something that is hard to take back. It stays open while `onConfirm` runs (`pending`) and to show an
 * `error`; the caller closes it when the answer is in.
 */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  description,
  confirmLabel,
  cancelLabel = "Keep as it is",
  tone = "neutral",
  pending = false,
  error,
  onConfirm,
  children,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description: ReactNode;
  readonly confirmLabel: string;
  readonly cancelLabel?: string;
  readonly tone?: "neutral" | "danger";
  readonly pending?: boolean;
  readonly error?: string | undefined;
  readonly onConfirm: () => void;
  /** More to decide first, such as a reason. */
  readonly children?: ReactNode;
}) {
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-50 animate-fade bg-scrim" />
        <AlertDialog.Content
          data-slot="confirm-dialog"
          className="-translate-x-1/2 -translate-y-1/2 fixed top-1/2 left-1/2 z-50 grid max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-md animate-rise gap-5 overflow-y-auto rounded-xl border border-line bg-raised p-6 shadow-lg"
        >
          <div className="grid gap-2">
            <AlertDialog.Title className="display text-xl">{title}</AlertDialog.Title>
            <AlertDialog.Description className="text-muted">{description}</AlertDialog.Description>
          </div>
          {children}
          {error === undefined ? null : <Notice tone="danger">{error}</Notice>}
          <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
            <AlertDialog.Cancel asChild>
              <Button variant="secondary">{cancelLabel}</Button>
            </AlertDialog.Cancel>
            <Button
              variant={tone === "danger" ? "danger" : "primary"}
              aria-disabled={pending}
              aria-busy={pending}
              onClick={() => {
                if (!pending) onConfirm();
              }}
            >
              {confirmLabel}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
