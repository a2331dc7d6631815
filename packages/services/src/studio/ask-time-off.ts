import type { askTimeOff as contract } from "@quietroom/contracts/time-off";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { timeOffRefusal } from "@quietroom/domain/scheduling";
import { localDate } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { toDateColumn } from "../date-column.ts";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { reachablePractitioner } from "./editable-practitioner.ts";
import { timeOffRows } from "./time-off-rows.ts";

/**
 * Asks for days off, with the colleague to whom clients can turn (SCHED-04). Until somebody approves them nothing changes; the answer
 * names the visits that stand in them (ec-B12). Throws `not_found` for a practitioner whose hours are not the actor's to keep.
 */
export const askTimeOff = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.ask_time_off",
  permission: "availability:manage",
  isolation: "read committed",
  trace: "audited",
  conflicts: { time_off_no_overlap: { code: "overlapping_time_off", field: "firstDate" } },
  async run({ tx, input, tenantId, actor, now, audit }) {
    const { practitionerId, firstDate, lastDate, part, reason, coverId } = input;
    const id = uuidv7();
    audit({ action: "create", resource: "time_off", resourceId: id, detail: { practitionerId } });
    await reachablePractitioner(tx, { tenantId, actor, practitionerId }, "availability:manage");
    if (actor.kind !== "staff") throw new AppError("forbidden"); // it is some person's wish
    const { timeZone } = await tx.tenant.findUniqueOrThrow({
      where: { id: tenantId },
      select: { timeZone: true },
    });
    const refusal = timeOffRefusal({ firstDate, lastDate, part }, localDate(now, timeZone));
    if (refusal !== null) return refuse(refusal);
    if (coverId !== null) {
      const cover = await tx.practitioner.findFirst({ where: { tenantId, id: coverId, active: true } });
      if (cover === null || coverId === practitionerId)
        return refuse({ code: "unknown_cover", field: "coverId" });
    }
    await tx.timeOff.create({
      data: {
        tenantId,
        id,
        practitionerId,
        firstDate: toDateColumn(firstDate),
        lastDate: toDateColumn(lastDate),
        startTime: part?.[0] ?? null,
        endTime: part?.[1] ?? null,
        reason,
        coveredBy: coverId,
        askedBy: actor.staffUserId,
      },
    });
    return ok(found((await timeOffRows(tx, { tenantId, now }, { id })).at(0)));
  },
});
