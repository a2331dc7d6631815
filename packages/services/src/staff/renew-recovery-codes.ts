import type { renewRecoveryCodes as contract } from "@quietroom/contracts/staff";
import type { OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { v7 as uuidv7 } from "uuid";
import { defineVerb } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { isFreshlyProven } from "./fresh-second-factor.ts";
import { newRecoveryCodes, plainRecoveryCode } from "./recovery-code.ts";
import { recoveryCodeFor } from "./standing-session.ts";

/** Ten new recovery codes for the person who is signed in, told this once; the earlier ones end (AUTH-20, check 49). */
export const renewRecoveryCodes = defineVerb<object, OutputOf<typeof contract>>({
  name: "staff.renew_recovery_codes",
  permission: "session:own",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, tenantId, actor, seal, audit }) {
    if (actor.kind !== "staff") throw new AppError("forbidden");
    const { staffUserId } = actor;
    audit({ action: "update", resource: "recovery_codes", resourceId: staffUserId });
    if (!(await isFreshlyProven(tx, actor))) return refuse("second_factor_needed");
    // One at a time, so that two that come at once do not leave twenty.
    await tx.$queryRaw`select 1 from staff_user where tenant_id = ${tenantId}::uuid and id = ${staffUserId}::uuid for update`;
    await tx.staffRecoveryCode.deleteMany({ where: { tenantId, staffUserId } });
    const codes = newRecoveryCodes();
    await tx.staffRecoveryCode.createMany({
      data: codes.map((code) => ({
        tenantId,
        id: uuidv7(),
        staffUserId,
        codeHash: seal.digest(plainRecoveryCode(code), recoveryCodeFor(tenantId, staffUserId)),
      })),
    });
    return ok({ codes: [...codes] });
  },
});
