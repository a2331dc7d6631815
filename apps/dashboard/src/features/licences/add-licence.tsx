"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { addLicence } from "@quietroom/contracts/licences";
import { Field } from "@quietroom/ui/blocks/field";
import { FormPanel, type WrongInput } from "@quietroom/ui/blocks/form-panel";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { formText } from "@quietroom/ui/form-text";
import { Input } from "@quietroom/ui/primitives/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { checkInput } from "../../show/check-input.ts";
import { failureWords } from "../../show/failure-words.ts";

type Refusal = Extract<StaffOutput["licence"]["add"], { ok: false }>["refusal"]["code"];

const refusals: Readonly<Record<Refusal, string>> = {
  already_there: "This licence is on record already. Renew it instead.",
  too_many: "So many licences are on record already. Remove some first.",
};

const missing = {
  title: "Say which credential it is, such as LCSW, in at most 60 characters.",
  number: "Fill in its number, in at most 40 characters.",
  state: "Fill in the state or country, in at most 60 characters.",
  expiresOn: "Choose the last date on which it holds.",
};

/** A licence that somebody practises by, with the last date on which it holds. */
export function AddLicence({
  practitionerId,
  onDone,
}: {
  readonly practitionerId: string;
  readonly onDone: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [wrong, setWrong] = useState<WrongInput>();
  const add = useMutation(
    trpc.licence.add.mutationOptions({
      onSuccess: async (answer) => {
        await queryClient.invalidateQueries();
        if (!answer.ok) {
          setWrong({ field: answer.refusal.field, words: refusals[answer.refusal.code] });
          return;
        }
        notify({ title: "Licence added", tone: "positive" });
        onDone();
      },
      onError: (failure) => setWrong({ field: null, words: failureWords(failure, "Nothing was added.") }),
    }),
  );
  return (
    <FormPanel
      title="Add a licence"
      description="From now on bookings depend on the licence that holds longest. Booked visits stay as they are."
      wrong={wrong}
      pending={add.isPending}
      submitLabel="Add"
      pendingLabel="Adding …"
      onSubmit={(form) => {
        const given = {
          practitionerId,
          title: formText(form, "title"),
          number: formText(form, "number"),
          state: formText(form, "state"),
          expiresOn: formText(form, "expiresOn"),
        };
        const asked = checkInput(addLicence, given, missing);
        setWrong(asked.ok ? undefined : asked.wrong);
        if (asked.ok) add.mutate(asked.input);
      }}
      onClose={onDone}
    >
      {(errorAt) => (
        <>
          <Field
            name="title"
            id="licence-title"
            label="Credential"
            hint="Such as LCSW or BCBA."
            error={errorAt("title")}
            required
          >
            {(control) => <Input {...control} autoComplete="off" />}
          </Field>
          <Field name="number" id="licence-number" label="Number" error={errorAt("number")} required>
            {(control) => <Input {...control} autoComplete="off" />}
          </Field>
          <Field name="state" id="licence-state" label="State or country" error={errorAt("state")} required>
            {(control) => <Input {...control} autoComplete="off" />}
          </Field>
          <Field
            name="expiresOn"
            id="licence-expires"
            label="Expires on"
            hint="The last date on which it holds."
            error={errorAt("expiresOn")}
            required
          >
            {(control) => <Input {...control} type="date" className="w-fit" />}
          </Field>
        </>
      )}
    </FormPanel>
  );
}
