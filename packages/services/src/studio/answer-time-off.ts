import type { answerTimeOff as contract } from "@quietroom/contracts/time-off";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { decideTimeOffAnswer } from "@quietroom/domain/scheduling";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { toInstantColumn } from "../instant-column.ts";
import { timeOffRows, toTimeOffStatus } from "./time-off-rows.ts";

/**
 * Approves or declines time off as it was loaded at `version`; a no says why (SCHED-04). Approved, it goes before hours and dated
 * exceptions (ec-B6). Visits stay as they are; the answer names those that stand in it, for a person to decide about (ec-B12).
 */
export const answerTimeOff = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.answer_time_off",
  permission: "time_off:answer",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, now, audit, emit }) {
    const { id, version, decision, answer } = input;
    audit({ action: "update", resource: "time_off", resourceId: id, detail: { decision } });
    if (actor.kind !== "staff") throw new AppError("forbidden"); // it is some person's word
    const { practitionerId, status } = found(
      await tx.timeOff.findUnique({ where: { tenantId_id: { tenantId, id } } }),
    );
    const decided = decideTimeOffAnswer(toTimeOffStatus(status), { decision, answer });
    if (!decided.ok)
      return refuse({ code: decided.refusal, field: decided.refusal === "reason_missing" ? "answer" : null });
    // Who is booking with them at this moment is waited for, so that their visit is named.
    await tx.$queryRaw`
      select id from practitioner
      where tenant_id = ${tenantId}::uuid and id = ${practitionerId}::uuid for no key update`;
    const saved = await tx.timeOff.updateMany({
      where: { tenantId, id, version },
      data: {
        status: decided.value,
        answer,
        answeredBy: actor.staffUserId,
        answeredAt: toInstantColumn(now),
        version: { increment: 1 },
      },
    });
    if (saved.count === 0) return refuse({ code: "changed_meanwhile", field: null });
    emit("availability/changed", { practitionerId });
    return ok(found((await timeOffRows(tx, { tenantId, now }, { id })).at(0)));
  },
});
