import type { StaffOutput } from "@quietroom/api/client";
import type { LocalDate } from "@quietroom/domain/time";
import type { StudioClock } from "../../show/format-time.ts";
import { AppointmentCard, type CalendarAppointment } from "./appointment-card.tsx";
import { layOut, minuteOn } from "./lay-out.ts";

const HOUR_REM = 4.5;

/** The height of a stretch of minutes on the grid. */
export function heightOf(minutes: number): string {
  return `${(minutes / 60) * HOUR_REM}rem`;
}

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
      className="relative min-w-0 flex-1 overflow-hidden border-line border-l bg-sunken"
      style={{ height: heightOf((last - first) * 60) }}
    >
      {open.map(({ block, fromMin, toMin }) => (
        <div
          key={block.startsAt}
          aria-hidden="true"
          className="absolute inset-x-0 bg-raised"
          style={{ top: heightOf(fromMin - offset), height: heightOf(toMin - fromMin) }}
        />
      ))}
      {Array.from({ length: last - first }, (_, index) => (
        <div
          key={index}
          aria-hidden="true"
          className="absolute inset-x-0 border-line border-t"
          style={{ top: heightOf(index * 60) }}
        />
      ))}
      <ol aria-label={label}>
        {visits.map(({ block, fromMin, toMin, lane, lanes }) => (
          <li
            key={block.id}
            className="absolute p-px"
            style={{
              top: heightOf(fromMin - offset),
              height: heightOf(Math.max(toMin - fromMin, 20)),
              left: `${(lane / lanes) * 100}%`,
              width: `${100 / lanes}%`,
            }}
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
          className="pointer-events-none absolute inset-x-0 z-10 border-danger border-t-2"
          style={{ top: heightOf(nowMin - offset) }}
        />
      ) : null}
    </div>
  );
}
