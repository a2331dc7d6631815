import type { StaffOutput } from "@quietroom/api/client";
import { type AppointmentId, asId, type PractitionerId } from "@quietroom/domain/ids";
import { addDays, isLocalDate } from "@quietroom/domain/time";
import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { SidePanel } from "@quietroom/ui/blocks/side-panel";
import { TimeButton } from "@quietroom/ui/blocks/time-button";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { Skeleton } from "@quietroom/ui/primitives/skeleton";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { dateTime, timeOfDay } from "../../show/format-time.ts";
import { type AffectedVisit, whoseVisit } from "./affected-words.ts";
import { useMove } from "./use-move.ts";

/**
 * Another time for a visit: with the same practitioner on the first date after they are away, or, where they do not come back, with somebody
 * who is there on the same date. One press on a free time moves it.
 */
export function MoveAffected({
  visit,
  practitionerId,
  back,
  people,
  locale,
  onClose,
  onDone,
}: {
  readonly visit: AffectedVisit;
  readonly practitionerId: string;
  readonly back: string | null;
  readonly people: StaffOutput["practitioner"]["list"];
  readonly locale: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const trpc = useTRPC();
  const there = people.filter(({ id, hasLeft }) => !hasLeft && (back !== null || id !== practitionerId));
  const [who, setWho] = useState(
    back === null ? (visit.free[0]?.id ?? there[0]?.id ?? practitionerId) : practitionerId,
  );
  const [date, setDate] = useState(back === null ? visit.date : addDays(back, 1));
  const [error, setError] = useState<string>();
  const clock = { timeZone: visit.timeZone, locale };
  const appointmentId = asId<AppointmentId>(visit.appointmentId);
  const slots = useQuery(
    trpc.appointment.slots.queryOptions(
      { appointmentId, practitionerId: asId<PractitionerId>(who), date },
      { enabled: isLocalDate(date) },
    ),
  );
  const { moveTo, isMoving } = useMove(visit, {
    locale,
    onMoved: () => {
      onClose();
      onDone();
    },
    onRefused: setError,
  });
  return (
    <SidePanel
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Move this visit"
      description={`${whoseVisit(visit)}, ${dateTime(visit.startsAt, clock)}. The client is told of the new time, where their address takes mail.`}
    >
      <div className="grid gap-4">
        <div className="grid gap-3 sm:grid-cols-2">
          <Field name="moveDate" label="Date">
            {(control) => (
              <Input
                {...control}
                type="date"
                value={date}
                onChange={(event) => setDate(event.target.value)}
              />
            )}
          </Field>
          <Field name="movePractitioner" label="With">
            {(control) => (
              <NativeSelect {...control} value={who} onChange={(event) => setWho(event.target.value)}>
                {there.map((person) => (
                  <option key={person.id} value={person.id}>
                    {person.displayName}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
        </div>
        {error === undefined ? null : <Notice tone="danger">{error}</Notice>}
        {!isLocalDate(date) ? (
          <p className="text-muted">Choose a date.</p>
        ) : slots.isPending ? (
          <Skeleton className="h-12" />
        ) : slots.isError ? (
          <Notice tone="caution">
            Free times could not be looked up. Try another date or again in a moment.
          </Notice>
        ) : slots.data.starts.length === 0 ? (
          <p className="text-muted">Nothing free on that date.</p>
        ) : (
          <div className="grid grid-cols-[repeat(auto-fill,minmax(5.5rem,1fr))] gap-2" aria-busy={isMoving}>
            {slots.data.starts.map((startsAt) => (
              <TimeButton
                key={startsAt}
                type="button"
                disabled={isMoving}
                onClick={() => moveTo(startsAt, who)}
              >
                {timeOfDay(startsAt, clock)}
              </TimeButton>
            ))}
          </div>
        )}
        {isLocalDate(date) ? (
          <Button
            type="button"
            variant="secondary"
            className="w-fit"
            onClick={() => setDate(addDays(date, 1))}
          >
            Look at the next date
          </Button>
        ) : null}
      </div>
    </SidePanel>
  );
}
