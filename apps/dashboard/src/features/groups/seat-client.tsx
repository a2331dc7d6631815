"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { Field } from "@quietroom/ui/blocks/field";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { formText } from "@quietroom/ui/form-text";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { type ReactNode, useState } from "react";
import { isUnscreened } from "../../show/screening-words.tsx";
import { useSeat } from "./use-seat.tsx";

/** A seat for a client whom staff found, with whoever comes along. */
export function SeatClient({
  session,
  pickClient,
}: {
  readonly session: StaffOutput["groups"]["roster"]["session"];
  readonly pickClient: ReactNode;
}) {
  const notify = useNotify();
  const [seated, setSeated] = useState(0);
  const { form, submit, isPending, errorAt, refusal } = useSeat({
    read: (element) => {
      const fields = new FormData(element);
      const clientId = formText(fields, "clientId");
      const partySize = Number(formText(fields, "partySize"));
      if (clientId === "") return { field: null, words: "Find the client first." };
      if (!Number.isInteger(partySize) || partySize < 1 || partySize > 20)
        return { field: "partySize", words: "Between 1 and 20 people." };
      return { groupSessionId: asId(session.id), clientId: asId(clientId), partySize };
    },
    saidAt: { too_few_left: "partySize" },
    failed: "Nobody was seated.",
    onSeated: ({ screening }) => {
      notify({
        title: "Seated",
        description: isUnscreened(screening)
          ? "The client is told, where their address takes mail. They are not screened yet: record it in the list above once they are."
          : "The client is told, where their address takes mail.",
        tone: isUnscreened(screening) ? "info" : "positive",
      });
      setSeated((before) => before + 1);
    },
  });
  return (
    <form
      ref={form}
      key={seated}
      aria-label="Seat a client"
      className="grid gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit(event.currentTarget);
      }}
    >
      {refusal}
      {pickClient}
      <Field name="partySize" label="People" error={errorAt("partySize")}>
        {(control) => (
          <Input {...control} type="number" min={1} max={20} defaultValue={1} inputMode="numeric" />
        )}
      </Field>
      <Button type="submit" variant="secondary" className="w-fit" aria-disabled={isPending}>
        Seat this client
      </Button>
    </form>
  );
}
