import type { StaffOutput } from "@quietroom/api/client";
import { instant, type LocalDate, localDate } from "@quietroom/domain/time";
import { StatusBadge } from "@quietroom/ui/blocks/status-badge";
import { calendarDate, dateTime, type StudioClock, timeOfDay } from "../../show/format-time.ts";
import { ServiceMark } from "../../show/service-color.tsx";
import { nameOf } from "./appointment-card.tsx";
import { isHeldBy } from "./is-held-by.ts";

type Range = StaffOutput["calendar"]["range"];

/** One day as a list in the order of the clock, for a phone held in one hand. */
export function DayAgenda({
  date,
  data,
  people,
  clock,
  today,
  onOpen,
}: {
  readonly date: LocalDate;
  readonly data: Range;
  readonly people: Range["practitioners"];
  readonly clock: StudioClock;
  readonly today: LocalDate;
  readonly onOpen: (id: string) => void;
}) {
  const names = new Map(people.map((person) => [person.id, person.displayName]));
  const visits = data.appointments
    .filter(
      (one) =>
        people.some(({ id }) => isHeldBy(one, id)) &&
        localDate(instant(one.startsAt), clock.timeZone) === date,
    )
    .toSorted((a, b) => a.startsAt - b.startsAt || a.practitionerId.localeCompare(b.practitionerId));
  const busy = data.busyElsewhere.filter(
    (one) =>
      names.has(one.practitionerId) &&
      localDate(instant(one.start), clock.timeZone) <= date &&
      localDate(instant(one.end - 1), clock.timeZone) >= date,
  );
  return (
    <section aria-labelledby={`agenda-${date}`} className="grid gap-2">
      <h2 id={`agenda-${date}`} className="display text-lg">
        {calendarDate(date, clock.locale, { weekday: "long", day: "numeric", month: "long" })}
        {date === today ? <span className="text-accent"> · today</span> : null}
      </h2>
      {busy.map(({ practitionerId, start, end }) => (
        <p
          key={`${practitionerId} ${start} ${end}`}
          className="figures rounded-md border border-line p-1 text-muted text-sm hatched"
        >
          <span className="inline-block rounded-sm bg-raised px-2 py-1">
            Busy elsewhere, {names.get(practitionerId)}: {dateTime(start, clock)} – {dateTime(end, clock)}
          </span>
        </p>
      ))}
      {visits.length === 0 ? (
        <p className="text-muted text-sm">Nothing booked.</p>
      ) : (
        <ol className="grid gap-1.5">
          {visits.map((one) => (
            <li key={one.id}>
              <button
                type="button"
                onClick={() => onOpen(one.id)}
                className="grid w-full grid-cols-[4.5rem_minmax(0,1fr)] gap-x-3 gap-y-1 rounded-md border border-line bg-raised p-3 text-left shadow-xs"
              >
                <span className="figures font-medium">{timeOfDay(one.startsAt, clock)}</span>
                <span className="truncate font-medium">{nameOf(one)}</span>
                <span className="figures text-muted">{timeOfDay(one.endsAt, clock)}</span>
                <span className="truncate text-muted">
                  <ServiceMark color={one.serviceColor} />
                  {one.serviceName} ·{" "}
                  {people
                    .filter(({ id }) => isHeldBy(one, id))
                    .map(({ displayName }) => displayName)
                    .join(", ")}
                </span>
                <span className="col-start-2">
                  <StatusBadge status={one.status} />
                </span>
              </button>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
