"use client";

import { Button } from "@quietroom/ui/primitives/button";
import { useState } from "react";
import { type VisitChoices, VisitForm } from "./visit-form.tsx";

/** The way to a visit for a client who calls or stands at the desk. */
export function NewVisit(props: VisitChoices) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button className="w-fit" onClick={() => setOpen(true)}>
        New visit
      </Button>
      {isOpen ? <VisitForm {...props} onDone={() => setOpen(false)} /> : null}
    </>
  );
}
