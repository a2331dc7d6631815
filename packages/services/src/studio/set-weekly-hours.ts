import type { setWeeklyHours as contract } from "@quietroom/contracts/studio";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { weeklyHoursRefusal } from "@quietroom/domain/scheduling";
import { asWeekday } from "@quietroom/domain/time";
import { toDateColumn } from "../date-column.ts";
import { defineVerb } from "../define-verb.ts";
import { editablePractitioner } from "./editable-practitioner.ts";
import { outsideHours } from "./outside-hours.ts";

/**
 * Replaces a practitioner's weekly hours, at every location, with these rows (SCHED-01). Appointments stay where they are;
 * the answer names those that now lie outside (ec-B11). What was prepared on an older `version` is refused.
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
    if (input.version !== hoursVersion) return refuse({ code: "changed_meanwhile", row: null });
    const locations = await tx.location.findMany({ where: { tenantId, active: true }, select: { id: true } });
    const stranger = input.rows.findIndex((row) => !locations.some(({ id }) => id === row.locationId));
    if (stranger >= 0) return refuse({ code: "unknown_location", row: stranger });
    // One person is in one place at a time, so rows of different locations may not overlap either.
    const refusal = weeklyHoursRefusal(
      input.rows.map((row) => ({ ...row, weekday: asWeekday(row.weekday) })),
    );
    if (refusal) return refuse(refusal);
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
