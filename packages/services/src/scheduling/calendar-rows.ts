import type { calendarRange } from "@quietroom/contracts/scheduling";
import type { OutputOf } from "@quietroom/contracts/wire";
import { Prisma, type Tx } from "@quietroom/db";
import type { Instant, Interval } from "@quietroom/domain/time";
import { hourMs, plus } from "@quietroom/domain/time";
import { namesOfClients } from "../clients/index.ts";
import { heldBy } from "../held-by.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";

type CalendarAppointment = OutputOf<typeof calendarRange>["appointments"][number];

/** A block of the calendar, and whose it is, for the audit. */
export type CalendarRow = CalendarAppointment & { readonly clientId: string | null };

/** No visit is longer (the constraint `appointment_length`), which turns "overlaps" into a range of the index. */
const longestVisitMs = 8 * hourMs;

/** The blocks that overlap `range`, of these practitioners or of all, by start; a time that is kept only for an undo is free to staff, and no block. Seats stand in the roster of their group session, not beside it. */
export async function calendarRows(
  tx: Tx,
  ask: {
    readonly tenantId: string;
    readonly now: Instant;
    readonly range: Interval;
    readonly practitionerIds: "all" | readonly string[];
  },
): Promise<CalendarRow[]> {
  const { range, practitionerIds } = ask;
  return await blocks(
    tx,
    ask,
    Prisma.sql`
      and a.group_session_id is null
      and a.starts_at > ${toInstantColumn(plus(range.start, -longestVisitMs))}::timestamptz
      and a.starts_at < ${toInstantColumn(range.end)}::timestamptz
      and a.ends_at > ${toInstantColumn(range.start)}::timestamptz
      and ${heldBy(practitionerIds)}`,
  );
}

/** One block, or null: no such appointment, or a hold that has run out. */
export async function calendarRow(
  tx: Tx,
  ask: { readonly tenantId: string; readonly now: Instant; readonly appointmentId: string },
): Promise<CalendarRow | null> {
  const [row] = await blocks(tx, ask, Prisma.sql`and a.id = ${ask.appointmentId}::uuid`);
  return row ?? null;
}

async function blocks(
  tx: Tx,
  { tenantId, now }: { readonly tenantId: string; readonly now: Instant },
  which: Prisma.Sql,
): Promise<CalendarRow[]> {
  const rows = await tx.$queryRaw<RawBlock[]>`
    select a.id, a.version, a.status, a.practitioner_id as "practitionerId", a.with_practitioner_ids as "withPractitionerIds", a.location_id as "locationId",
      r.name as "roomName", d.name as "deviceName", s.name as "serviceName", s.color as "serviceColor", a.client_id as "clientId",
      a.mode, a.starts_at as "startsAt", a.ends_at as "endsAt",
      a.blocked_from as "blockedFrom", a.blocked_until as "blockedUntil", a.hold_expires_at as "holdExpiresAt",
      a.capacity, case when a.capacity is not null then app.seats_taken(a.tenant_id, a.id, ${toInstantColumn(now)}, null) end as "seatsTaken",
      exists (select from waitlist_offer o
        where o.tenant_id = a.tenant_id and o.appointment_id = a.id and o.status = 'open') as offered,
      a.cancel_asked_at is not null and a.cancel_refused_at is null
        and a.status in ('scheduled', 'confirmed', 'checked_in', 'in_progress') as "cancelAsked"
    from appointment a
      join service s on s.tenant_id = a.tenant_id and s.id = a.service_id
      left join resource r on r.tenant_id = a.tenant_id and r.id = a.room_id
      left join resource d on d.tenant_id = a.tenant_id and d.id = a.device_id
    where a.tenant_id = ${tenantId}::uuid
      and (a.status <> 'held' or (not a.superseded and a.undo_hold_of is null and a.hold_expires_at >= ${toInstantColumn(now)}::timestamptz))
      ${which}
    order by a.starts_at, a.id`;
  const names = await namesOfClients(
    tx,
    tenantId,
    rows.map(({ clientId }) => clientId),
  );
  return rows.map((row) => ({
    ...row,
    clientName: row.clientId && (names.get(row.clientId) ?? null),
    startsAt: fromInstantColumn(row.startsAt),
    endsAt: fromInstantColumn(row.endsAt),
    blockedFrom: fromInstantColumn(row.blockedFrom),
    blockedUntil: fromInstantColumn(row.blockedUntil),
    holdExpiresAt: row.holdExpiresAt && fromInstantColumn(row.holdExpiresAt),
  }));
}

type Moment = "startsAt" | "endsAt" | "blockedFrom" | "blockedUntil";

type RawBlock = Omit<CalendarRow, Moment | "holdExpiresAt" | "clientName"> &
  Readonly<Record<Moment, Date>> & { readonly holdExpiresAt: Date | null };
