import type { endAccess as contract } from "@quietroom/contracts/team";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { decideDeparture } from "@quietroom/domain/access";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { toInstantColumn } from "../instant-column.ts";
import { endEverySession } from "./end-every-session.ts";
import { isFreshlyProven } from "./fresh-second-factor.ts";
import { lockStanding } from "./lock-standing.ts";

/**
 * Ends a colleague's access at once (AUTH-61): their sessions, the devices they are known or trusted by, and whatever they supervise or cover
 * for. What they did stays. Never one's own, and never the last admin's (AUTH-60). Whoever has left already stays so. Throws `not_found`.
 */
export const endAccess = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "staff.end_access",
  permission: "staff:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, now, tenantId, actor, audit }) {
    const { staffUserId, reason } = input;
    audit({
      action: "update",
      resource: "staff_user",
      resourceId: staffUserId,
      detail: { active: false, reason },
    });
    const { person, otherAdmins } = await lockStanding(tx, tenantId, staffUserId);
    if (actor.kind !== "staff") throw new AppError("forbidden");
    const decision = decideDeparture({ person, changedBy: actor.staffUserId, otherAdmins });
    if (!decision.ok) return decision;
    if (!(await isFreshlyProven(tx, actor))) return refuse("second_factor_needed");
    await tx.staffUser.update({
      where: { tenantId_id: { tenantId, id: staffUserId } },
      data: { active: false },
    });
    await endEverySession(tx, { tenantId, staffUserId }, "access_ended");
    await tx.staffDevice.deleteMany({ where: { tenantId, staffUserId } });
    await tx.trustedDevice.deleteMany({ where: { tenantId, staffUserId } });
    // Dates of relations are the studio's; one that has not begun becomes empty, and all stay as records.
    const at = toInstantColumn(now);
    await tx.$executeRaw`
      update supervision set ends_at = greatest(starts_at, ${at}::timestamptz)
      where tenant_id = ${tenantId}::uuid and supervisor_id = ${staffUserId}::uuid
        and (ends_at is null or ends_at > ${at}::timestamptz)`;
    await tx.$executeRaw`
      update cover set ends_at = greatest(starts_at, ${at}::timestamptz)
      where tenant_id = ${tenantId}::uuid and covering_id = ${staffUserId}::uuid and ends_at > ${at}::timestamptz`;
    return ok({});
  },
});
