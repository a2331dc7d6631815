"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { setPractitionerCaps } from "@quietroom/contracts/studio";
import { asId } from "@quietroom/domain/ids";
import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { formText } from "@quietroom/ui/form-text";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { LimitFields, limitErrors, readLimits } from "../../limits/limit-fields.tsx";
import { useTRPC } from "../../live/trpc.tsx";
import { ChangedMeanwhile } from "../../show/changed-meanwhile.tsx";
import { failureWords } from "../../show/failure-words.ts";

type Availability = StaffOutput["availability"]["view"];
type Practitioner = Availability["practitioner"];

/** How many visits one practitioner takes a day and a week, how many minutes a day, and when they have a break, whatever their kind. */
export function VisitLimits({
  initial,
  canEdit,
}: {
  readonly initial: Availability;
  readonly canEdit: boolean;
}) {
  const trpc = useTRPC();
  const asked = { practitionerId: asId<never>(initial.practitioner.id) };
  const { data } = useQuery(trpc.availability.view.queryOptions(asked, { initialData: initial }));
  const { practitioner } = data;
  return (
    <section aria-labelledby="limits" className="grid gap-4">
      <div>
        <h2 id="limits" className="display text-xl">
          Limits
        </h2>
        <p className="max-w-[62ch] text-muted">
          Visits of every kind and at every place count, held times and no-shows too. Once a limit is reached
          nothing further is offered; what is booked stays, and you may still move a visit there yourself.
        </p>
      </div>
      {canEdit ? <LimitsForm present={practitioner} /> : <p>{limitsText(practitioner)}</p>}
    </section>
  );
}

function LimitsForm({ present }: { readonly present: Practitioner }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [wrong, setWrong] = useState<{ readonly field: string | null; readonly words: string }>();
  // What the fields are a change of. A save of somebody else's is taken over while nothing is typed here, and asked about when something is.
  const [base, setBase] = useState(present);
  const [typed, setTyped] = useState(false);
  const isOlder = present.limitsVersion > base.limitsVersion;
  if (isOlder && !typed) setBase(present);
  const save = useMutation(
    trpc.availability.setCaps.mutationOptions({
      onSuccess: async (
        answer,
        { maxPerDay, maxPerWeek, maxMinutesPerDay = null, notesMin = base.notesMin, break: breaks = null },
      ) => {
        if (answer.ok) {
          setTyped(false);
          const [breakAfterMin, breakMin] = [breaks?.afterMin ?? null, breaks?.breakMin ?? null];
          const limits = { maxPerDay, maxPerWeek, maxMinutesPerDay, notesMin, breakAfterMin, breakMin };
          setBase({ ...base, ...limits, limitsVersion: answer.value.version });
          notify({ title: "Limits saved", tone: "positive" });
        }
        await queryClient.invalidateQueries();
      },
      onError: (failure) =>
        setWrong({ field: null, words: failureWords(failure, "The limits were not saved.") }),
    }),
  );
  return (
    <form
      noValidate
      className="grid max-w-xl gap-4 rounded-lg border border-line bg-raised p-4"
      onChange={() => setTyped(true)}
      onSubmit={(event) => {
        event.preventDefault();
        if (save.isPending) return;
        const form = new FormData(event.currentTarget);
        const asked = setPractitionerCaps.input.safeParse({
          practitionerId: present.id,
          version: base.limitsVersion,
          ...readLimits(form),
          notesMin: readMinutes(form, "notesMin") ?? 0,
          break: readBreak(form),
        });
        if (asked.success) {
          setWrong(undefined);
          save.mutate(asked.data);
          return;
        }
        const field = String(asked.error.issues[0]?.path.at(-1));
        setWrong({ field, words: minutesErrors[field] ?? limitErrors[field] ?? "Check this." });
      }}
    >
      {wrong?.field === null ? <Notice tone="danger">{wrong.words}</Notice> : null}
      {isOlder && typed && !save.isPending ? (
        <ChangedMeanwhile
          comes="by itself"
          onKeepMine={() => setBase({ ...base, limitsVersion: present.limitsVersion })}
          onTakeTheirs={() => {
            setTyped(false);
            setBase(present);
          }}
        >
          {limitsText(present)}
        </ChangedMeanwhile>
      ) : null}
      <LimitFields
        // Fields hold what they began with: other limits are other fields.
        key={`${base.maxPerDay} ${base.maxPerWeek} ${base.maxMinutesPerDay}`}
        limits={base}
        errorAt={(field) => (wrong?.field === field ? wrong.words : undefined)}
      >
        <Field
          key={`notes ${base.notesMin}`}
          name="notesMin"
          label="Minutes for notes after each visit"
          hint="Beside the buffer of the service. Visits that are booked already keep what they take."
          error={wrong?.field === "notesMin" ? wrong.words : undefined}
          optional
        >
          {(control) => (
            <Input {...control} inputMode="numeric" defaultValue={base.notesMin === 0 ? "" : base.notesMin} />
          )}
        </Field>
      </LimitFields>
      <fieldset key={`break ${base.breakAfterMin} ${base.breakMin}`} className="field-pairs">
        <legend className="sr-only">Break</legend>
        <Field
          name="afterMin"
          label="Most minutes of visits in a row"
          hint="Shorter pauses between them count too. One longer visit stands alone. The desk books past it with a reason."
          error={wrong?.field === "afterMin" ? wrong.words : undefined}
          optional
        >
          {(control) => <Input {...control} inputMode="numeric" defaultValue={base.breakAfterMin ?? ""} />}
        </Field>
        <Field
          name="breakMin"
          label="Minutes of break after them"
          hint="At least, once notes are written. Buffers may be part of it."
          error={wrong?.field === "breakMin" ? wrong.words : undefined}
          optional
        >
          {(control) => <Input {...control} inputMode="numeric" defaultValue={base.breakMin ?? ""} />}
        </Field>
      </fieldset>
      <Button type="submit" className="w-fit" aria-disabled={save.isPending}>
        {save.isPending ? "Saving …" : "Save limits"}
      </Button>
    </form>
  );
}

/** What is wrong with the time for notes or with the break, by its field. */
const minutesErrors: Readonly<Record<string, string>> = {
  notesMin: "A whole number of minutes from 0 to 60.",
  afterMin: "A whole number of minutes from 30 to 720, or nothing in both fields for no break.",
  breakMin: "A whole number of minutes from 5 to 240, or nothing in both fields for no break.",
};

/** Both fields, or null where neither is filled in. */
function readBreak(form: FormData) {
  const [afterMin, breakMin] = [readMinutes(form, "afterMin"), readMinutes(form, "breakMin")];
  return afterMin === null && breakMin === null ? null : { afterMin, breakMin };
}

/** Minutes as typed, null where nothing is; what is no number stays one that no schema takes. */
function readMinutes(form: FormData, field: string): number | null {
  const text = formText(form, field).trim();
  return text === "" ? null : Number(text);
}

function limitsText(practitioner: Practitioner): string {
  const { maxPerDay, maxPerWeek, maxMinutesPerDay, notesMin, breakAfterMin, breakMin } = practitioner;
  const said = [
    ...(maxPerDay === null ? [] : [`${maxPerDay} a day`]),
    ...(maxPerWeek === null ? [] : [`${maxPerWeek} a week`]),
    ...(maxMinutesPerDay === null ? [] : [`${maxMinutesPerDay} minutes a day`]),
  ];
  return [
    said.length === 0 ? "No limit." : `At most ${said.join(" and ")}.`,
    ...(notesMin === 0 ? [] : [`${notesMin} minutes for notes after each visit.`]),
    ...(breakAfterMin === null
      ? []
      : [`A break of ${breakMin} minutes after at most ${breakAfterMin} minutes of visits in a row.`]),
  ].join(" ");
}
