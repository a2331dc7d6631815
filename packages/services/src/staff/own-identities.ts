import type {
  listIdentities as listContract,
  unlinkIdentity as unlinkContract,
} from "@quietroom/contracts/staff-identity";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { isFreshlyProven } from "./fresh-second-factor.ts";
import { identityDigest } from "./staff-identity.ts";

/** The identities by which the signed-in person may sign in elsewhere. */
export const listIdentities = defineVerb<object, OutputOf<typeof listContract>>({
  name: "staff.list_identities",
  permission: "session:own",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId, actor }) {
    if (actor.kind !== "staff") throw new AppError("forbidden");
    const rows = await tx.staffIdentity.findMany({
      where: { tenantId, staffUserId: actor.staffUserId },
      orderBy: { linkedAt: "asc" },
    });
    return {
      identities: rows.map(({ id, issuer, linkedAt }) => ({
        identityId: id,
        issuer,
        linkedAt: fromInstantColumn(linkedAt),
      })),
    };
  },
});

/** Takes one's own link away, from the next sign-in on; the password and the second factor stay. Asks for a fresh second factor (AUTH-21). */
export const unlinkIdentity = defineVerb<InputOf<typeof unlinkContract>, OutputOf<typeof unlinkContract>>({
  name: "staff.unlink_identity",
  permission: "session:own",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, seal, audit }) {
    if (actor.kind !== "staff") throw new AppError("forbidden");
    const { staffUserId } = actor;
    const { identityId: id } = input;
    audit({ action: "delete", resource: "staff_identity", resourceId: id });
    const link = found(await tx.staffIdentity.findFirst({ where: { tenantId, id, staffUserId } }));
    if (!(await isFreshlyProven(tx, actor))) return refuse("second_factor_needed");
    await tx.staffIdentity.deleteMany({ where: { tenantId, id, staffUserId } });
    await tx.identityDirectory.deleteMany({
      where: { tenantId, staffUserId, digest: identityDigest(seal, link) },
    });
    return ok({});
  },
});
