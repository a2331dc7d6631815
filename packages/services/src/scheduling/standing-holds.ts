import { Prisma, type Tx } from "@quietroom/db";
import { asId, type PractitionerId } from "@quietroom/domain/ids";
import type { StandingHolds, StandingSeats } from "@quietroom/domain/scheduling";
import { type Instant, type Interval, plus } from "@quietroom/domain/time";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import { longestBlockMs } from "./busy.ts";

/**
 * What the studio's visitors keep at this moment without having booked it, but for the hold that is being given up. What the studio itself
 * keeps, for somebody on its waitlist or of a visit that it cancelled, is not theirs. Holds that are taken in the same moment do not see each other: the limits are for
 * floods, and may be passed by as many as come at once.
 */
export async function loadStandingHolds(
  tx: Tx,
  ask: {
    readonly tenantId: string;
    readonly now: Instant;
    readonly except: string | null;
    readonly heldFrom: string | null;
    /** Whose date is of interest; of the others only what is held from the address is counted. */
    readonly practitionerIds: readonly string[];
  },
  date: Interval,
): Promise<StandingHolds> {
  // Questions by themselves, since each has an index of its own and all together have none.
  const standing = heldByOthers(ask);
  const rows = await tx.$queryRaw<{ id: string | null; heldMs: number; fromHere: number }[]>`
    select a.practitioner_id as id, sum(date_part('epoch', a.blocked_until - a.blocked_from) * 1000) as "heldMs", 0 as "fromHere"
    from appointment a
    where a.practitioner_id = any(${ask.practitionerIds}::uuid[]) and a.group_session_id is null
      and a.starts_at >= ${toInstantColumn(date.start)}::timestamptz and a.starts_at < ${toInstantColumn(date.end)}::timestamptz and ${standing}
    group by a.practitioner_id
    union all
    select other, sum(date_part('epoch', a.blocked_until - a.blocked_from) * 1000), 0
    from appointment a cross join unnest(a.with_practitioner_ids) as other
    where a.with_practitioner_ids <> '{}'::uuid[] and other = any(${ask.practitionerIds}::uuid[]) and a.group_session_id is null
      and a.starts_at >= ${toInstantColumn(date.start)}::timestamptz and a.starts_at < ${toInstantColumn(date.end)}::timestamptz and ${standing}
    group by other
    union all
    select null, 0, ${people} from appointment a where a.held_from = ${ask.heldFrom} and ${standing}`;
  const heldMs = new Map<PractitionerId, number>();
  for (const row of rows)
    if (row.id !== null) {
      const id = asId<PractitionerId>(row.id);
      heldMs.set(id, (heldMs.get(id) ?? 0) + row.heldMs);
    }
  return {
    fromHere: rows.reduce((sum, row) => sum + row.fromHere, 0),
    heldMs,
    date,
  };
}

/** The same of the seats of a session, which whoever asks has locked: of those nobody holds any meanwhile. */
export async function loadStandingSeats(
  tx: Tx,
  ask: {
    readonly tenantId: string;
    readonly now: Instant;
    readonly except: string | null;
    readonly heldFrom: string | null;
    readonly groupSessionId: string;
  },
): Promise<StandingSeats> {
  const [row] = await tx.$queryRaw<StandingSeats[]>`
    select
      (select ${people} from appointment a where a.held_from = ${ask.heldFrom} and ${heldByOthers(ask)}) as "fromHere",
      (select ${people} from appointment a
        where a.group_session_id = ${ask.groupSessionId}::uuid and ${heldByOthers(ask)}) as held`;
  return row ?? { fromHere: 0, held: 0 };
}

/** People that holds `a` are for: a time is one's, whoever comes along. */
const people = Prisma.sql`coalesce(sum(coalesce(a.party_size, 1)), 0)::int`;

/**
 * When the first of the visitors' holds over somebody's time runs out, or over a seat of a session; null where no visitor holds
 * any of it. Until then nobody knows whether it is taken.
 */
export async function heldByVisitorsUntil(
  tx: Tx,
  when: { readonly tenantId: string; readonly now: Instant },
  time: Interval & { readonly practitionerId: string; readonly groupSessionId: string | null },
): Promise<Instant | null> {
  const [first] = await tx.$queryRaw<{ until: Date | null }[]>`
    select min(a.hold_expires_at) as until from appointment a
    where a.starts_at > ${toInstantColumn(plus(time.start, -longestBlockMs))}::timestamptz
      and a.starts_at < ${toInstantColumn(plus(time.end, longestBlockMs))}::timestamptz
      and a.blocked_from < ${toInstantColumn(time.end)}::timestamptz
      and a.blocked_until > ${toInstantColumn(time.start)}::timestamptz
      and (a.practitioner_id = ${time.practitionerId}::uuid or ${time.practitionerId}::uuid = any(a.with_practitioner_ids))
      and a.group_session_id is not distinct from ${time.groupSessionId}::uuid and ${heldByVisitor(when)}`;
  return first?.until ? fromInstantColumn(first.until) : null;
}

/** True, in SQL, of a row `a` that is held by a visitor and is not the hold that is being given up. */
function heldByOthers(
  when: Parameters<typeof heldByVisitor>[0] & { readonly except: string | null },
): Prisma.Sql {
  return Prisma.sql`${heldByVisitor(when)} and (${when.except}::uuid is null or a.id <> ${when.except}::uuid)`;
}

/** True, in SQL, of a row `a` of `appointment` that a visitor keeps at this moment: neither an offer nor an undo does. */
function heldByVisitor({ tenantId, now }: { readonly tenantId: string; readonly now: Instant }): Prisma.Sql {
  return Prisma.sql`
    a.tenant_id = ${tenantId}::uuid and a.status = 'held' and not a.superseded
    and a.hold_expires_at >= ${toInstantColumn(now)}::timestamptz and a.undo_hold_of is null
    and not exists (select from waitlist_offer o where o.tenant_id = a.tenant_id and o.appointment_id = a.id)`;
}
