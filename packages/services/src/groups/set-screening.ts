import type { setScreening as contract } from "@quietroom/contracts/groups";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { clientWithinReach } from "../clients/index.ts";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { keepScreening, screeningsOf } from "../screening.ts";

/**
 * Staff record that they screened a client for the groups of a service, or take back what was recorded by mistake (SCHED-24). Said twice it
 * is kept once, as the first said it, and taken back once. Throws `not_found` for a client whom the actor could not have found by searching, and for a service that
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
    await clientWithinReach(work, clientId);
    const said = { resource: "screening", clientId, detail: { serviceId } } as const;
    if (screened) {
      const isNew = await keepScreening(work, member);
      const where = { tenantId_clientId_serviceId: { tenantId, ...member } };
      const kept = isNew ? null : await tx.screening.findUnique({ where, select: { id: true } });
      if (!isNew) audit({ ...said, action: "read", resourceId: kept?.id ?? null });
    } else {
      const gone = await tx.$queryRaw<{ id: string }[]>`
        delete from screening where tenant_id = ${tenantId}::uuid and client_id = ${clientId}::uuid and service_id = ${serviceId}::uuid
        returning id`;
      for (const { id } of gone) audit({ ...said, action: "delete", resourceId: id });
      if (gone.length === 0) audit({ ...said, action: "read", resourceId: null });
    }
    return found((await screeningsOf(tx, tenantId, [member]))(member));
  },
});
