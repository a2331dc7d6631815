"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { changeGroupSession } from "@quietroom/contracts/groups";
import { Field, FieldRow } from "@quietroom/ui/blocks/field";
import type { WrongInput } from "@quietroom/ui/blocks/form-panel";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { formText } from "@quietroom/ui/form-text";
import { Input } from "@quietroom/ui/primitives/input";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { Switch } from "@quietroom/ui/primitives/switch";
import { useFocusWrong } from "@quietroom/ui/use-focus-wrong";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { checkInput } from "../../show/check-input.ts";
import { failureWords } from "../../show/failure-words.ts";
import { useChangedMeanwhile } from "../../show/use-changed-meanwhile.tsx";
import { MinimumFields, minimumMissing, readMinimum } from "./minimum-fields.tsx";
import { changeFields, saidOfSession, sessionRefusalWords, versionOver } from "./session-words.ts";
import { type Begun, SaveButton, useBegun } from "./use-begun.tsx";

type Roster = StaffOutput["groups"]["roster"];

/** Who leads a session, how many it seats and whether clients book it. */
export function ChangeSession({ roster }: { readonly roster: Roster }) {
  const { times, begun } = useBegun(roster.session);
  return <ChangeForm key={times} roster={roster} begun={begun} />;
}

function ChangeForm({
  roster: { session, facilitators },
  begun,
}: {
  readonly roster: Roster;
  readonly begun: Begun;
}) {
  const { opened, onTyped, onDone } = begun;
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [wrong, setWrong] = useState<WrongInput>();
  const form = useFocusWrong(wrong);
  const said = saidOfSession(facilitators);
  const { base, theirs, conflict, meet } = useChangedMeanwhile({
    opened,
    present: session,
    said,
    onTakeTheirs: onDone,
  });
  const change = useMutation(
    trpc.groups.change.mutationOptions({
      onSuccess: async (answer) => {
        await queryClient.invalidateQueries();
        if (answer.ok) {
          onDone();
          notify({ title: "Session changed", tone: "positive" });
        } else if (answer.refusal.code === "changed_meanwhile") meet();
        else
          setWrong({
            field: changeFields[answer.refusal.code] ?? null,
            words: sessionRefusalWords(answer.refusal),
          });
      },
      onError: (failure) => setWrong({ field: null, words: failureWords(failure, "Nothing was changed.") }),
    }),
  );
  const errorAt = (field: string) => (wrong?.field === field ? wrong.words : theirs[field]);
  return (
    <form
      ref={form}
      aria-label="Change the session"
      className="grid gap-4"
      noValidate
      onChange={onTyped}
      onSubmit={(event) => {
        event.preventDefault();
        if (change.isPending) return;
        const typed = new FormData(event.currentTarget);
        const asked = checkInput(
          changeGroupSession,
          {
            groupSessionId: session.id,
            version: versionOver(said, base, session),
            practitionerId: formText(typed, "practitionerId"),
            coFacilitatorId: formText(typed, "coFacilitatorId") || null,
            capacity: Number(formText(typed, "capacity")),
            minimum: readMinimum(typed),
            openOnline: typed.get("openOnline") !== null,
          },
          { capacity: "Between 1 and 200 seats.", minimum: minimumMissing },
        );
        setWrong(asked.ok ? undefined : asked.wrong);
        if (asked.ok) change.mutate(asked.input);
      }}
    >
      {wrong?.field === null ? (
        <Notice tone="danger" role="alert">
          {wrong.words}
        </Notice>
      ) : null}
      {conflict}
      <Field
        name="practitionerId"
        label="Facilitator"
        hint="With a substitute everybody keeps their seat, and whoever’s address takes mail is told."
        error={errorAt("practitionerId")}
      >
        {(control) => (
          <NativeSelect {...control} defaultValue={opened.practitionerId}>
            {facilitators.map(({ id, displayName }) => (
              <option key={id} value={id}>
                {displayName}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      <Field
        name="coFacilitatorId"
        label="Co-facilitator"
        hint="Their time is taken as well."
        error={errorAt("coFacilitatorId")}
        optional
      >
        {(control) => (
          <NativeSelect {...control} defaultValue={opened.withPractitionerIds[0] ?? ""}>
            <option value="">Nobody</option>
            {facilitators.map(({ id, displayName }) => (
              <option key={id} value={id}>
                {displayName}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      <Field
        name="capacity"
        label="Seats"
        hint="Fewer than are taken sends nobody away, and lets nobody else in."
        error={errorAt("capacity")}
      >
        {(control) => (
          <Input
            {...control}
            type="number"
            min={1}
            max={200}
            defaultValue={opened.capacity}
            inputMode="numeric"
          />
        )}
      </Field>
      <MinimumFields minimum={opened.minimumOf} error={errorAt("minimum")} />
      <FieldRow name="openOnline" label="Clients can book it online" error={errorAt("openOnline")}>
        {(control) => <Switch {...control} defaultChecked={opened.openOnline} />}
      </FieldRow>
      <SaveButton pending={change.isPending} begun={begun}>
        Save the session
      </SaveButton>
    </form>
  );
}
