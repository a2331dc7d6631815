import type { exportOwnRecord as contract, OwnRecord } from "@quietroom/contracts/records";
import type { OutputOf } from "@quietroom/contracts/wire";
import { defineVerb, type Verb, type VerbWork } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";
import type { VerbContext } from "../runtime.ts";
import { asClient } from "../scheduling/index.ts";
import { findOwnOpenings } from "../trail/index.ts";
import { disclosuresOf } from "./disclosures.ts";
import { findKeptBeside, type KeptBeside } from "./kept-beside.ts";
import { toRequest } from "./rights-requests.ts";

/** As many of the latest openings as a record that is taken along holds. */
const mostOpened = 1_000;

type Asked = Pick<VerbWork<object>, "tx" | "tenantId"> & { readonly clientId: string };

/** The part that a client's own transaction reads: nothing of anybody else's is there, whatever a question forgets to name. */
const exportOwnRows = defineVerb<object, Omit<OutputOf<typeof contract>, keyof KeptBeside | "opened">>({
  name: "records.export_own",
  permission: "record:own",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, tenantId, now, actor, audit }) {
    const { clientId } = asClient(actor);
    const asked = { tx, tenantId, clientId };
    const whose = { tenantId, clientId };
    const studio = found(
      await tx.tenant.findUnique({ where: { id: tenantId }, select: { name: true, timeZone: true } }),
    );
    const client = found(await tx.client.findUnique({ where: { tenantId_id: { tenantId, id: clientId } } }));
    audit({ action: "export", resource: "client", resourceId: clientId, clientId });
    const requests = await tx.rightsRequest.findMany({ where: whose, orderBy: { askedAt: "desc" } });
    return {
      studio: studio.name,
      timeZone: studio.timeZone,
      takenAt: now,
      profile: {
        givenName: client.givenName,
        familyName: client.familyName,
        birthDate: client.birthDate,
        email: client.email,
        phone: client.phone,
        timeZone: client.timeZone,
        since: fromInstantColumn(client.createdAt),
      },
      visits: await visits(asked),
      consents: await consents(asked),
      choices: await choices(asked),
      documents: await documents(asked),
      requests: requests.map(toRequest),
      disclosures: (await disclosuresOf({ tx, tenantId }, clientId)).map(
        ({ disclosedOn, recipient, what, purpose }) => ({ disclosedOn, recipient, what, purpose }),
      ),
    };
  },
});

/**
 * Everything that is kept of the signed-in client: their record, visits, places on the waitlist, messages they were sent, what they agreed
 * to and asked for, whom the studio gave something of it, and who opened it (COMP-04, COMP-05). The first way to any of it by which a client takes it along is audited as an export.
 */
export const exportOwnRecord: Verb<object, OutputOf<typeof contract>> = Object.assign(
  async (context: VerbContext) => {
    const own = await exportOwnRows(context, {});
    const beside = await findKeptBeside(context, {});
    const { rows } = await findOwnOpenings(context, { before: null, take: mostOpened });
    const opened = rows.map(({ at, who, action, resource }) => ({ at, by: who, action, what: resource }));
    return { ...own, ...beside, opened };
  },
  { verbName: exportOwnRows.verbName, permission: exportOwnRows.permission },
);

async function visits({ tx, tenantId, clientId }: Asked): Promise<OwnRecord["visits"]> {
  const rows = await tx.$queryRaw<VisitRow[]>`
    select a.id, a.starts_at as "startsAt", a.ends_at as "endsAt", a.time_zone as "timeZone", a.status::text as status,
      s.name as service, app.names_of(a.tenant_id, a.practitioner_id, a.with_practitioner_ids) as practitioner, l.name as location
    from appointment a
      join service s on s.tenant_id = a.tenant_id and s.id = a.service_id
      join location l on l.tenant_id = a.tenant_id and l.id = a.location_id
    where a.tenant_id = ${tenantId}::uuid and a.client_id = ${clientId}::uuid and a.status <> 'held'
    order by a.starts_at desc`;
  const words = await tx.appointment.findMany({
    where: {
      tenantId,
      clientId,
      OR: [{ status: "cancelled" }, { cancelAskedAt: { not: null } }, { staffNoteVersion: { gt: 0 } }],
    },
    select: { id: true, cancelReason: true, studioWord: true, staffNote: true },
  });
  const wordsOf = new Map(words.map(({ id, ...said }) => [id, said]));
  return rows.map(({ id, ...row }) => ({
    ...row,
    startsAt: fromInstantColumn(row.startsAt),
    endsAt: fromInstantColumn(row.endsAt),
    cancelReason: wordsOf.get(id)?.cancelReason ?? null,
    studioWord: wordsOf.get(id)?.studioWord ?? null,
    staffNote: wordsOf.get(id)?.staffNote ?? null,
  }));
}

type VisitRow = Omit<
  OwnRecord["visits"][number],
  "startsAt" | "endsAt" | "cancelReason" | "studioWord" | "staffNote"
> & {
  readonly id: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
};

async function consents({ tx, tenantId, clientId }: Asked): Promise<OwnRecord["consents"]> {
  const rows = await tx.consent.findMany({ where: { tenantId, clientId }, orderBy: { givenAt: "desc" } });
  return rows.map(({ kind, version, answer, place, givenAt, expiresAt, withdrawnAt, reason }) => ({
    kind,
    version,
    answer,
    place,
    reason,
    givenAt: fromInstantColumn(givenAt),
    expiresAt: expiresAt && fromInstantColumn(expiresAt),
    withdrawnAt: withdrawnAt && fromInstantColumn(withdrawnAt),
  }));
}

async function choices({ tx, tenantId, clientId }: Asked): Promise<OwnRecord["choices"]> {
  const rows = await tx.notificationPreference.findMany({
    where: { tenantId, clientId },
    orderBy: { changedAt: "desc" },
  });
  return rows.map(({ category, channel, wanted, changedAt }) => ({
    category,
    channel,
    wanted,
    changedAt: fromInstantColumn(changedAt),
  }));
}

async function documents({ tx, tenantId, clientId }: Asked): Promise<OwnRecord["documents"]> {
  const rows = await tx.$queryRaw<{ kind: string; version: number; acceptedAt: Date }[]>`
    select d.kind, d.version, a.accepted_at as "acceptedAt"
    from document_acceptance a join legal_document d on d.tenant_id = a.tenant_id and d.id = a.document_id
    where a.tenant_id = ${tenantId}::uuid and a.client_id = ${clientId}::uuid order by a.accepted_at desc`;
  return rows.map((row) => ({ ...row, acceptedAt: fromInstantColumn(row.acceptedAt) }));
}
