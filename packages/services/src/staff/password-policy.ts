import type {
  setPasswordRules as setContract,
  viewPasswordRules as viewContract,
} from "@quietroom/contracts/password-rules";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { isFreshlyProven } from "./fresh-second-factor.ts";
import { forgetPasswords, readPasswordRules } from "./staff-password.ts";

/** What the studio asks of its people's passwords beyond what holds for everyone. */
export const viewPasswordRules = defineVerb<object, OutputOf<typeof viewContract>>({
  name: "staff.view_password_rules",
  permission: "staff:manage",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId }) {
    const { composition, ...rules } = await readPasswordRules(tx, tenantId);
    return { composition: [...composition], ...rules };
  },
});

/**
 * Decides it, for an admin who has just proven to be there (AUTH-02, AUTH-03, AUTH-21). Passwords that stand are asked for nothing new
 * until they are changed, but for their age. What is remembered beyond the rule is deleted at once.
 */
export const setPasswordRules = defineVerb<InputOf<typeof setContract>, OutputOf<typeof setContract>>({
  name: "staff.set_password_rules",
  permission: "staff:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, audit }) {
    const { composition, history, maxAgeDays } = input;
    const detail = { composition: [...composition], history, maxAgeDays };
    audit({ action: "update", resource: "password_rules", resourceId: tenantId, detail });
    if (!(await isFreshlyProven(tx, actor))) return refuse("second_factor_needed");
    await tx.tenant.update({
      where: { id: tenantId },
      data: {
        passwordComposition: [...composition],
        passwordHistory: history,
        passwordMaxAgeDays: maxAgeDays,
      },
    });
    await forgetPasswords(tx, tenantId, history);
    return ok({});
  },
});
