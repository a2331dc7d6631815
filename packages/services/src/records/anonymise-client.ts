import type { VerbWork } from "../define-verb.ts";
import { randomBytes } from "node:crypto";
import { newRecordNumber } from "@quietroom/domain/clients";
import { clientIndexes, keepNameTokens } from "../clients/index.ts";

/**
 * Takes from a record everything that says who it was, and hides it. Visits, waits and messages stay as what they are without a person:
 * times, services, codes. What signed the client in goes altogether.
 */
export async function anonymiseClient({
  tx,
  tenantId,
  keys,
  input: { clientId },
}: Pick<VerbWork<{ readonly clientId: string }>, "tx" | "tenantId" | "keys" | "input">): Promise<void> {
  const nobody = `removed-${clientId}@removed.invalid`;
  const byId = (id: string) => ({ where: { tenantId_id: { tenantId, id } }, select: { id: true } }) as const;
  const told = {
    givenName: "Removed",
    familyName: "Removed",
    birthDate: "1900-01-01",
    email: nobody,
    phone: "-",
    recordNumber: newRecordNumber(randomBytes(8)),
  };
  await tx.client.update({
    ...byId(clientId),
    data: {
      ...told,
      ...clientIndexes(keys(), told),
      timeZone: null,
      emailStoppedAt: null,
      emailStoppedBecause: null,
      textsStoppedAt: null,
    },
  });
  await keepNameTokens(tx, keys(), [{ id: clientId, ...told }]);
  const whose = { tenantId, clientId };
  const accounts = await tx.clientAccount.findMany({ where: whose, select: { id: true } });
  for (const { id: clientAccountId } of accounts) {
    const of = { where: { tenantId, clientAccountId } };
    await tx.clientWayIn.deleteMany(of);
    await tx.clientPassword.deleteMany(of);
    await tx.clientTotp.deleteMany(of);
    await tx.clientRecoveryCode.deleteMany(of);
    await tx.clientAccount.update({ ...byId(clientAccountId), data: { email: nobody, state: "suspended" } });
  }
  await tx.notification.updateMany({ where: whose, data: { toAddress: null } });
  await tx.clientSession.updateMany({ where: whose, data: { userAgent: "", ip: "" } });
  await withoutWords({ tx, tenantId }, clientId);
  const unsaid = { ip: null, userAgent: null };
  await tx.documentAcceptance.updateMany({ where: whose, data: unsaid });
  await tx.consent.updateMany({ where: whose, data: { ...unsaid, reason: null } });
  await tx.notificationPreference.deleteMany({ where: whose });
  await tx.$executeRaw`
    update client set anonymised_at = app.now(), deleted_at = coalesce(deleted_at, app.now())
    where tenant_id = ${tenantId}::uuid and id = ${clientId}::uuid`;
}

/**
 * What the client wrote, and what was written about them: that something was asked, answered or decided stays, the words go, those of
 * earlier removals, holds and reviews as well. Why it goes now is written by whoever decides it.
 */
async function withoutWords({ tx, tenantId }: Pick<VerbWork<unknown>, "tx" | "tenantId">, clientId: string) {
  const whose = { tenantId, clientId };
  const unsaid = "-";
  const byId = (id: string) => ({ where: { tenantId_id: { tenantId, id } }, select: { id: true } }) as const;
  await tx.appointment.updateMany({
    where: whose,
    data: { cancelReason: null, studioWord: null, staffNote: null, clientTimeZone: null },
  });
  await tx.waitlistEntry.updateMany({
    where: whose,
    data: { withdrawReason: null, priorityReason: null, clientTimeZone: null },
  });
  const entries = await tx.waitlistEntry.findMany({ where: whose, select: { id: true } });
  const ofEntries = { tenantId, entryId: { in: entries.map(({ id }) => id) } };
  await tx.waitlistOffer.updateMany({ where: ofEntries, data: { chosenReason: null } });
  for (const { id } of await tx.waitlistSkip.findMany({ where: ofEntries, select: { id: true } }))
    await tx.waitlistSkip.update({ ...byId(id), data: { reason: unsaid } });
  const visits = await tx.appointment.findMany({ where: whose, select: { id: true } });
  const ofVisits = { tenantId, kind: "staff", appointmentId: { in: visits.map(({ id }) => id) } };
  for (const { id } of await tx.bookingOverride.findMany({ where: ofVisits, select: { id: true } }))
    await tx.bookingOverride.update({ ...byId(id), data: { reason: unsaid } });
  const requests = await tx.rightsRequest.findMany({
    where: whose,
    select: { id: true, state: true, endedAt: true },
  });
  for (const { id, state, endedAt } of requests) {
    const answered = state === "approved" || state === "denied";
    await tx.rightsRequest.update({
      ...byId(id),
      data: {
        wish: unsaid,
        ...(answered ? { answer: unsaid } : {}),
        ...(endedAt === null ? {} : { endedReason: unsaid }),
      },
    });
  }
  for (const { id, restoredAt } of await tx.clientRemoval.findMany({
    where: whose,
    select: { id: true, restoredAt: true },
  })) {
    const again = restoredAt === null ? {} : { restoreReason: unsaid };
    await tx.clientRemoval.update({ ...byId(id), data: { reason: unsaid, ...again } });
  }
  for (const { id, liftedAt } of await tx.legalHold.findMany({
    where: whose,
    select: { id: true, liftedAt: true },
  })) {
    const lifted = liftedAt === null ? {} : { liftReason: unsaid };
    await tx.legalHold.update({ ...byId(id), data: { reason: unsaid, ...lifted } });
  }
  for (const { id } of await tx.clientReason.findMany({ where: whose, select: { id: true } }))
    await tx.clientReason.update({ ...byId(id), data: { reason: unsaid } });
  for (const { id } of await tx.disclosure.findMany({ where: whose, select: { id: true } }))
    await tx.disclosure.update({ ...byId(id), data: { recipient: unsaid, what: unsaid, purpose: unsaid } });
  const reviewed = { ...whose, decidedAt: { not: null } };
  for (const { id } of await tx.purgeCandidate.findMany({ where: reviewed, select: { id: true } }))
    await tx.purgeCandidate.update({ ...byId(id), data: { reason: unsaid } });
}
