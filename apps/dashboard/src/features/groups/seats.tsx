import type { StaffOutput } from "@quietroom/api/client";

type Session = StaffOutput["groups"]["list"]["sessions"][number];

/** How full a session is; more people than seats, after its capacity was cut, is said (ec-F3). */
export function Seats({ taken, capacity, openOnline }: Pick<Session, "taken" | "capacity" | "openOnline">) {
  return (
    <>
      <span>
        {taken} of {capacity} seats taken
      </span>
      {taken > capacity ? (
        <span className="text-caution">{taken - capacity} more than there are seats</span>
      ) : null}
      {openOnline ? null : <span className="text-muted">Closed to online booking</span>}
    </>
  );
}
