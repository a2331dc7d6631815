"use client";

import { useState } from "react";
import { Input } from "../primitives/input.tsx";
import { Field } from "./field.tsx";
import { FormDialog, type FormDialogProps } from "./form-dialog.tsx";

/** One decision and why it was made: asks for the reason and goes on only with one. */
export function ReasonDialog({
  reasonHint,
  onConfirm,
  children,
  ...dialog
}: FormDialogProps & {
  /** Who reads the reason, and what does not belong in it. */
  readonly reasonHint: string;
  readonly onConfirm: (reason: string) => void;
}) {
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState<string>();
  return (
    <FormDialog
      {...dialog}
      onConfirm={() => {
        const given = reason.trim();
        setMissing(given === "" ? "Say why, in a few words." : undefined);
        if (given !== "") onConfirm(given);
      }}
    >
      {children}
      {dialog.confirmLabel === null ? null : (
        <Field name="reason" label="Reason" hint={reasonHint} error={missing}>
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
    </FormDialog>
  );
}
