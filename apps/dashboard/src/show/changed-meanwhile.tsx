"use client";

import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";
import { type ReactNode, useEffect, useRef } from "react";

/**
 * Somebody saved the same thing while it was being edited here. Both stand side by side until a person chooses: what was typed stays in its
 * fields, and `children` says what is kept by now.
 */
export function ChangedMeanwhile({
  children,
  comes,
  onKeepMine,
  onTakeTheirs,
}: {
  readonly children: ReactNode;
  /** As the answer to a press it takes the focus, wherever in a long form that was; by itself it disturbs nobody who types. */
  readonly comes: "on save" | "by itself";
  /** What is typed becomes a change of what is kept by now, to be saved like any other. */
  readonly onKeepMine: () => void;
  readonly onTakeTheirs: () => void;
}) {
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (comes === "on save") notice.current?.focus();
  }, [comes]);
  return (
    <Notice ref={notice} tabIndex={-1} tone="danger" title="Somebody changed this meanwhile">
      <p>Nothing was saved, and what you typed is still here. By now it is:</p>
      <div className="mt-1 font-medium">{children}</div>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button
          size="sm"
          type="button"
          variant="secondary"
          onClick={(event) => {
            // What was pressed goes away: the next thing to press is what saves.
            event.currentTarget.form?.querySelector<HTMLElement>("[type=submit]")?.focus();
            onKeepMine();
          }}
        >
          Keep what I typed
        </Button>
        <Button size="sm" type="button" variant="secondary" onClick={onTakeTheirs}>
          Take what is there now
        </Button>
      </div>
    </Notice>
  );
}
