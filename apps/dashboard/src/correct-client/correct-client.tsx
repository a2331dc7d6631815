"use client";

import { Button } from "@quietroom/ui/primitives/button";
import { useRef, useState } from "react";
import { CorrectDialog } from "./correct-dialog.tsx";

type Person = { readonly clientId: string; readonly name: string };

/** Leads to the correction of a client's record. For whom the server says that they may. */
export function CorrectClient({
  person,
  requestId = null,
}: {
  readonly person: Person;
  /** The client's request that it answers. */
  readonly requestId?: string | null;
}) {
  const opener = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        ref={opener}
        size="sm"
        variant="secondary"
        className="justify-self-start"
        onClick={() => setOpen(true)}
      >
        Correct …<span className="sr-only"> the record of {person.name}</span>
      </Button>
      {isOpen ? (
        <CorrectDialog person={person} requestId={requestId} opener={opener} onClose={() => setOpen(false)} />
      ) : null}
    </>
  );
}
