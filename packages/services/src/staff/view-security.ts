import type { viewSecurity as contract } from "@quietroom/contracts/staff";
import type { OutputOf } from "@quietroom/contracts/wire";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";

/** How the signed-in person's own account is secured: since when by an app, and how many recovery codes are left. */
export const viewSecurity = defineVerb<object, OutputOf<typeof contract>>({
  name: "staff.view_security",
  permission: "session:own",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId, actor }) {
    if (actor.kind !== "staff") throw new AppError("forbidden");
    const { staffUserId } = actor;
    const { timeZone, locale } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const totp = await tx.staffTotp.findUnique({
      where: { tenantId_staffUserId: { tenantId, staffUserId } },
    });
    const recoveryCodesLeft = await tx.staffRecoveryCode.count({
      where: { tenantId, staffUserId, usedAt: null },
    });
    return {
      timeZone,
      locale,
      enrolledAt: totp && fromInstantColumn(totp.enrolledAt),
      recoveryCodesLeft,
    };
  },
});
