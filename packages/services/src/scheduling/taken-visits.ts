import { Prisma, type Tx } from "@quietroom/db";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import type { Busy, VisitMode, VisitPlace } from "@quietroom/domain/scheduling";
import type { Interval } from "@quietroom/domain/time";
import { fromInstantColumn } from "../instant-column.ts";
import { type BusyAsk, takesTime } from "./busy.ts";

/** What takes a practitioner's time, by id: the same rows as those of `loadBusy`. `visit` is it without its buffers. */
export type TakenVisit = Busy & {
  readonly appointmentId: AppointmentId;
  readonly visit: Interval & VisitPlace;
  readonly placeName: string;
  /** Somebody is choosing it now, or it is kept for the waitlist. */
  readonly held: boolean;
};

/** A practitioner's taken time within a window, each with its id, by start. Whose visits they are is not read. */
export async function takenVisits(
  tx: Tx,
  {
    practitionerId,
    ...ask
  }: Omit<BusyAsk, "practitionerIds" | "roomIds" | "deviceIds"> & { readonly practitionerId: string },
): Promise<TakenVisit[]> {
  const rows = await tx.$queryRaw<TakenRow[]>(Prisma.sql`
    select id, status = 'held' as held, starts_at as "startsAt", ends_at as "endsAt",
      blocked_from as "blockedFrom", blocked_until as "blockedUntil", location_id as "locationId", mode,
      (select l.name from location l where l.tenant_id = appointment.tenant_id and l.id = location_id) as "placeName"
    from appointment where (practitioner_id = ${practitionerId}::uuid or ${practitionerId}::uuid = any(with_practitioner_ids))
      and ${takesTime(ask)} order by starts_at, id`);
  return rows.map((row) => ({
    appointmentId: asId(row.id),
    held: row.held,
    start: fromInstantColumn(row.blockedFrom),
    end: fromInstantColumn(row.blockedUntil),
    visit: {
      start: fromInstantColumn(row.startsAt),
      end: fromInstantColumn(row.endsAt),
      locationId: asId(row.locationId),
      mode: row.mode,
    },
    placeName: row.placeName,
  }));
}

type TakenRow = {
  readonly id: string;
  readonly held: boolean;
  readonly locationId: string;
  readonly mode: VisitMode;
  readonly placeName: string;
} & Readonly<Record<"startsAt" | "endsAt" | "blockedFrom" | "blockedUntil", Date>>;
