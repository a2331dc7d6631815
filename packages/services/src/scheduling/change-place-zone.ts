import type { changePlaceZone as contract } from "@quietroom/contracts/places";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import type { Tx } from "@quietroom/db";
import { ok, refuse } from "@quietroom/domain/result";
import { blockingStatuses, rezoned } from "@quietroom/domain/scheduling";
import { canonicalZone, type Instant, type TimeZone } from "@quietroom/domain/time";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { found } from "../errors.ts";
import { peopleOf } from "../held-by.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import { allOrNothing } from "./all-or-nothing.ts";
import { lockCalendars } from "./move-visit.ts";
import { shiftTogether } from "./shift-together.ts";
import { shiftVisit } from "./shift-visit.ts";

/**
 * Lets a place go by another time zone from now on. What becomes of the visits to come is asked, never guessed (ec-A30): `visits` says
 * whether they keep the time on the wall or their moment, and only where there are none may it be null. Whoever's visit is at another
 * moment or another time on the wall then is told; what is over stays as it was. Series go on as their visits do: on the clock of the
 * new zone where these keep the time on the wall, and by the one that they began with where they keep their moment. All of it or nothing:
 * visits that would meet others of their people at another place refuse the change, also those that are there by an override, which they
 * keep for whom it was made for (ec-H20). What was cancelled here and could be undone no longer can (ec-I15). Throws `not_found` for a place of no or another studio.
 */
export const changePlaceZone = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "scheduling.change_place_zone",
  permission: "studio:manage",
  isolation: "read committed",
  trace: "audited",
  conflicts: {
    appointment_practitioner_free: { code: "visits_meet" },
    appointment_room_free: { code: "visits_meet" },
    appointment_device_free: { code: "visits_meet" },
  },
  async run(work) {
    const { tx, input, tenantId, now, audit, emit } = work;
    const { id, version, visits: meaning } = input;
    audit({ action: "update", resource: "location", resourceId: id });
    // Whoever is booking here at this moment, or changing a series, is waited for, so that their visits are among those concerned.
    const [place] = await tx.$queryRaw<{ version: number; from: TimeZone }[]>`
      select version, time_zone as "from" from location
      where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`;
    const { from, version: current } = found(place);
    const to = canonicalZone(input.timeZone);
    if (to === null) return refuse({ code: "unknown_zone" });
    if (current !== version) return refuse({ code: "changed_meanwhile" });
    const ahead = await lockSeriesAhead(tx, { tenantId, id, now });
    const coming = await visitsAhead(tx, { tenantId, locationId: id, now });
    if (coming.length > 0 && meaning === null) return refuse({ code: "say_what_is_meant" });
    const series = meaning === "keep_moment" ? [] : ahead.filter(({ zone }) => zone === from);
    await lockCalendars(
      tx,
      tenantId,
      id,
      coming.flatMap((visit) => peopleOf(visit).map((one) => ({ id: one }))),
    );
    const changes = coming.map((visit) => ({
      ...visit,
      ...rezoned(visit.start, { from, to, meaning: meaning ?? "keep_wall_time" }),
      was: visit.start,
    }));
    if (changes.some(({ start }) => start <= now)) return refuse({ code: "would_be_past" });
    const shifts = changes.map((one) => ({ ...one, timeZone: to }));
    const takers = shifts.filter(({ groupSessionId }) => groupSessionId === null);
    const shifted = await allOrNothing(work, async (inner) => {
      await endUndos(inner);
      return await shiftTogether(inner, takers);
    });
    if (!shifted.ok) return refuse({ code: "visits_meet" });
    // A seat is where its session is.
    for (const seat of shifts.filter(({ groupSessionId }) => groupSessionId !== null))
      await shiftVisit(tx, { tenantId, now }, seat);
    await tx.location.update({
      where: { tenantId_id: { tenantId, id } },
      data: { timeZone: to, version: { increment: 1 } },
    });
    const told = changes.filter(({ isOther }) => isOther);
    audit({
      action: "update",
      resource: "location",
      resourceId: id,
      detail: { from, to, visits: meaning, concerned: String(told.length) },
    });
    const moved = series.map((one) => one.id);
    await tx.series.updateMany({ where: { tenantId, id: { in: moved } }, data: { timeZone: to } });
    for (const { id: seriesId, clientId } of series)
      audit({
        action: "update",
        resource: "series",
        resourceId: seriesId,
        clientId,
        detail: { visits: meaning },
      });
    for (const { id: appointmentId, version: before, clientId } of told) {
      audit({
        action: "update",
        resource: "appointment",
        resourceId: appointmentId,
        clientId,
        detail: { visits: meaning },
      });
      if (clientId !== null) emit("appointment/rescheduled", { appointmentId, version: before + 1 });
    }
    emit("location/changed", { locationId: id });
    return ok({ version: current + 1, concerned: told.length });
  },
});

type Visit = {
  readonly id: string;
  readonly version: number;
  readonly practitionerId: string;
  readonly withPractitionerIds: readonly string[];
  readonly clientId: string | null;
  /** Of a seat: its group session. */
  readonly groupSessionId: string | null;
  readonly start: Instant;
};

/** Lets go of what is kept here for the return of cancelled visits, which no clock has moved; their hours are offered all the same. */
async function endUndos({ tx, tenantId, input }: VerbWork<InputOf<typeof contract>>): Promise<void> {
  const kept = await tx.$queryRaw<{ id: string }[]>`
    select v.id from appointment v
      join appointment h on h.tenant_id = v.tenant_id and h.undo_hold_of = v.id
    where v.tenant_id = ${tenantId}::uuid and h.location_id = ${input.id}::uuid
    order by v.id for no key update of v`;
  const ids = kept.map(({ id }) => id);
  if (ids.length === 0) return;
  await tx.opening.updateMany({
    where: { tenantId, causedByAppointmentId: { in: ids }, status: "offering" },
    data: { offeredFrom: null },
  });
  await tx.appointment.deleteMany({ where: { tenantId, undoHoldOf: { in: ids }, status: "held" } });
  await tx.appointment.updateMany({
    where: { tenantId, id: { in: ids } },
    data: { undoUntil: null, cancelledFrom: null },
  });
}

/** What takes time at the place and has not begun, held times and all, by start. */
async function visitsAhead(
  tx: Tx,
  {
    tenantId,
    locationId,
    now,
  }: { readonly tenantId: string; readonly locationId: string; readonly now: Instant },
): Promise<Visit[]> {
  const rows = await tx.$queryRaw<(Omit<Visit, "start"> & { startsAt: Date })[]>`
    select id, version, practitioner_id as "practitionerId", with_practitioner_ids as "withPractitionerIds", client_id as "clientId", group_session_id as "groupSessionId", starts_at as "startsAt"
    from appointment
    where tenant_id = ${tenantId}::uuid and location_id = ${locationId}::uuid and not superseded and undo_hold_of is null
      and starts_at > ${toInstantColumn(now)}::timestamptz
      and status = any(${[...blockingStatuses]}::appointment_status[])
      and (status <> 'held' or hold_expires_at > ${toInstantColumn(now)}::timestamptz)
    order by starts_at, id
    for no key update`;
  return rows.map(({ startsAt, ...visit }) => ({ ...visit, start: fromInstantColumn(startsAt) }));
}

/** Series of the place that have visits to come, or no end, in whatever zone; whoever lets one go on that stopped is waited for. */
async function lockSeriesAhead(
  tx: Tx,
  { tenantId, id, now }: { readonly tenantId: string; readonly id: string; readonly now: Instant },
): Promise<{ readonly id: string; readonly clientId: string; readonly zone: TimeZone }[]> {
  return await tx.$queryRaw`
    select s.id, s.client_id as "clientId", s.time_zone as zone from series s
    where s.tenant_id = ${tenantId}::uuid and s.location_id = ${id}::uuid
      and (s.until_date is null and s.date_count is null or exists (select from appointment a
        where a.tenant_id = s.tenant_id and a.series_id = s.id and a.starts_at > ${toInstantColumn(now)}::timestamptz))
    order by s.id for no key update`;
}
