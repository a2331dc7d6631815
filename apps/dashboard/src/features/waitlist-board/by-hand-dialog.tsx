import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";
import {
  Dialog,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@quietroom/ui/primitives/dialog";
import { Input } from "@quietroom/ui/primitives/input";
import { type ReactNode, type RefObject, useState } from "react";

/** One decision by hand and its reason. Stays open until the answer is in, and gives the focus back to what opened it. */
export function ByHandDialog({
  title,
  description,
  confirmLabel,
  tone = "neutral",
  pending,
  error,
  opener,
  onConfirm,
  onClose,
  children,
}: {
  readonly title: string;
  readonly description: ReactNode;
  /** Null while there is nothing to decide. */
  readonly confirmLabel: string | null;
  readonly tone?: "neutral" | "danger";
  readonly pending: boolean;
  readonly error: string | undefined;
  readonly opener: RefObject<HTMLButtonElement | null>;
  readonly onConfirm: (reason: string) => void;
  readonly onClose: () => void;
  /** What is decided, if the title does not say it all. */
  readonly children?: ReactNode;
}) {
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState<string>();
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <DialogContent
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          opener.current?.focus();
        }}
      >
        <DialogHeader>
          <DialogTitle>{title}</DialogTitle>
          <DialogDescription>{description}</DialogDescription>
        </DialogHeader>
        <form
          className="grid min-w-0 gap-5"
          onSubmit={(event) => {
            event.preventDefault();
            const given = reason.trim();
            setMissing(given === "" ? "Say why, in a few words." : undefined);
            if (given !== "" && !pending) onConfirm(given);
          }}
        >
          {children}
          {confirmLabel === null ? null : (
            <Field
              name="reason"
              label="Reason"
              hint="For the studio's own record; the client never sees it. No health details."
              error={missing}
            >
              {(control) => (
                <Input
                  {...control}
                  value={reason}
                  maxLength={100}
                  autoComplete="off"
                  aria-required="true"
                  onChange={(event) => {
                    setReason(event.target.value);
                    setMissing(undefined);
                  }}
                />
              )}
            </Field>
          )}
          {error === undefined ? null : <Notice tone="danger">{error}</Notice>}
          <DialogFooter>
            <DialogClose asChild>
              <Button variant="secondary">Leave it as it is</Button>
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
