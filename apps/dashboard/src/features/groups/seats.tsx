import type { StaffOutput } from "@quietroom/api/client";
import { dateTime } from "../../show/format-time.ts";

type Session = StaffOutput["groups"]["list"]["sessions"][number];

/** How full a session is; more people than seats, after its capacity was cut, is said (ec-F3), and so is how many are needed until when, and how many of the seats asked for do not count yet (ec-F7). */
export function Seats({
  session: { taken, capacity, openOnline, needsScreening, minimum, booked, asked, timeZone },
  locale,
}: {
  readonly session: Session;
  readonly locale: string;
}) {
  return (
    <>
      <span>
        {taken} of {capacity} seats taken
      </span>
      {taken > capacity ? (
        <span className="text-caution">{taken - capacity} more than there are seats</span>
      ) : null}
      {minimum === null ? null : (
        <span className={booked < minimum.people ? "text-caution" : "text-muted"}>
          {booked} of {minimum.people} needed until {dateTime(minimum.dueAt, { timeZone, locale })}
        </span>
      )}
      {minimum === null || asked === 0 ? null : (
        <span className="text-caution">{asked} asked for: counted once approved</span>
      )}
      {needsScreening ? <span className="text-muted">Screened first</span> : null}
      {openOnline ? null : <span className="text-muted">Closed to online booking</span>}
    </>
  );
}
