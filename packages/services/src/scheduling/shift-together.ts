import type { Tx } from "@quietroom/db";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { blockingStatuses } from "@quietroom/domain/scheduling";
import { type Instant, instant, type TimeZone } from "@quietroom/domain/time";
import type { VerbWork } from "../define-verb.ts";
import { found } from "../errors.ts";
import { toInstantColumn } from "../instant-column.ts";
import { allOrNothing } from "./all-or-nothing.ts";
import { findAppointment } from "./rows.ts";
import { shiftedBy, shiftVisit } from "./shift-visit.ts";
import { setExpiredHoldsAside } from "./take-time.ts";

/** A visit, or a group session, that goes where a clock puts it; `isOther` says that its client has to hear. */
export type Shift = {
  readonly id: string;
  readonly was: Instant;
  readonly start: Instant;
  readonly timeZone: TimeZone;
  readonly isOther: boolean;
};

/**
 * Writes visits whose rows and calendars are locked where a clock puts them, all of them or none. A visit that was booked by an override keeps
 * it: it steps aside while the others move, as a visit like any other, and comes back with its override named in the same write, so that the
 * database counts what is left to it there, as of any visit that is moved over another (ec-H20). An override covers those whom it was made for: whoever would meet
 * anybody else by it refuses the shift. What no override covers, the constraints of the table refuse.
 */
export async function shiftTogether<Input>(
  work: VerbWork<Input>,
  shifts: readonly Shift[],
): Promise<Result<null, "meets_others">> {
  return await allOrNothing(work, async ({ tx, tenantId, now }) => {
    const when = { tenantId, now };
    const ids = shifts.map(({ id }) => id);
    const before = new Set((await metByOverride(tx, when, ids)).map(named));
    // What was held there and ran out is in nobody's way (ec-H2).
    for (const { id, start, was } of shifts) {
      if (start === was) continue;
      const visit = found(await findAppointment(tx, tenantId, id));
      await setExpiredHoldsAside(tx, when, shiftedBy(visit, start - was));
    }
    const overridden = await stepAside(tx, when, shifts);
    for (const shift of foremostFirst(shifts))
      if (!overridden.some(({ id }) => id === shift.id)) await shiftVisit(tx, when, shift);
    for (const { aside: from, was, ...shift } of overridden) {
      await shiftVisit(tx, when, { ...shift, was: from });
      await tx.$executeRaw`
        update appointment set previous_starts_at = ${toInstantColumn(was)}::timestamptz
        where tenant_id = ${tenantId}::uuid and id = ${shift.id}::uuid`;
    }
    const after = (await metByOverride(tx, when, ids)).map(named);
    return after.every((pair) => before.has(pair)) ? ok(null) : refuse("meets_others");
  });
}

/** Of those that move in one direction the foremost goes first: none is in the way of another that takes its old time. */
function foremostFirst(shifts: readonly Shift[]): readonly Shift[] {
  const inOrder = shifts.toSorted((one, other) => one.was - other.was);
  const later = inOrder.filter(({ start, was }) => start > was).toReversed();
  return [...later, ...inOrder.filter(({ start, was }) => start <= was)];
}

/** Nobody's visits are in those days: each of those that step aside has two of them to itself. */
const aside = (position: number) => instant(Date.UTC(3000, 0, 1 + 2 * position));

/**
 * Moves those that were booked by an override, and are to move, out of everybody's way, which takes their overrides off them. They come in the
 * order in which they were booked over others, in which each finds again what it gave way to.
 */
async function stepAside(
  tx: Tx,
  when: { readonly tenantId: string; readonly now: Instant },
  shifts: readonly Shift[],
): Promise<readonly (Shift & { readonly overrideId: string; readonly aside: Instant })[]> {
  const moving = shifts.filter(({ start, was }) => start !== was);
  const overridden = await tx.$queryRaw<{ id: string; overrideId: string }[]>`
    select id, override_id as "overrideId" from appointment
    where tenant_id = ${when.tenantId}::uuid and id = any(${moving.map(({ id }) => id)}::uuid[]) and override_id is not null
    order by override_id`;
  const parked = overridden.flatMap(({ id, overrideId }, position) =>
    moving.filter((one) => one.id === id).map((one) => ({ ...one, overrideId, aside: aside(position) })),
  );
  for (const { aside: start, ...shift } of parked)
    await shiftVisit(tx, when, {
      id: shift.id,
      was: shift.was,
      timeZone: shift.timeZone,
      start,
      isOther: false,
    });
  return parked;
}

/** Two visits over each other, one of which is there by an override. */
export type Met = { readonly overridden: string; readonly other: string };

function named({ overridden, other }: Met): string {
  return [overridden, other].toSorted().join(" ");
}

/** What visits to come meet by an override of their own or of the other, their buffers and all. */
export async function metByOverride(
  tx: Tx,
  { tenantId, now }: { readonly tenantId: string; readonly now: Instant },
  ids: readonly string[],
): Promise<readonly Met[]> {
  const at = toInstantColumn(now);
  const standing = [...blockingStatuses];
  return await tx.$queryRaw<Met[]>`
    select e.id as overridden, o.id as other
    from appointment e join appointment o on o.tenant_id = e.tenant_id and o.id <> e.id
      and o.starts_at > e.blocked_from - interval '12 hours' and o.starts_at < e.blocked_until + interval '12 hours'
      and o.blocked_from < e.blocked_until and o.blocked_until > e.blocked_from
      and app.people(o.practitioner_id, o.with_practitioner_ids) && app.people(e.practitioner_id, e.with_practitioner_ids)
    where e.tenant_id = ${tenantId}::uuid and e.override_id is not null and not e.superseded
      and e.starts_at > ${at}::timestamptz - interval '1 day' and e.status = any(${standing}::appointment_status[])
      and (e.id = any(${[...ids]}::uuid[]) or o.id = any(${[...ids]}::uuid[]))
      and not o.superseded and o.group_session_id is null and o.status = any(${standing}::appointment_status[])
      and (o.status <> 'held' or o.hold_expires_at >= ${at}::timestamptz)`;
}
