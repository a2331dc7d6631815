import type { StaffOutput } from "@quietroom/api/client";
import { cn } from "@quietroom/ui/cn";
import { Badge } from "@quietroom/ui/primitives/badge";
import { CalendarDays } from "lucide-react";
import { calendarDate, dateTime } from "../../show/format-time.ts";

type Found = StaffOutput["clients"]["search"];
export type Client = Found["clients"][number];

/** The page on which a client is met: the visit that is next, or was last. Null for one who has none that the asker may see. */
export function hrefOf({ visit }: Client): string | null {
  return visit === null ? null : `/calendar?view=day&date=${visit.date}&open=${visit.appointmentId}`;
}

/** One of the clients found, as an option of the list: enough to tell namesakes apart, and to reach the person. */
export function FoundClient({
  id,
  client,
  clock,
  isMarked,
  isChoosable,
  onMark,
  onChoose,
}: {
  readonly id: string;
  readonly client: Client;
  readonly clock: Found;
  readonly isMarked: boolean;
  readonly isChoosable: boolean;
  readonly onMark: () => void;
  readonly onChoose: () => void;
}) {
  const { name, email, phone, recordNumber, visit } = client;
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the field that owns the list hears the keys
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isMarked}
      aria-disabled={!isChoosable}
      onPointerMove={onMark}
      onClick={onChoose}
      className={cn(
        "grid min-w-0 gap-0.5 rounded-md px-3 py-2.5 text-sm",
        isChoosable ? "cursor-pointer" : "cursor-default",
        isMarked && "bg-accent-soft outline-2 outline-accent -outline-offset-2",
      )}
    >
      <span className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="break-words font-semibold text-base">{name}</span>
        {recordNumber === null ? null : <span className="figures text-muted">{recordNumber}</span>}
      </span>
      {client.restricted ? <Badge tone="caution">restriction agreed</Badge> : null}
      <span className="text-muted">{born(client, clock)}</span>
      <span className="flex flex-wrap gap-x-3 text-muted">
        <span className="break-all">{email}</span>
        <span className="figures">{phone}</span>
      </span>
      <span className="flex items-center gap-1.5 [&_svg]:size-4 [&_svg]:shrink-0">
        {visit === null ? (
          <span className="text-muted">No visit on your calendar</span>
        ) : (
          <>
            <CalendarDays aria-hidden="true" />
            {visit.startsAt > clock.now ? "Next visit" : "Last visit"} {dateTime(visit.startsAt, clock)}
          </>
        )}
      </span>
    </div>
  );
}

function born({ birthDate, birthYear }: Client, { locale }: Found): string {
  if (birthDate === null) return `Born in ${birthYear}`;
  return `Born on ${calendarDate(birthDate, locale, { day: "numeric", month: "long", year: "numeric" })}`;
}
