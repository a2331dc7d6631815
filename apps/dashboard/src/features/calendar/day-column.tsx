import type { StaffOutput } from "@quietroom/api/client";
import type { LocalDate } from "@quietroom/domain/time";
import { cn } from "@quietroom/ui/cn";
import { type StudioClock, timeOfDay } from "../../show/format-time.ts";
import { AppointmentCard, type CalendarAppointment } from "./appointment-card.tsx";
import { inLane, lasting, startingAt } from "./grid-classes.ts";
import { layOut, minuteOn } from "./lay-out.ts";

/** One practitioner's day: working hours light, the rest shaded, what other calendars take hatched, the visits on it, and the line of now. */
export function DayColumn({
  label,
  date,
  hours: [first, last],
  openHours,
  busyElsewhere,
  appointments,
  clock,
  now,
  compact,
  onOpen,
}: {
  readonly label: string;
  readonly date: LocalDate;
  readonly hours: readonly [number, number];
  readonly openHours: StaffOutput["calendar"]["range"]["openHours"];
  readonly busyElsewhere: StaffOutput["calendar"]["range"]["busyElsewhere"];
  readonly appointments: readonly CalendarAppointment[];
  readonly clock: StudioClock;
  readonly now: number;
  readonly compact?: true;
  readonly onOpen: (id: string) => void;
}) {
  const offset = first * 60;
  const open = layOut(
    openHours.map((stretch) => ({ startsAt: stretch.start, endsAt: stretch.end })),
    date,
    clock.timeZone,
  );
  const busy = layOut(
    busyElsewhere.map(({ start, end }) => ({ startsAt: start, endsAt: end })),
    date,
    clock.timeZone,
  )
    .map(({ fromMin, toMin, ...one }) => ({
      ...one,
      fromMin: Math.max(fromMin, offset),
      toMin: Math.min(toMin, last * 60),
    }))
    .filter(({ fromMin, toMin }) => fromMin < toMin);
  const visits = layOut(appointments, date, clock.timeZone);
  const nowMin = minuteOn(now, date, clock.timeZone);
  return (
    <div
      className={cn(
        "relative min-w-0 flex-1 overflow-hidden border-line border-l bg-sunken",
        lasting((last - first) * 60),
      )}
    >
      {open.map(({ block, fromMin, toMin }) => (
        <div
          key={block.startsAt}
          aria-hidden="true"
          className={cn(
            "absolute inset-x-0 bg-raised",
            startingAt(fromMin - offset),
            lasting(toMin - fromMin),
          )}
        />
      ))}
      {Array.from({ length: last - first }, (_, index) => (
        <div
          key={index}
          aria-hidden="true"
          className={cn("absolute inset-x-0 border-line border-t", startingAt(index * 60))}
        />
      ))}
      <ol aria-label={label}>
        {busy.map(({ block, fromMin, toMin, lane, lanes }) => (
          <li
            key={`busy ${block.startsAt} ${block.endsAt}`}
            className={cn(
              "absolute overflow-hidden border-line-strong border-y hatched",
              startingAt(fromMin - offset),
              lasting(toMin - fromMin),
              inLane(lane, lanes),
            )}
          >
            <span className="figures inline-block max-w-full rounded-br-sm bg-raised px-1.5 py-0.5 text-muted text-xs leading-tight">
              Busy elsewhere
              <span className="sr-only">
                {" "}
                {timeOfDay(block.startsAt, clock)} – {timeOfDay(block.endsAt, clock)}
              </span>
            </span>
          </li>
        ))}
        {visits.map(({ block, fromMin, toMin, lane, lanes }) => (
          <li
            key={block.id}
            className={cn(
              "absolute p-px",
              startingAt(fromMin - offset),
              lasting(Math.max(toMin - fromMin, 20)),
              inLane(lane, lanes),
            )}
          >
            <AppointmentCard
              appointment={block}
              clock={clock}
              onOpen={onOpen}
              {...(compact ? { compact } : {})}
            />
          </li>
        ))}
      </ol>
      {nowMin !== null && nowMin >= offset && nowMin <= last * 60 ? (
        <div
          aria-hidden="true"
          className={cn(
            "pointer-events-none absolute inset-x-0 z-10 border-danger border-t-2",
            startingAt(nowMin - offset),
          )}
        />
      ) : null}
    </div>
  );
}
