import type { StaffOutput } from "@quietroom/api/client";
import type { LocalDate } from "@quietroom/domain/time";
import { cn } from "@quietroom/ui/cn";
import type { StudioClock } from "../../show/format-time.ts";
import { AppointmentCard, type CalendarAppointment } from "./appointment-card.tsx";
import { inLane, lasting, startingAt } from "./grid-classes.ts";
import { layOut, minuteOn } from "./lay-out.ts";

/** One practitioner's day: working hours light, the rest shaded, the visits on it, and the line of now. */
export function DayColumn({
  label,
  date,
  hours: [first, last],
  openHours,
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
