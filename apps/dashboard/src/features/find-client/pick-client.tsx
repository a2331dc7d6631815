"use client";

import { Button } from "@quietroom/ui/primitives/button";
import { X } from "lucide-react";
import { useId, useRef, useState } from "react";
import { FindClientDialog } from "./find-client-dialog.tsx";
import type { WhatFinds } from "./what-finds.ts";

type Picked = { readonly id: string; readonly name: string | null };

/**
 * A field of a form whose value is a client's id: the client is looked for by name, and the name goes nowhere with the form. One who came
 * with the address is shown by the end of the id, since no page of the audit says a client's name.
 */
export function PickClient({
  name,
  by,
  chosen,
  unchosen = "Anybody",
}: {
  /** Of the field in its form. */
  readonly name: string;
  readonly by: Exclude<WhatFinds, "nothing">;
  /** The id of whoever is chosen so far. */
  readonly chosen: string | null;
  /** What the field says while nobody is. */
  readonly unchosen?: string;
}) {
  const id = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [picked, setPicked] = useState<Picked | null>(chosen === null ? null : { id: chosen, name: null });
  const label = `${id}-label`;
  return (
    <div className="grid content-start gap-1.5">
      <span id={label} className="font-medium text-ink text-sm">
        Client
      </span>
      {picked === null ? null : <input type="hidden" name={name} value={picked.id} />}
      <div className="flex gap-2">
        <button
          ref={opener}
          type="button"
          id={id}
          aria-haspopup="dialog"
          aria-labelledby={`${label} ${id}`}
          onClick={() => setOpen(true)}
          className="control min-w-0 flex-1 truncate rounded-md border border-line-strong bg-raised py-2 text-left text-ink shadow-xs hover:border-ink"
        >
          {picked === null ? unchosen : (picked.name ?? `…${picked.id.slice(-8)}`)}
        </button>
        {picked === null ? null : (
          <Button
            type="button"
            variant="secondary"
            size="icon"
            aria-label="Clear the client"
            onClick={() => {
              setPicked(null);
              opener.current?.focus();
            }}
          >
            <X aria-hidden="true" />
          </Button>
        )}
      </div>
      {isOpen ? (
        <FindClientDialog
          by={by}
          onChoose={setPicked}
          onClose={() => setOpen(false)}
          onClosed={() => opener.current?.focus()}
        />
      ) : null}
    </div>
  );
}
