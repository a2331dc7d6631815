import type { liftHold as liftContract, placeHold as placeContract } from "@quietroom/contracts/records";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { v7 as uuidv7 } from "uuid";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
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
    if ((await standingHold(work)) !== null) return refuse("already_held");
    await tx.legalHold.create({
      data: { tenantId, id: uuidv7(), clientId, placedBy, reason },
      select: { id: true },
    });
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
    const { tx, input, tenantId, now, audit } = work;
    const { clientId, reason } = input;
    const liftedBy = actingStaff(work);
    audit({ action: "update", resource: "legal_hold", resourceId: null, clientId });
    await lockKeptClient(work);
    const standing = await standingHold(work);
    if (standing === null) return refuse("not_held");
    await tx.legalHold.update({
      where: { tenantId_id: { tenantId, id: standing.id } },
      data: { liftedAt: toInstantColumn(now), liftedBy, liftReason: reason },
      select: { id: true },
    });
    return ok({});
  },
});

/** The hold that keeps a record. Ask with the record locked: then there is one or none, and it stays. */
async function standingHold({
  tx,
  tenantId,
  input,
}: Pick<VerbWork<{ readonly clientId: string }>, "tx" | "tenantId" | "input">) {
  const { clientId } = input;
  return await tx.legalHold.findFirst({
    where: { tenantId, clientId, liftedAt: null },
    select: { id: true },
  });
}
