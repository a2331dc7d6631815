"use client";

import type { ReactNode, RefObject } from "react";
import { Button } from "../primitives/button.tsx";
import {
  Dialog,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "../primitives/dialog.tsx";
import { Notice } from "./notice.tsx";

export type FormDialogProps = {
  readonly title: string;
  readonly description: ReactNode;
  /** Null while there is nothing to decide. */
  readonly confirmLabel: string | null;
  readonly cancelLabel?: string;
  readonly tone?: "neutral" | "danger";
  readonly pending: boolean;
  readonly error: string | undefined;
  /** Gets the focus back in the end. */
  readonly opener?: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
  readonly children?: ReactNode;
};

/** A few fields over the page. Stays open until the caller closes it, which is when the answer is in. */
export function FormDialog({
  title,
  description,
  confirmLabel,
  cancelLabel = "Leave it as it is",
  tone = "neutral",
  pending,
  error,
  opener,
  onConfirm,
  onClose,
  children,
}: FormDialogProps & { readonly onConfirm: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <DialogContent
        onCloseAutoFocus={(event) => {
          if (opener === undefined) return;
          event.preventDefault();
          opener.current?.focus();
        }}
      >
        <DialogHeader>
          <DialogTitle>{title}</DialogTitle>
          <DialogDescription>{description}</DialogDescription>
        </DialogHeader>
        <form
          noValidate
          className="grid min-w-0 gap-5"
          onSubmit={(event) => {
            event.preventDefault();
            if (!pending) onConfirm();
          }}
        >
          {children}
          {error === undefined ? null : <Notice tone="danger">{error}</Notice>}
          <DialogFooter>
            <DialogClose asChild>
              <Button variant="secondary">{cancelLabel}</Button>
            </DialogClose>
            {confirmLabel === null ? null : (
              <Button
                type="submit"
                variant={tone === "danger" ? "danger" : "primary"}
                aria-disabled={pending}
                aria-busy={pending}
              >
                {confirmLabel}
              </Button>
            )}
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
