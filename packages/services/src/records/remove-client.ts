import type {
  removeClient as removeContract,
  restoreRecord as restoreContract,
} from "@quietroom/contracts/records";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { v7 as uuidv7 } from "uuid";
import { defineVerb } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import { actingStaff, lockKeptClient } from "./kept-client.ts";
import { placesWaiting, visitsAhead } from "./still-expected.ts";

/**
 * Takes a client's record and what hangs on it out of everybody's sight, with a reason, and signs the client out (COMP-03). Nothing is
 * lost, and an admin may bring it back. Refused while the studio still expects them: a visit to come, or a place on the waitlist.
 */
export const removeClient = defineVerb<InputOf<typeof removeContract>, OutputOf<typeof removeContract>>({
  name: "records.remove_client",
  permission: "record:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, tenantId, now, audit } = work;
    const { clientId, reason } = input;
    const removedBy = actingStaff(work);
    audit({ action: "delete", resource: "client", resourceId: clientId, clientId });
    const { removed } = await lockKeptClient(work);
    if (removed) return refuse("already_removed");
    const expected = await tx.appointment.count({ where: visitsAhead({ tenantId, clientId, now }) });
    if (expected > 0) return refuse("has_visits");
    const waiting = await tx.waitlistEntry.count({ where: placesWaiting({ tenantId, clientId }) });
    if (waiting > 0) return refuse("is_waiting");
    // Nothing more is sent to somebody whom nobody may see.
    await tx.notification.updateMany({
      where: { tenantId, clientId, status: "planned" },
      data: { status: "skipped", reason: "record_removed", toAddress: null },
    });
    // One that is just leaving has its address already.
    await tx.notification.updateMany({
      where: { tenantId, clientId, status: "claimed", category: "account" },
      data: { toAddress: null },
    });
    await tx.$executeRaw`
      update client set deleted_at = app.now() where tenant_id = ${tenantId}::uuid and id = ${clientId}::uuid`;
    await tx.clientRemoval.create({
      data: { tenantId, id: uuidv7(), clientId, removedBy, reason },
      select: { id: true },
    });
    return ok({});
  },
});

/** Brings a removed record back, with a reason. One that lost its name stays where it is. */
export const restoreRecord = defineVerb<InputOf<typeof restoreContract>, OutputOf<typeof restoreContract>>({
  name: "records.restore_client",
  permission: "record:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, tenantId, now, audit } = work;
    const { clientId, reason } = input;
    const restoredBy = actingStaff(work);
    audit({ action: "restore", resource: "client", resourceId: clientId, clientId });
    const { removed, anonymised } = await lockKeptClient(work);
    if (anonymised) return refuse("anonymised");
    if (!removed) return refuse("not_removed");
    await tx.$executeRaw`
      update client set deleted_at = null where tenant_id = ${tenantId}::uuid and id = ${clientId}::uuid`;
    const standing = await tx.clientRemoval.findFirstOrThrow({
      where: { tenantId, clientId, restoredAt: null },
      select: { id: true },
    });
    await tx.clientRemoval.update({
      where: { tenantId_id: { tenantId, id: standing.id } },
      data: { restoredAt: toInstantColumn(now), restoredBy, restoreReason: reason },
      select: { id: true },
    });
    return ok({});
  },
});
