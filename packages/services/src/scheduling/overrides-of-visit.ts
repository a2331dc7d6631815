import type { appointmentPanel as contract } from "@quietroom/contracts/scheduling";
import type { OutputOf } from "@quietroom/contracts/wire";
import type { AppointmentModel, Tx } from "@quietroom/db";
import { blockingStatuses, blocksTime, deskRules } from "@quietroom/domain/scheduling";
import { heldBy, peopleOf } from "../held-by.ts";
import { fromInstantColumn } from "../instant-column.ts";

type Shown = OutputOf<typeof contract>["overrides"][number];

/**
 * The override that a visit was booked with, and those of visits that now take some of its time: both show it (ec-H20, ec-H19); a seat meets no time of its own session. Visits are
 * named by their time and service, whose they are is not read.
 */
export async function overridesOfVisit(
  tx: Tx,
  visit: AppointmentModel,
  shownWith: "with_words" | "without_words",
): Promise<Shown[]> {
  const { tenantId, overrideId } = visit;
  const met = blocksTime(visit.status) ? await visitsMet(tx, visit) : [];
  const ids = [overrideId, ...met.map((one) => one.overrideId)].filter((id) => id !== null);
  if (ids.length === 0) return [];
  const overrides = await tx.bookingOverride.findMany({
    where: { tenantId, id: { in: ids } },
    select: { id: true, rules: true, reason: true, importName: true, madeBy: true, madeAt: true },
    orderBy: { madeAt: "asc" },
  });
  const makers = await tx.staffUser.findMany({
    where: { tenantId, id: { in: overrides.map(({ madeBy }) => madeBy).filter((id) => id !== null) } },
    select: { id: true, displayName: true },
  });
  return overrides.map(({ id, rules, reason, importName, madeBy, madeAt }) => ({
    isOwn: id === overrideId,
    rules: deskRules.filter((rule) => rules.includes(rule)),
    by: makers.find((maker) => maker.id === madeBy)?.displayName ?? null,
    reason: shownWith === "with_words" ? reason : null,
    importName,
    madeAt: fromInstantColumn(madeAt),
    // Of its own every visit that it meets; of another's that one, which met this.
    with: met
      .filter((one) => id === overrideId || one.overrideId === id)
      .map((one) => ({
        appointmentId: one.id,
        startsAt: fromInstantColumn(one.startsAt),
        endsAt: fromInstantColumn(one.endsAt),
        serviceName: one.serviceName,
      })),
  }));
}

/** Other visits of its people over some of its time, of which it or they are there by an override. */
async function visitsMet(tx: Tx, visit: AppointmentModel): Promise<MetRow[]> {
  const { tenantId, overrideId, groupSessionId } = visit;
  return await tx.$queryRaw<MetRow[]>`
    select a.id, a.starts_at as "startsAt", a.ends_at as "endsAt", s.name as "serviceName", a.override_id as "overrideId"
    from appointment a join service s on s.tenant_id = a.tenant_id and s.id = a.service_id
    where a.tenant_id = ${tenantId}::uuid and ${heldBy(peopleOf(visit))} and a.id <> ${visit.id}::uuid
      and a.id is distinct from ${groupSessionId}::uuid
      and (a.override_id is not null or ${overrideId}::uuid is not null)
      and a.starts_at > ${visit.blockedFrom}::timestamptz - interval '12 hours'
      and a.starts_at < ${visit.blockedUntil}::timestamptz + interval '12 hours'
      and a.blocked_from < ${visit.blockedUntil}::timestamptz and a.blocked_until > ${visit.blockedFrom}::timestamptz
      and not a.superseded and a.group_session_id is null and a.status = any(${blockingStatuses}::appointment_status[])
    order by a.starts_at, a.id`;
}

type MetRow = {
  readonly id: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly serviceName: string;
  readonly overrideId: string | null;
};
