import type { addTravelPeriod as contract } from "@quietroom/contracts/own-zone";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { travelPeriodRefusal } from "@quietroom/domain/scheduling";
import { canonicalZone } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { toDateColumn } from "../date-column.ts";
import { defineVerb } from "../define-verb.ts";
import { clocksSaved, earliestToday } from "./clocks-saved.ts";
import { editablePractitioner } from "./editable-practitioner.ts";
import { ownClocks } from "../own-clocks.ts";

/**
 * Says that a practitioner is in another zone on some dates, and whether that keeps them from visits in person: their hours by video of these
 * dates go by the clock there (ec-A29). Booked visits stay, and those that lie outside the hours by now are named.
 */
export const addTravelPeriod = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.add_travel_period",
  permission: "availability:manage",
  isolation: "read committed",
  trace: "audited",
  conflicts: { travel_period_no_overlap: { code: "overlapping_travel", field: "firstDate" } },
  async run({ tx, input, tenantId, actor, now, audit, emit }) {
    const { firstDate, lastDate, away } = input;
    const asked = { tenantId, actor, practitionerId: input.practitionerId };
    const { id: practitionerId } = await editablePractitioner(tx, asked);
    const id = uuidv7();
    audit({ action: "create", resource: "travel_period", resourceId: id, detail: { practitionerId } });
    const timeZone = canonicalZone(input.timeZone);
    if (timeZone === null) return refuse({ code: "unknown_zone", field: "timeZone" });
    const today = earliestToday(now);
    const { travels } = await ownClocks(tx, { tenantId, practitionerId }, today);
    const refusal = travelPeriodRefusal({ firstDate, lastDate }, { others: travels, today });
    if (refusal !== null) return refuse(refusal);
    await tx.travelPeriod.create({
      data: {
        tenantId,
        id,
        practitionerId,
        firstDate: toDateColumn(firstDate),
        lastDate: toDateColumn(lastDate),
        timeZone,
        away,
      },
    });
    emit("availability/changed", { practitionerId });
    return ok(await clocksSaved(tx, { tenantId, practitionerId, now }));
  },
});
