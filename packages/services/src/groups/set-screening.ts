import type { setScreening as contract } from "@quietroom/contracts/groups";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { clientWithinReach } from "../clients/index.ts";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { keepScreening, screeningsOf } from "../screening.ts";

/**
 * Staff record that they screened a client for the groups of a service, or take back what was recorded by mistake (SCHED-24). Said twice it
 * is kept once, as the first said it. Throws `not_found` for a client whom the actor could not have found by searching, and for a service that
 * screens nobody.
 */
export const setScreening = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "groups.set_screening",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, tenantId, audit } = work;
    const { clientId, serviceId, screened } = input;
    const member = { clientId, serviceId };
    const where = { tenantId_clientId_serviceId: { tenantId, ...member } };
    const before = await tx.screening.findUnique({ where, select: { id: true } });
    await clientWithinReach(work, clientId);
    const kept = screened && before === null && (await keepScreening(work, member));
    if (!kept) {
      const action = before === null || screened ? "read" : "delete";
      const resourceId = before?.id ?? null;
      audit({ action, resource: "screening", resourceId, clientId, detail: { serviceId } });
    }
    if (!screened) await tx.screening.deleteMany({ where: { tenantId, ...member } });
    return found((await screeningsOf(tx, tenantId, [member]))(member));
  },
});
