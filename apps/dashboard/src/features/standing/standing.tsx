"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { setStanding } from "@quietroom/contracts/practitioners";
import { asId, type PractitionerId } from "@quietroom/domain/ids";
import { addDays } from "@quietroom/domain/time";
import { ConfirmDialog } from "@quietroom/ui/blocks/confirm-dialog";
import { Field, FieldRow } from "@quietroom/ui/blocks/field";
import type { WrongInput } from "@quietroom/ui/blocks/form-panel";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { formText } from "@quietroom/ui/form-text";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { Switch } from "@quietroom/ui/primitives/switch";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { checkInput } from "../../show/check-input.ts";
import { failureWords } from "../../show/failure-words.ts";
import { dateInWords } from "../../show/format-time.ts";

type Standing = StaffOutput["practitioner"]["standing"];
type Refusal = Extract<StaffOutput["practitioner"]["setStanding"], { ok: false }>["refusal"]["code"];

const refusals: Readonly<Record<Refusal, string>> = {
  changed_meanwhile:
    "Someone else changed this meanwhile. This is how it is now; nothing of yours was saved.",
  last_day_over: "That day is over. Choose today or a later one, or deactivate them now.",
  limit_reached: "The studio already has as many practitioners as its plan allows. Deactivate another first.",
};

/** Whether and until when somebody takes bookings: off online booking, a last day, gone, back again. Visits stay either way. */
export function PractitionerStanding({
  initial,
  canEdit,
  today,
  locale,
}: {
  readonly initial: Standing;
  readonly canEdit: boolean;
  readonly today: string;
  readonly locale: string;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const router = useRouter();
  const [wrong, setWrong] = useState<WrongInput>();
  const [asking, setAsking] = useState(false);
  const asked = { practitionerId: asId<PractitionerId>(initial.practitionerId) };
  const { data } = useQuery(trpc.practitioner.standing.queryOptions(asked, { initialData: initial }));
  const save = useMutation(
    trpc.practitioner.setStanding.mutationOptions({
      onSuccess: async (answer) => {
        setAsking(false);
        setWrong(
          answer.ok ? undefined : { field: answer.refusal.field, words: refusals[answer.refusal.code] },
        );
        if (answer.ok) notify({ title: "Bookings saved", tone: "positive" });
        await queryClient.invalidateQueries();
        router.refresh(); // who has left is said beside their name as well, which the page itself shows
      },
      onError: (failure) => {
        setAsking(false);
        setWrong({ field: null, words: failureWords(failure, "Nothing was changed.") });
      },
    }),
  );
  const change = (wish: Partial<Pick<Standing, "onlineBookable" | "active" | "lastDay">>) => {
    const { practitionerId, version, onlineBookable, active, lastDay } = data;
    const input = checkInput(
      setStanding,
      { practitionerId, version, onlineBookable, active, lastDay, ...wish },
      { lastDay: "Choose a date, or leave it empty." },
    );
    setWrong(input.ok ? undefined : input.wrong);
    if (input.ok && !save.isPending) save.mutate(input.input);
  };
  return (
    <section aria-labelledby="standing" className="grid gap-4">
      <div>
        <h2 id="standing" className="display text-xl">
          Taking bookings
        </h2>
        <p className="max-w-[62ch] text-muted">{standingText(data, locale)}</p>
      </div>
      <ToDecide standing={data} today={today} />
      {wrong?.field === null ? <Notice tone="danger">{wrong.words}</Notice> : null}
      {!canEdit ? null : data.hasLeft ? (
        <Button
          className="w-fit"
          aria-disabled={save.isPending}
          onClick={() => change({ active: true, lastDay: null })}
        >
          Bring {data.displayName} back
        </Button>
      ) : (
        <form
          key={data.version}
          noValidate
          aria-label="Taking bookings"
          className="grid max-w-xl gap-4 rounded-lg border border-line bg-raised p-4"
          onSubmit={(event) => {
            event.preventDefault();
            const form = new FormData(event.currentTarget);
            change({
              onlineBookable: form.get("standingOnline") === "on",
              lastDay: formText(form, "lastDay") || null,
            });
          }}
        >
          <FieldRow name="standingOnline" label="Clients can book them online">
            {(control) => <Switch {...control} defaultChecked={data.onlineBookable} />}
          </FieldRow>
          <Field
            name="lastDay"
            id="standing-last-day"
            label="Last day"
            hint="After it nothing is offered, and series end. Booked visits stay, and are listed."
            error={wrong?.field === "lastDay" ? wrong.words : undefined}
            optional
          >
            {(control) => (
              <Input
                {...control}
                type="date"
                min={today}
                defaultValue={data.lastDay ?? ""}
                className="w-fit"
              />
            )}
          </Field>
          <div className="flex flex-wrap gap-2">
            <Button type="submit" aria-disabled={save.isPending}>
              {save.isPending ? "Saving …" : "Save bookings"}
            </Button>
            <Button type="button" variant="secondary" onClick={() => setAsking(true)}>
              Deactivate {data.displayName}
            </Button>
          </div>
        </form>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Deactivate ${data.displayName}?`}
        description="They leave the booking page at once, and nobody can book them, the desk neither. Visits that are booked stay, and are listed for you to decide about; their history stays too."
        confirmLabel="Deactivate"
        tone="danger"
        pending={save.isPending}
        onConfirm={() => change({ active: false })}
      />
    </section>
  );
}

/** What of theirs is still booked, or has ended, with the way to where it is decided. */
function ToDecide({
  standing: { practitionerId, standing, stoppedSeries, active, lastDay },
  today,
}: {
  readonly standing: Standing;
  readonly today: string;
}) {
  if (standing === 0 && stoppedSeries === 0) return null;
  const from = active && lastDay !== null ? addDays(lastDay, 1) : today;
  const parts = [
    ...(standing === 0
      ? []
      : [
          `${standing === 1 ? "1 booked visit stands" : `${standing} booked visits stand`} although they are not there any more.`,
        ]),
    ...(stoppedSeries === 0
      ? []
      : [
          `${stoppedSeries === 1 ? "1 series has ended" : `${stoppedSeries} series have ended`}, and nobody has seen to it yet.`,
        ]),
  ];
  return (
    <Notice tone="caution">
      <p>{parts.join(" ")}</p>
      <Link
        className="inline-flex min-h-6 items-center underline underline-offset-2"
        href={`/hours/affected?practitioner=${practitionerId}&from=${from}`}
      >
        Decide about each
      </Link>
    </Notice>
  );
}

function standingText(
  { displayName, active, hasLeft, lastDay, onlineBookable }: Standing,
  locale: string,
): string {
  const day = lastDay === null ? "" : dateInWords(lastDay, locale);
  if (!active) return `${displayName} has left: nobody can book them. What was booked, and what was, stays.`;
  if (hasLeft)
    return `${displayName} has left: ${day} was their last day. What was booked, and what was, stays.`;
  const who = onlineBookable ? "Clients and the desk can" : "The desk can, and clients cannot,";
  return `${who} book ${displayName}${lastDay === null ? "." : `, until ${day}, which is their last day.`}`;
}
