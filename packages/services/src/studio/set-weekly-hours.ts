import type { setWeeklyHours as contract } from "@quietroom/contracts/studio";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { type HoursInZone, placedHoursRefusal, weekMeetingExtraHours } from "@quietroom/domain/scheduling";
import { addDays, asWeekday, localDate, type TimeZone } from "@quietroom/domain/time";
import { toDateColumn } from "../date-column.ts";
import { defineVerb } from "../define-verb.ts";
import { editablePractitioner } from "./editable-practitioner.ts";
import { outsideHours } from "./outside-hours.ts";
import { practitionerHours } from "./practitioner-hours.ts";

/**
 * Replaces a practitioner's weekly hours, at every location, with these rows (SCHED-01). Appointments stay where they are;
 * the answer names those that now lie outside (ec-B11). Hours at two places that meet, each by its own clock, are refused. Hours that meet extra hours at another place, on a date that is not over there, are
 * refused with the date: nobody is in two places at once. What was prepared on an older `version` is refused.
 */
export const setWeeklyHours = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.set_weekly_hours",
  permission: "availability:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, now, audit, emit }) {
    const { id: practitionerId, hoursVersion } = await editablePractitioner(tx, {
      tenantId,
      actor,
      practitionerId: input.practitionerId,
    });
    audit({ action: "update", resource: "weekly_hours", resourceId: practitionerId });
    if (input.version !== hoursVersion) return refuse({ code: "changed_meanwhile", row: null, date: null });
    const since = addDays(localDate(now, "UTC"), -2); // a date may be behind ours elsewhere, and a night run into it
    const { locations, overrides } = await practitionerHours(tx, { tenantId, practitionerId, since });
    const zones = new Map<string, TimeZone>(locations.map(({ id, timeZone }) => [id, timeZone]));
    const rows: (HoursInZone & { readonly locationId: string })[] = [];
    for (const [row, hours] of input.rows.entries()) {
      const timeZone = zones.get(hours.locationId);
      if (timeZone === undefined) return refuse({ code: "unknown_location", row, date: null });
      rows.push({ ...hours, weekday: asWeekday(hours.weekday), timeZone });
    }
    const refusal = placedHoursRefusal(rows, localDate(now, "UTC"));
    if (refusal) return refuse({ ...refusal, date: null });
    const toCome = overrides.filter(({ kind, locationId, date }) => {
      const zone = zones.get(locationId ?? "");
      return kind !== "extra" || (zone !== undefined && date >= localDate(now, zone));
    });
    const elsewhere = weekMeetingExtraHours(rows, toCome, zones);
    if (elsewhere !== null) return refuse({ code: "hours_elsewhere", ...elsewhere });
    await tx.weeklyHours.deleteMany({ where: { tenantId, practitionerId } });
    await tx.weeklyHours.createMany({
      data: input.rows.map((row) => ({
        tenantId,
        practitionerId,
        locationId: row.locationId,
        weekday: row.weekday,
        startTime: row.start,
        endTime: row.end,
        everyWeeks: row.everyWeeks,
        effectiveFrom: row.effectiveFrom === null ? null : toDateColumn(row.effectiveFrom),
        effectiveUntil: row.effectiveUntil === null ? null : toDateColumn(row.effectiveUntil),
      })),
    });
    const saved = await tx.practitioner.update({
      where: { tenantId_id: { tenantId, id: practitionerId } },
      data: { hoursVersion: { increment: 1 } },
      select: { id: true, hoursVersion: true },
    });
    emit("availability/changed", { practitionerId });
    const outside = await outsideHours(tx, { tenantId, practitionerId, now });
    return ok({ outsideHours: outside.map(({ id }) => id), version: saved.hoursVersion });
  },
});
