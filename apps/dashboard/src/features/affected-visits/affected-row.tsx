import type { StaffOutput } from "@quietroom/api/client";
import { type AppointmentId, asId, type PractitionerId } from "@quietroom/domain/ids";
import { ConfirmDialog } from "@quietroom/ui/blocks/confirm-dialog";
import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Badge } from "@quietroom/ui/primitives/badge";
import { Button } from "@quietroom/ui/primitives/button";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { dateTime, timeOfDay } from "../../show/format-time.ts";
import {
  type AffectedVisit,
  affectedRefusal,
  givenToNobody,
  reassignRefusal,
  whoseVisit,
} from "./affected-words.ts";
import { MoveAffected } from "./move-affected.tsx";
import { useMove } from "./use-move.ts";

/** One visit, and what can be done about it: given to somebody who is free, moved, cancelled, or, a request, answered. */
export function AffectedRow({
  visit,
  practitionerId,
  back,
  people,
  locale,
  onDone,
}: {
  readonly visit: AffectedVisit;
  readonly practitionerId: string;
  /** The last of the dates; null: there is none. */
  readonly back: string | null;
  readonly people: StaffOutput["practitioner"]["list"];
  readonly locale: string;
  readonly onDone: () => void;
}) {
  const [act, setAct] = useState<"move" | "cancel">();
  const clock = { timeZone: visit.timeZone, locale };
  const whose = whoseVisit(visit);
  const when = dateTime(visit.startsAt, clock);
  const named = `${whose}, ${when}`;
  const canChange = visit.status === "scheduled" || visit.status === "confirmed";
  return (
    <li className="grid gap-3 p-4">
      <div className="grid min-w-0 gap-0.5">
        <h3 className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
          <span className="break-words">{whose}</span>
          {visit.inSeries ? <Badge>one of a series</Badge> : null}
          {visit.status === "requested" ? <Badge tone="caution">not approved yet</Badge> : null}
        </h3>
        <p>
          <Link
            href={`/calendar?view=day&date=${visit.date}&open=${visit.appointmentId}`}
            className="figures inline-flex min-h-6 items-center underline underline-offset-2"
          >
            {when} – {timeOfDay(visit.endsAt, clock)}
          </Link>
        </p>
        <p className="break-words text-muted">
          {visit.serviceName}, {visit.mode === "telehealth" ? "online" : visit.locationName}
        </p>
      </div>
      {canChange ? (
        <>
          <GiveVisit visit={visit} named={named} onDone={onDone} />
          {visit.times.length === 0 ? null : (
            <NearestTimes
              visit={visit}
              practitionerId={practitionerId}
              named={named}
              locale={locale}
              onDone={onDone}
            />
          )}
          <div className="flex flex-wrap gap-2">
            {visit.group === null ? (
              <Button
                size="sm"
                variant="secondary"
                aria-label={`Move …: ${named}`}
                onClick={() => setAct("move")}
              >
                Move …
              </Button>
            ) : null}
            <Button
              size="sm"
              variant="secondary"
              aria-label={`${visit.group === null ? "Cancel …" : "Call off …"}: ${named}`}
              onClick={() => setAct("cancel")}
            >
              {visit.group === null ? "Cancel …" : "Call off …"}
            </Button>
          </div>
        </>
      ) : visit.status === "requested" ? (
        <p>
          <Link href="/requests" className="inline-flex min-h-6 items-center underline underline-offset-2">
            Approve or decline it<span className="sr-only">: {named}</span>
          </Link>
        </p>
      ) : (
        <p className="text-muted">Its client is here already: open it on the calendar.</p>
      )}
      {act === "move" ? (
        <MoveAffected
          visit={visit}
          practitionerId={practitionerId}
          back={back}
          people={people}
          locale={locale}
          onClose={() => setAct(undefined)}
          onDone={onDone}
        />
      ) : null}
      {act === "cancel" ? (
        <CancelAffected visit={visit} named={named} onClose={() => setAct(undefined)} onDone={onDone} />
      ) : null}
    </li>
  );
}

/** Who is free then, the cover first. Time and place stay; the client is told who comes instead. */
function GiveVisit({
  visit,
  named,
  onDone,
}: {
  readonly visit: AffectedVisit;
  readonly named: string;
  readonly onDone: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const { free, group } = visit;
  const [chosen, setChosen] = useState(free[0]?.id ?? "");
  const [error, setError] = useState<string>();
  const to = free.find(({ id }) => id === chosen) ?? free[0];
  const given = async (refused: string | undefined, name: string) => {
    setError(refused);
    if (refused === undefined)
      notify({
        title: `Given to ${name}`,
        description: "The client is told, where their address takes mail.",
        tone: "positive",
      });
    await queryClient.invalidateQueries();
    if (refused === undefined) onDone();
  };
  const onError = (failure: unknown) => setError(failureWords(failure, "The visit stays as it was."));
  const give = useMutation(
    trpc.practitioner.reassignVisit.mutationOptions({
      onSuccess: async (answer) =>
        given(
          answer.ok ? undefined : reassignRefusal(answer.refusal.code, answer.refusal.free),
          to?.displayName ?? "",
        ),
      onError,
    }),
  );
  const substitute = useMutation(
    trpc.groups.change.mutationOptions({
      onSuccess: async (answer) =>
        given(
          answer.ok ? undefined : reassignRefusal(answer.refusal.code, answer.refusal.people ?? []),
          to?.displayName ?? "",
        ),
      onError,
    }),
  );
  const isPending = give.isPending || substitute.isPending;
  return (
    <div className="grid gap-2">
      {error === undefined ? null : <Notice tone="danger">{error}</Notice>}
      {to === undefined ? (
        <p className="text-muted">{givenToNobody(visit)}</p>
      ) : (
        <form
          noValidate
          aria-label={`Give away: ${named}`}
          className="flex flex-wrap items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (isPending) return;
            const who = asId<PractitionerId>(to.id);
            const id = asId<AppointmentId>(visit.appointmentId);
            const { version } = visit;
            if (group === null) give.mutate({ appointmentId: id, version, practitionerId: who });
            else substitute.mutate({ groupSessionId: id, version, practitionerId: who, ...group });
          }}
        >
          <Field name="practitionerId" id={`give-${visit.appointmentId}`} label="Give to" className="min-w-0">
            {(control) => (
              <NativeSelect
                {...control}
                value={to.id}
                onChange={(event) => {
                  setChosen(event.target.value);
                  setError(undefined);
                }}
              >
                {free.map(({ id, displayName, covers }) => (
                  <option key={id} value={id}>
                    {displayName}
                    {covers ? " (covers)" : ""}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
          <Button type="submit" aria-disabled={isPending} aria-label={`Give: ${named}`}>
            Give
          </Button>
        </form>
      )}
    </div>
  );
}

/** The free times nearest to its own: one press moves it there, and its client is told. */
function NearestTimes({
  visit,
  practitionerId,
  named,
  locale,
  onDone,
}: {
  readonly visit: AffectedVisit;
  readonly practitionerId: string;
  readonly named: string;
  readonly locale: string;
  readonly onDone: () => void;
}) {
  const [error, setError] = useState<string>();
  const { moveTo, isMoving } = useMove(visit, { locale, onMoved: onDone, onRefused: setError });
  return (
    <div className="grid gap-2">
      {error === undefined ? null : <Notice tone="danger">{error}</Notice>}
      <p className="text-muted text-sm" id={`times-${visit.appointmentId}`}>
        Or move it to the nearest free time; the client is told, where their address takes mail.
      </p>
      <ul aria-labelledby={`times-${visit.appointmentId}`} className="flex flex-wrap gap-2">
        {visit.times.map((time) => {
          const when = dateTime(time.startsAt, { timeZone: visit.timeZone, locale });
          const words = time.practitionerId === practitionerId ? when : `${when}, ${time.practitionerName}`;
          return (
            <li key={time.startsAt} className="min-w-0">
              <Button
                size="sm"
                variant="secondary"
                className="figures h-auto min-h-8 whitespace-normal py-1 text-left"
                aria-label={`${words}: move ${named} there`}
                aria-disabled={isMoving}
                onClick={() => moveTo(time.startsAt, time.practitionerId)}
              >
                {words}
              </Button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function CancelAffected({
  visit,
  named,
  onClose,
  onDone,
}: {
  readonly visit: AffectedVisit;
  readonly named: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [error, setError] = useState<string>();
  const { group, version } = visit;
  const id = asId<AppointmentId>(visit.appointmentId);
  const options = {
    onSuccess: async (answer: { ok: true } | { ok: false; refusal: { code: string } }) => {
      if (!answer.ok) setError(affectedRefusal(answer.refusal.code));
      else {
        notify({ title: group === null ? "Visit cancelled" : "Session called off", tone: "positive" });
        onClose();
      }
      await queryClient.invalidateQueries();
      if (answer.ok) onDone();
    },
    onError: (failure: unknown) => setError(failureWords(failure, "Nothing was cancelled.")),
  };
  const cancel = useMutation(trpc.appointment.cancel.mutationOptions(options));
  const callOff = useMutation(trpc.groups.cancel.mutationOptions(options));
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={group === null ? "Cancel this visit?" : "Call this session off?"}
      description={`${named}. ${
        group === null ? "The client is" : "Everybody who is booked is"
      } told that the studio had to cancel. It is never counted against them.`}
      confirmLabel={group === null ? "Cancel the visit" : "Call it off"}
      cancelLabel="Keep it"
      tone="danger"
      pending={cancel.isPending || callOff.isPending}
      error={error}
      onConfirm={() => {
        if (group === null) cancel.mutate({ appointmentId: id, version, reason: "", wishOf: "studio" });
        else callOff.mutate({ groupSessionId: id, version, reason: "" });
      }}
    />
  );
}
