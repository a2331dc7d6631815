import type { viewSecurity as contract } from "@quietroom/contracts/staff";
import type { OutputOf } from "@quietroom/contracts/wire";
import { dayMs, plus } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { readPasswordRules } from "./staff-password.ts";

/** How the signed-in person's own account is secured: since when by an app, how many recovery codes are left, and what is asked of its password. */
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
    const { composition, history, maxAgeDays } = await readPasswordRules(tx, tenantId);
    const { passwordSetAt } = found(
      await tx.staffUser.findUnique({ where: { tenantId_id: { tenantId, id: staffUserId } } }),
    );
    return {
      passwordRule: { composition: [...composition], history },
      passwordEndsAt: maxAgeDays === null ? null : plus(fromInstantColumn(passwordSetAt), maxAgeDays * dayMs),
      timeZone,
      locale,
      enrolledAt: totp && fromInstantColumn(totp.enrolledAt),
      recoveryCodesLeft,
    };
  },
});
