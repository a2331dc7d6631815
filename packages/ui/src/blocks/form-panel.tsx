"use client";

import type { ReactNode } from "react";
import { Button } from "../primitives/button.tsx";
import { useFocusWrong } from "../use-focus-wrong.ts";
import { Notice } from "./notice.tsx";
import { SidePanel } from "./side-panel.tsx";

/** What is wrong with what was filled in, at its field; null stands for the form as a whole. */
export type WrongInput = { readonly field: string | null; readonly words: string };

/** A form beside the list that it belongs to. Stays open until the caller closes it, which is when the answer is in. */
export function FormPanel({
  title,
  description,
  wrong,
  theirs = {},
  pending,
  submitLabel = "Save",
  pendingLabel = "Saving …",
  otherActs,
  onSubmit,
  onClose,
  children,
}: {
  readonly title: ReactNode;
  readonly description: ReactNode;
  readonly wrong: WrongInput | undefined;
  /** What somebody else put meanwhile where something was filled in, by field. */
  readonly theirs?: Readonly<Record<string, string>>;
  readonly pending: boolean;
  readonly submitLabel?: string;
  readonly pendingLabel?: string;
  /** Buttons between the one that sends the form and the one that closes it. */
  readonly otherActs?: ReactNode;
  /** Not called again while `pending`. */
  readonly onSubmit: (form: FormData) => void;
  readonly onClose: () => void;
  readonly children: (errorAt: (field: string) => string | undefined) => ReactNode;
}) {
  const form = useFocusWrong(wrong);
  return (
    <SidePanel
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={title}
      description={description}
    >
      <form
        ref={form}
        noValidate
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (!pending) onSubmit(new FormData(event.currentTarget));
        }}
      >
        {wrong?.field === null ? <Notice tone="danger">{wrong.words}</Notice> : null}
        {children((field) => (wrong?.field === field ? wrong.words : theirs[field]))}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" aria-disabled={pending}>
            {pending ? pendingLabel : submitLabel}
          </Button>
          {otherActs}
          <Button variant="secondary" type="button" onClick={onClose}>
            Close
          </Button>
        </div>
      </form>
    </SidePanel>
  );
}
