import type * as contract from "@quietroom/contracts/agreements";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import type { Tx } from "@quietroom/db";
import { type Permission, reachesAny } from "@quietroom/domain/access";
import { refuse } from "@quietroom/domain/result";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { peopleOf } from "../held-by.ts";
import { acceptedDocuments } from "./accepted-documents.ts";
import { consentsOf, keepAnswer, recordersOf } from "./consents.ts";

/** What the client of a visit accepted and consented to, for whoever sees to that visit. Throws `not_found` out of reach (TEN-07). */
export const viewVisitConsents = defineVerb<
  InputOf<typeof contract.viewVisitConsents>,
  OutputOf<typeof contract.viewVisitConsents>
>({
  name: "agreements.view_of_visit",
  permission: "consent:view",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, tenantId, now, audit } = work;
    const clientId = await clientOfVisit(work, "consent:view");
    audit({ action: "read", resource: "consent", resourceId: null, clientId });
    if (clientId === null) return null;
    const { timeZone, locale } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const whose = { tenantId, clientId };
    const { accepted, owed } = await acceptedDocuments(tx, whose);
    const named = await namesOf(tx, tenantId, await recordersOf(tx, whose));
    const consents = await consentsOf(tx, whose, { now, names: (id) => named.get(id) ?? "Staff" });
    return {
      timeZone,
      locale,
      accepted,
      owed: owed.map(({ kind, version }) => ({ kind, version })),
      consents,
    };
  },
});

/** Writes down what the client of a visit said to staff, and how they said it (CONS-04). Who wrote it is kept with it. */
export const recordConsent = defineVerb<
  InputOf<typeof contract.recordConsent>,
  OutputOf<typeof contract.recordConsent>
>({
  name: "agreements.record_consent",
  permission: "consent:record",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { input, actor, audit } = work;
    if (actor.kind !== "staff") throw new AppError("forbidden");
    const clientId = await clientOfVisit(work, "consent:record");
    if (clientId === null) {
      audit({ action: "create", resource: "consent", resourceId: null });
      return refuse("no_client");
    }
    const { kind, answer, version, place, reason } = input;
    const said = { clientId, kind, answer, version, place, reason };
    return await keepAnswer(work, { ...said, recordedBy: actor.staffUserId });
  },
});

/** Whose visit it is; null while the time is only held. */
async function clientOfVisit(
  { tx, tenantId, input, actor }: VerbWork<{ readonly appointmentId: string }>,
  permission: Permission,
): Promise<string | null> {
  const visit = await tx.appointment.findUnique({
    where: { tenantId_id: { tenantId, id: input.appointmentId } },
    select: { clientId: true, practitionerId: true, withPractitionerIds: true },
  });
  if (visit === null || !reachesAny(actor, permission, peopleOf(visit))) throw new AppError("not_found");
  return visit.clientId;
}

async function namesOf(
  tx: Tx,
  tenantId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const people = await tx.staffUser.findMany({
    where: { tenantId, id: { in: [...new Set(ids)] } },
    select: { id: true, displayName: true },
  });
  return new Map(people.map(({ id, displayName }) => [id, displayName]));
}
