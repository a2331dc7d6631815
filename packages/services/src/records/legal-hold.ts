import type { liftHold as liftContract, placeHold as placeContract } from "@quietroom/contracts/records";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { actingStaff, lockKeptClient } from "./kept-client.ts";

/** Keeps a record whatever its age until somebody lifts the hold (COMP-02). It leaves the list of those to decide on. */
export const placeHold = defineVerb<InputOf<typeof placeContract>, OutputOf<typeof placeContract>>({
  name: "records.place_hold",
  permission: "record:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, tenantId, audit } = work;
    const { clientId, reason } = input;
    const placedBy = actingStaff(work);
    audit({ action: "create", resource: "legal_hold", resourceId: null, clientId });
    const { anonymised } = await lockKeptClient(work);
    if (anonymised) return refuse("anonymised");
    const standing = await tx.legalHold.findFirst({ where: { tenantId, clientId, liftedAt: null } });
    if (standing !== null) return refuse("already_held");
    await tx.legalHold.create({ data: { tenantId, clientId, placedBy, reason } });
    await tx.purgeCandidate.deleteMany({ where: { tenantId, clientId, decidedAt: null } });
    return ok({});
  },
});

/** Ends a hold, with a reason. The years of retention go on from the last activity, as if there had been none. */
export const liftHold = defineVerb<InputOf<typeof liftContract>, OutputOf<typeof liftContract>>({
  name: "records.lift_hold",
  permission: "record:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, tenantId, audit } = work;
    const { clientId, reason } = input;
    const liftedBy = actingStaff(work);
    audit({ action: "update", resource: "legal_hold", resourceId: null, clientId });
    await lockKeptClient(work);
    const lifted = await tx.$executeRaw`
      update legal_hold set lifted_at = app.now(), lifted_by = ${liftedBy}::uuid, lift_reason = ${reason}
      where tenant_id = ${tenantId}::uuid and client_id = ${clientId}::uuid and lifted_at is null`;
    return lifted === 0 ? refuse("not_held") : ok({});
  },
});
