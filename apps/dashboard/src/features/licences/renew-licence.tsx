"use client";

import { renewLicence } from "@quietroom/contracts/licences";
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
import { useChangedMeanwhile } from "../../show/use-changed-meanwhile.tsx";
import { type Licence, licenceName, saidOfLicence } from "./licence-words.ts";

/** Another last date of a licence: a later one as it is renewed, or the right one where it was mistyped. */
export function RenewLicence({
  practitionerId,
  licence,
  locale,
  onDone,
}: {
  readonly practitionerId: string;
  /** As it is kept by now. */
  readonly licence: Licence;
  readonly locale: string;
  readonly onDone: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [wrong, setWrong] = useState<WrongInput>();
  const [opened] = useState(licence);
  const { base, theirs, conflict, meet } = useChangedMeanwhile({
    opened,
    present: licence,
    said: saidOfLicence(locale),
    onTakeTheirs: onDone,
  });
  const renew = useMutation(
    trpc.licence.renew.mutationOptions({
      onSuccess: async (answer) => {
        await queryClient.invalidateQueries();
        if (!answer.ok) {
          meet();
          return;
        }
        notify({ title: "Licence saved", tone: "positive" });
        onDone();
      },
      onError: (failure) => setWrong({ field: null, words: failureWords(failure, "Nothing was changed.") }),
    }),
  );
  return (
    <FormPanel
      title={`Renew ${licenceName(licence)}`}
      description="New bookings go by the new date at once."
      wrong={wrong}
      theirs={theirs}
      pending={renew.isPending}
      onSubmit={(form) => {
        const given = {
          practitionerId,
          id: licence.id,
          version: base.version,
          expiresOn: formText(form, "expiresOn"),
        };
        const asked = checkInput(renewLicence, given, {
          expiresOn: "Choose the last date on which it holds.",
        });
        setWrong(asked.ok ? undefined : asked.wrong);
        if (asked.ok) renew.mutate(asked.input);
      }}
      onClose={onDone}
    >
      {(errorAt) => (
        <>
          {conflict}
          <Field
            name="expiresOn"
            id="renewal-expires"
            label="Expires on"
            hint="The last date on which it holds."
            error={errorAt("expiresOn")}
            required
          >
            {(control) => (
              <Input {...control} type="date" className="w-fit" defaultValue={opened.expiresOn} />
            )}
          </Field>
        </>
      )}
    </FormPanel>
  );
}
