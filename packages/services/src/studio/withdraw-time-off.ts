import type { withdrawTimeOff as contract } from "@quietroom/contracts/time-off";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { decideTimeOffWithdrawal } from "@quietroom/domain/scheduling";
import { localDate } from "@quietroom/domain/time";
import { fromDateColumn } from "../date-column.ts";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { reachablePractitioner } from "./editable-practitioner.ts";
import { timeOffRows, toTimeOffStatus } from "./time-off-rows.ts";

/**
 * Takes back time off that was asked for or approved, as it was loaded at `version`: hours and dated exceptions hold as before. Throws
 * `not_found`, also for somebody's whose hours are not the actor's to keep.
 */
export const withdrawTimeOff = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.withdraw_time_off",
  permission: "availability:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, now, audit, emit }) {
    const { id, version } = input;
    audit({ action: "update", resource: "time_off", resourceId: id });
    const row = found(await tx.timeOff.findUnique({ where: { tenantId_id: { tenantId, id } } }));
    const { practitionerId } = row;
    await reachablePractitioner(tx, { tenantId, actor, practitionerId }, "availability:manage");
    const { timeZone } = await tx.tenant.findUniqueOrThrow({
      where: { id: tenantId },
      select: { timeZone: true },
    });
    const standing = { status: toTimeOffStatus(row.status), lastDate: fromDateColumn(row.lastDate) };
    const decided = decideTimeOffWithdrawal(standing, localDate(now, timeZone));
    if (!decided.ok) return refuse({ code: decided.refusal, field: null });
    const saved = await tx.timeOff.updateMany({
      where: { tenantId, id, version },
      data: { status: decided.value, version: { increment: 1 } },
    });
    if (saved.count === 0) return refuse({ code: "changed_meanwhile", field: null });
    emit("availability/changed", { practitionerId });
    return ok(found((await timeOffRows(tx, { tenantId, now }, { id })).at(0)));
  },
});
