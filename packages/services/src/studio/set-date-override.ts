import type { setDateOverride as contract } from "@quietroom/contracts/studio";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { dateOverrideRefusal, meetsHoursElsewhere } from "@quietroom/domain/scheduling";
import { repeatedDates } from "@quietroom/domain/series";
import { addDays, type LocalDate } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { toDateColumn } from "../date-column.ts";
import { defineVerb } from "../define-verb.ts";
import { editablePractitioner } from "./editable-practitioner.ts";
import { outsideHours } from "./outside-hours.ts";
import { practitionerHours } from "./practitioner-hours.ts";

type Input = InputOf<typeof contract>;
type Refusal = Extract<OutputOf<typeof contract>, { ok: false }>["refusal"];

/**
 * Says what one local date is like beside the week (SCHED-02): other hours instead, which close every other place (ec-B3), extra hours on
 * top, or blocked time, which splits whatever stands. What repeats is said of each of its dates. A date has other hours once, and a second
 * set is refused with the date; everything else adds up (ec-B5). Times are on the wall of the place. Appointments stay (ec-B12), and the
 * answer names those that lie outside now. What was loaded at an older version is not changed.
 */
export const setDateOverride = defineVerb<Input, OutputOf<typeof contract>>({
  name: "studio.set_date_override",
  permission: "availability:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, now, audit, emit }) {
    const { id: practitionerId } = await editablePractitioner(tx, {
      tenantId,
      actor,
      practitionerId: input.practitionerId,
    });
    const { id = null, version = null, kind = "hours", blocks, reason, date, repeats = null } = input;
    audit({ action: "update", resource: "date_override", resourceId: practitionerId, detail: { date } });
    const locationId = kind === "blocked" ? null : input.locationId;
    if (kind !== "blocked") {
      const place =
        locationId && (await tx.location.findFirst({ where: { tenantId, id: locationId, active: true } }));
      if (!place) return refuse(because("unknown_location"));
    }
    const purpose = kind === "blocked" ? (input.purpose ?? null) : null;
    if (kind === "blocked" && purpose === null) return refuse(because("no_purpose"));
    const refusal = dateOverrideRefusal(kind, blocks);
    if (refusal !== null) return refuse({ ...refusal, date: null });
    const asked = datesAsked(input);
    if (!asked.ok) return asked;
    const dates = asked.value;

    const since = addDays(date, -1); // whose night may run into it
    const { weekly, overrides, locations } = await practitionerHours(tx, { tenantId, practitionerId, since });
    const others = overrides.filter((one) => one.id !== id);
    const taken = dates.find((day) => others.some((one) => one.kind === "hours" && one.date === day));
    if (kind === "hours" && taken !== undefined) return refuse(because("date_taken", taken));
    const zones = new Map(locations.map((place) => [place.id, place.timeZone]));
    const elsewhere = dates.find((day) =>
      meetsHoursElsewhere({ kind, locationId, blocks, date: day }, { weekly, overrides: others }, zones),
    );
    if (elsewhere !== undefined) return refuse(because("hours_elsewhere", elsewhere));

    const said = { locationId, kind, blocks, purpose, reason };
    if (id === null) {
      const series = repeats === null ? {} : { seriesId: uuidv7(), repeats };
      await tx.dateOverride.createMany({
        data: dates.map((day) => ({
          ...said,
          ...series,
          tenantId,
          practitionerId,
          localDate: toDateColumn(day),
        })),
      });
    } else {
      // One date that is changed goes its own way: taking back the others leaves it as it is.
      const changed = await tx.dateOverride.updateMany({
        where: { tenantId, practitionerId, id, version: version ?? 0 },
        data: {
          ...said,
          localDate: toDateColumn(date),
          seriesId: null,
          repeats: null,
          version: { increment: 1 },
        },
      });
      if (changed.count === 0) return refuse(because("changed_meanwhile"));
    }
    emit("availability/changed", { practitionerId });
    const outside = await outsideHours(tx, { tenantId, practitionerId, now });
    return ok({ outsideHours: outside.map((visit) => visit.id), dates });
  },
});

/** The dates of which it is said. What is changed is changed on its own date. */
function datesAsked({ id, date, repeats, until }: Input): Result<LocalDate[], Refusal> {
  if (!repeats || id) return ok([date]);
  if (!until) return refuse(because("no_last_date"));
  const dates = repeatedDates(date, repeats, until);
  if (dates.ok) return dates;
  return refuse(because(dates.refusal === "ends_before_start" ? "ends_before_start" : "too_many"));
}

function because(code: Refusal["code"], date: LocalDate | null = null): Refusal {
  return { code, row: null, date };
}
