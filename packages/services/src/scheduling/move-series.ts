import type { moveSeries as contract } from "@quietroom/contracts/series";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { type Split, splitSeries } from "@quietroom/domain/series";
import { addDays, type LocalDate, resolveWallTime } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { toDateColumn } from "../date-column.ts";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { allOrNothing } from "./all-or-nothing.ts";
import { moveVisitAsStaff } from "./move-visit.ts";
import { isBooked, lockAppointment } from "./rows.ts";
import { lockSeriesPart } from "./series-part.ts";
import { tellTogether } from "./tell-together.ts";
import { endColumns, type SeriesRow, toSeriesColumns } from "./series-rows.ts";

type Output = OutputOf<typeof contract>;

/**
 * Moves the visits of a series from one on, or all that are still to come, by as many days and to the same time on the wall: the series is
 * cut in two there, and what was before keeps its rule (ec-G2). All of them or none. What was moved by itself stays where it is, unless
 * it is chosen too (ec-G4), and what was cancelled stays cancelled (ec-G5).
 */
export const moveSeries = defineVerb<InputOf<typeof contract>, Output>({
  name: "scheduling.move_series",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "audited",
  conflicts: {
    appointment_practitioner_free: "times_taken",
    appointment_room_free: "times_taken",
    appointment_device_free: "times_taken",
  },
  lookAgain: ["appointment_practitioner_free", "appointment_room_free", "appointment_device_free"],
  async run(work) {
    const { tx, input, tenantId, audit } = work;
    const part = await lockSeriesPart(work);
    if (!part.ok) return refuse(part.refusal);
    const { series, date, from, visits, along } = part.value;
    const split = splitSeries(series, { at: from, moved: date, start: input.startsAt });
    if (!split.ok) return refuse(split.refusal === "other_day" ? "other_day" : "not_allowed");
    const { after, shiftDays } = split.value;
    // Away from each other: the one that goes furthest goes first, so that each finds its new time left by the one before.
    const inOrder = shiftDays > 0 ? along.toReversed() : along;
    return await tellTogether(
      work,
      async (told) =>
        await allOrNothing(told, async (inner): Promise<Output> => {
          const seriesId = await writeSplit(inner, series, split.value, from);
          for (const { id, date } of visits)
            await tx.appointment.update({
              where: { tenantId_id: { tenantId, id } },
              data: { seriesId, seriesDate: toDateColumn(addDays(date, shiftDays)) },
              select: { id: true },
            });
          for (const { id, date } of inOrder) {
            const visit = await lockAppointment(tx, tenantId, id);
            if (visit === null || !isBooked(visit)) throw new AppError("conflict");
            audit({ action: "update", resource: "appointment", resourceId: id, clientId: visit.clientId });
            const start = resolveWallTime(addDays(date, shiftDays), after.time, after.zone);
            const moved = await moveVisitAsStaff(inner, visit, {
              practitionerId: visit.practitionerId,
              start,
              by: "staff",
            });
            if (!moved.ok) return refuse("times_taken");
          }
          const stand = visits.filter(({ status }) => status !== "cancelled").length;
          return ok({ moved: along.length, kept: stand - along.length });
        }),
    );
  },
});

/** Ends the series before the cut and begins the one that follows it, its gaps included; answers that one's id. */
async function writeSplit(
  { tx, tenantId }: VerbWork<unknown>,
  series: SeriesRow,
  { after, shiftDays }: Split,
  from: LocalDate,
): Promise<string> {
  const id = uuidv7();
  const { clientId, practitionerId, withPractitionerIds, locationId, serviceId, mode } = series;
  const { durationMin, bufferBeforeMin, bufferAfterMin } = series;
  const what = { clientId, practitionerId, withPractitionerIds, locationId, serviceId, mode };
  await tx.series.create({
    data: {
      ...toSeriesColumns(after, { ...what, durationMin, bufferBeforeMin, bufferAfterMin }),
      tenantId,
      id,
      bookedUntil: toDateColumn(addDays(series.bookedUntil, shiftDays)),
      followsId: series.id,
    },
  });
  await tx.series.update({
    where: { tenantId_id: { tenantId, id: series.id } },
    data: { ...endColumns({ by: "date", date: addDays(from, -1) }), version: { increment: 1 } },
    select: { id: true },
  });
  await tx.$executeRaw`
    update series_gap set series_id = ${id}::uuid, series_date = series_date + ${shiftDays}::int
    where tenant_id = ${tenantId}::uuid and series_id = ${series.id}::uuid and series_date >= ${from}::date`;
  return id;
}
