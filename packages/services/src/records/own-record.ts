import type { exportOwnRecord as contract, OwnRecord } from "@quietroom/contracts/records";
import type { OutputOf } from "@quietroom/contracts/wire";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { asClient } from "../scheduling/index.ts";
import { whoOpened } from "../trail/index.ts";
import { toRequest } from "./rights-requests.ts";

/** As many of the latest openings as a record that is taken along holds. */
const mostOpened = 1_000;

type Asked = Pick<VerbWork<object>, "tx" | "tenantId"> & { readonly clientId: string };

/**
 * Everything that is kept of the signed-in client: their record, visits, places on the waitlist, messages they were sent, what they agreed
 * to and asked for, and who opened it (COMP-04, COMP-05). The first way to any of it by which a client takes it along is audited as an export.
 */
export const exportOwnRecord = defineVerb<object, OutputOf<typeof contract>>({
  name: "records.export_own",
  permission: "record:own",
  isolation: "read committed",
  trace: "audited",
  reach: "studio", // messages, waits and the trail are closed to the clients' role; each question below names the client
  async run({ tx, tenantId, now, actor, audit }) {
    const { clientId } = asClient(actor);
    const asked = { tx, tenantId, clientId };
    const whose = { tenantId, clientId };
    audit({ action: "export", resource: "client", resourceId: clientId, clientId });
    const studio = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const client = found(await tx.client.findUnique({ where: { tenantId_id: { tenantId, id: clientId } } }));
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
      waitlist: await waits(asked),
      messages: await messages(asked),
      consents: await consents(asked),
      documents: await documents(asked),
      requests: requests.map(toRequest),
      opened: await opened(asked),
    };
  },
});

async function visits({ tx, tenantId, clientId }: Asked): Promise<OwnRecord["visits"]> {
  const rows = await tx.$queryRaw<VisitRow[]>`
    select a.id, a.starts_at as "startsAt", a.ends_at as "endsAt", a.time_zone as "timeZone", a.status::text as status,
      s.name as service, p.display_name as practitioner, l.name as location
    from appointment a
      join service s on s.tenant_id = a.tenant_id and s.id = a.service_id
      join practitioner p on p.tenant_id = a.tenant_id and p.id = a.practitioner_id
      join location l on l.tenant_id = a.tenant_id and l.id = a.location_id
    where a.tenant_id = ${tenantId}::uuid and a.client_id = ${clientId}::uuid and a.status <> 'held'
    order by a.starts_at desc`;
  const words = await tx.appointment.findMany({
    where: { tenantId, clientId, status: "cancelled" },
    select: { id: true, cancelReason: true },
  });
  const whyCancelled = new Map(words.map(({ id, cancelReason }) => [id, cancelReason]));
  return rows.map(({ id, ...row }) => ({
    ...row,
    startsAt: fromInstantColumn(row.startsAt),
    endsAt: fromInstantColumn(row.endsAt),
    cancelReason: whyCancelled.get(id) ?? null,
  }));
}

type VisitRow = Omit<OwnRecord["visits"][number], "startsAt" | "endsAt" | "cancelReason"> & {
  readonly id: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
};

async function waits({ tx, tenantId, clientId }: Asked): Promise<OwnRecord["waitlist"]> {
  const rows = await tx.$queryRaw<(Omit<OwnRecord["waitlist"][number], "joinedAt"> & { joinedAt: Date })[]>`
    select w.joined_at as "joinedAt", s.name as service, w.date_from::text as from, w.date_until::text as until,
      w.status::text as status
    from waitlist_entry w join service s on s.tenant_id = w.tenant_id and s.id = w.service_id
    where w.tenant_id = ${tenantId}::uuid and w.client_id = ${clientId}::uuid order by w.joined_at desc`;
  return rows.map((row) => ({ ...row, joinedAt: fromInstantColumn(row.joinedAt) }));
}

async function messages({ tx, tenantId, clientId }: Asked): Promise<OwnRecord["messages"]> {
  const rows = await tx.notification.findMany({
    where: { tenantId, clientId, sentAt: { not: null } },
    select: { kind: true, channel: true, sentAt: true },
    orderBy: { sentAt: "desc" },
  });
  return rows.flatMap(({ kind, channel, sentAt }) =>
    sentAt === null ? [] : [{ kind, channel, sentAt: fromInstantColumn(sentAt) }],
  );
}

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

async function documents({ tx, tenantId, clientId }: Asked): Promise<OwnRecord["documents"]> {
  const rows = await tx.$queryRaw<{ kind: string; version: number; acceptedAt: Date }[]>`
    select d.kind, d.version, a.accepted_at as "acceptedAt"
    from document_acceptance a join legal_document d on d.tenant_id = a.tenant_id and d.id = a.document_id
    where a.tenant_id = ${tenantId}::uuid and a.client_id = ${clientId}::uuid order by a.accepted_at desc`;
  return rows.map((row) => ({ ...row, acceptedAt: fromInstantColumn(row.acceptedAt) }));
}

/** Who of the studio opened this record, lists that it was in included. */
async function opened({ tx, tenantId, clientId }: Asked): Promise<OwnRecord["opened"]> {
  const { rows } = await whoOpened(tx, { tenantId, clientId, before: null, take: mostOpened });
  return rows.map(({ at, who, action, resource }) => ({ at, by: who, action, what: resource }));
}
