import type {
  setClientStepRule as setContract,
  viewClientStepRule as viewContract,
} from "@quietroom/contracts/client-factors";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { isFreshlyProven } from "../staff/index.ts";

/** Whether every client of the studio needs a second step at the portal (TEN-22). */
export const viewClientStepRule = defineVerb<object, OutputOf<typeof viewContract>>({
  name: "portal.view_step_rule",
  permission: "studio:manage",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId }) {
    const { clientsNeedSecondStep } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    return { rule: clientsNeedSecondStep ? "required" : "optional" };
  },
});

/**
 * Decides it, for an admin who has just proven to be there (AUTH-21). Once it is required, whoever is signed in without an app is signed
 * out, and sets one up at their next way in before they see anything.
 */
export const setClientStepRule = defineVerb<InputOf<typeof setContract>, OutputOf<typeof setContract>>({
  name: "portal.set_step_rule",
  permission: "studio:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, audit }) {
    const { rule } = input;
    audit({ action: "update", resource: "client_step_rule", resourceId: tenantId, detail: { rule } });
    if (!(await isFreshlyProven(tx, actor))) return refuse("second_factor_needed");
    await tx.tenant.update({
      where: { id: tenantId },
      data: { clientsNeedSecondStep: rule === "required" },
    });
    if (rule === "required")
      await tx.$executeRaw`
        update client_session s set revoked_at = now(), revoked_reason = 'second_step_required'
        where s.tenant_id = ${tenantId}::uuid and s.revoked_at is null and not exists (
          select from client_totp m where m.tenant_id = s.tenant_id and m.client_account_id = s.client_account_id)`;
    return ok({});
  },
});
