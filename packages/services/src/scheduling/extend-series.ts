import { licensedThrough } from "@quietroom/domain/scheduling";
import { occurrencesOf } from "@quietroom/domain/series";
import { type LocalDate, localDate } from "@quietroom/domain/time";
import { fromDateColumn, toDateColumn } from "../date-column.ts";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { peopleOf } from "../held-by.ts";
import { toInstantColumn } from "../instant-column.ts";
import { allOrNothing } from "./all-or-nothing.ts";
import { bookOccurrence } from "./book-occurrence.ts";
import { planOccurrences } from "./plan-occurrences.ts";
import { horizonOf } from "./planned-series.ts";
import { tellTogether } from "./tell-together.ts";
import { keepHours, keepPlace } from "./hours-kept.ts";
import { lockCaps } from "./full-times.ts";
import { lockSeries, type SeriesRow, seriesScene, visitsFrom } from "./series-rows.ts";

/**
 * Carries a series without an end on to the horizon (ec-G14), one at a time: calendars and caps are locked in one order within a series,
 * and two of them in one transaction could wait in a circle with somebody who books. Books each new date that can be had, and names the others as gaps with
 * what stood in the way. Run again it finds nothing to do, since each date is settled once; one that was cancelled stays so (ec-G5).
 * A series whose practitioner or service is no longer there stops, says why, and is on the list of its people until somebody saw to it; one whose practitioner leaves goes on to their last day (ec-G12).
 * Until then one that stopped because its service was not given there goes on by itself, the night after it is given again: an archived service that is brought back costs no client their place, while dates of theirs are still to come.
 * Of a studio that is not open nothing is written, gaps neither: its series are asked again each night, and dates that went by meanwhile are neither booked nor gaps. Nothing is booked for whose record is removed.
 * Of visits that several hold the first of them who leaves or may not practise decides. One whose practitioner's licences all expire waits at the last of their dates, and goes on once one is renewed (ADM-04): its later dates are no gaps.
 */
export const extendSeries = defineVerb<object, { readonly extended: number; readonly more: boolean }>({
  name: "scheduling.extend_series",
  permission: "job:run",
  isolation: "read committed",
  trace: "sweep",
  opens: "phi",
  async run(work) {
    const { tx, now, tenantId } = work;
    const { status } = await tx.tenant.findUniqueOrThrow({
      where: { id: tenantId },
      select: { status: true },
    });
    if (status !== "active") return { extended: 0, more: false };
    await keepPlace(tx, tenantId, null);
    await resumeOffered(work);
    // A day on either side of UTC, for the zones. `least` passes over null: no licence on record stops nobody, and whoever has left waits for none.
    const due = await tx.$queryRaw<{ id: string; licensedUntil: LocalDate | null }[]>`
      select s.id, licensed.until::text as "licensedUntil"
      from series s
        cross join lateral (select min(held.until) as until from practitioner p
          cross join lateral (select max(n.expires_on) as until from practitioner_licence n
            where n.tenant_id = p.tenant_id and n.practitioner_id = p.id
              and p.active and (p.last_day is null or p.last_day >= ${localDate(now, "UTC")}::date - 1)) held
          where p.tenant_id = s.tenant_id and p.id = any(s.with_practitioner_ids || s.practitioner_id)) licensed
      where s.tenant_id = ${tenantId}::uuid and s.until_date is null and s.date_count is null and s.stopped_because is null
        and s.booked_until < least(${horizonOf(now, "UTC")}::date - 1, licensed.until)
        and not exists (select from client_removal r
          where r.tenant_id = s.tenant_id and r.client_id = s.client_id and r.restored_at is null)
      order by s.id limit 2`;
    const [next] = due;
    const more = due.length > 1;
    const series = next === undefined ? null : await lockSeries(tx, tenantId, next.id);
    if (next === undefined || series?.rule.ends.by !== "never") return { extended: 0, more };
    await keepHours(tx, tenantId, { ...series, practitionerIds: peopleOf(series) });
    const horizon = horizonOf(now, series.zone);
    const reach = licensedThrough([next], horizon);
    if (series.bookedUntil >= reach) return { extended: 0, more }; // somebody else was faster
    await tellTogether(work, async (told) => await extend(told, series, { horizon, reach }));
    return { extended: 1, more };
  },
});

/**
 * Lets those go on that stopped because they could not be had, once all that they need is there again: what the scene of a series asks. One whose
 * dates have run out meanwhile stays on the list: whether its client still comes, a person asks.
 */
async function resumeOffered({ tx, now, tenantId, audit }: VerbWork<object>): Promise<void> {
  const resumed = await tx.$queryRaw<{ id: string; clientId: string }[]>`
    select s.id, s.client_id as "clientId"
    from series s, service v, location l
    where s.tenant_id = ${tenantId}::uuid and s.stopped_because = 'not_offered' and s.stop_seen_at is null
      and s.booked_until >= (${toInstantColumn(now)}::timestamptz at time zone s.time_zone)::date - 1
      and v.tenant_id = s.tenant_id and v.id = s.service_id and v.active and s.mode = any(v.modes)
      and l.tenant_id = s.tenant_id and l.id = s.location_id and l.active
      and (select count(*) from practitioner_service g
          join practitioner p on p.tenant_id = g.tenant_id and p.id = g.practitioner_id and p.active
          where g.tenant_id = s.tenant_id and g.service_id = s.service_id and p.id = any(s.with_practitioner_ids || s.practitioner_id)
        ) = cardinality(s.with_practitioner_ids) + 1
    order by s.id for update of s`;
  if (resumed.length === 0) return;
  const where = { tenantId, id: { in: resumed.map(({ id }) => id) } };
  await tx.series.updateMany({ where, data: { stoppedBecause: null } });
  for (const { id, clientId } of resumed)
    audit({ action: "update", resource: "series", resourceId: id, clientId });
}

/** The earlier of two dates; the second where the first is no date. */
function earlier(one: LocalDate | null, other: LocalDate): LocalDate {
  return one !== null && one < other ? one : other;
}

/** `reach`: the last date that may be booked, the horizon or one before it. */
async function extend(
  work: VerbWork<object>,
  series: SeriesRow,
  { horizon, reach }: { readonly horizon: LocalDate; readonly reach: LocalDate },
): Promise<void> {
  const { tx, now, tenantId, audit } = work;
  const { id, clientId, bookedUntil } = series;
  const all = occurrencesOf(series, horizon);
  const settled = new Set((await visitsFrom(tx, tenantId, id, bookedUntil)).map(({ date }) => date));
  const people = await tx.practitioner.findMany({
    where: { tenantId, id: { in: [...peopleOf(series)] } },
    select: { id: true, active: true, lastDay: true },
  });
  const active = people.every((one) => one.active);
  const lastDays = people.flatMap(({ lastDay }) => (lastDay === null ? [] : [fromDateColumn(lastDay)]));
  const leavesOn = lastDays.toSorted()[0] ?? null;
  const until = earlier(leavesOn, reach);
  const today = localDate(now, series.zone);
  const due = all.ok
    ? all.value.filter(
        ({ date }) => date > bookedUntil && date >= today && date <= until && !settled.has(date),
      )
    : [];
  const scene = await seriesScene(tx, tenantId, series, { from: bookedUntil, until: horizon });
  const stoppedBecause = !active
    ? "practitioner_leaves"
    : scene === null || !scene.offered || scene.practitioners.length === 0
      ? "not_offered"
      : null;
  audit({ action: "update", resource: "series", resourceId: id, clientId });
  if (scene !== null && stoppedBecause === null) {
    await lockCaps(tx, tenantId, scene); // the way to other visits stays as it is found
    for (const { date, start, canBook, problems } of await planOccurrences(
      tx,
      { tenantId, now },
      scene,
      due,
    )) {
      const wish = { seriesId: id, clientId, date, start, clientTimeZone: null };
      const booked = canBook
        ? await allOrNothing(work, async (inner) => await bookOccurrence(inner, scene, wish))
        : null;
      if (booked?.ok) continue;
      const because = booked === null ? (problems[0] ?? "slot_taken") : booked.refusal;
      await tx.seriesGap.create({
        data: { tenantId, seriesId: id, seriesDate: toDateColumn(date), because },
      });
    }
  }
  const reached = { bookedUntil: toDateColumn(until > bookedUntil ? until : bookedUntil) };
  const stops = until === leavesOn && until < horizon ? { stoppedBecause: "practitioner_leaves" } : {};
  await tx.series.update({
    where: { tenantId_id: { tenantId, id } },
    data: stoppedBecause === null ? { ...reached, ...stops } : { stoppedBecause },
    select: { id: true },
  });
}
