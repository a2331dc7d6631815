import type { listRequests as contract } from "@quietroom/contracts/requests";
import type { OutputOf } from "@quietroom/contracts/wire";
import { practitionersWithin } from "@quietroom/domain/access";
import { localDate } from "@quietroom/domain/time";
import { namesOfClients, withoutMail } from "../clients/index.ts";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { heldBy } from "../held-by.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import { screeningsOf } from "../screening.ts";

/**
 * The requests that wait for an answer, of visits that this person manages: for visits by when they run out, to be cancelled late by when
 * the visit begins. One that ran out and is not swept yet is not listed: it can be answered no more.
 */
export const listRequests = defineVerb<object, OutputOf<typeof contract>>({
  name: "scheduling.list_requests",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, now, tenantId, actor, audit }) {
    const within = practitionersWithin(actor, "appointment:manage");
    const studio = found(await tx.tenant.findUnique({ where: { id: tenantId }, select: { timeZone: true } }));
    const rows = await tx.$queryRaw<Row[]>`
      select a.id, a.version, a.status, a.client_id as "clientId", a.service_id as "serviceId", a.group_session_id as "groupSessionId", s.name as "serviceName",
        app.names_of(a.tenant_id, a.practitioner_id, a.with_practitioner_ids) as "practitionerName", a.mode, a.starts_at as "startsAt", a.ends_at as "endsAt",
        a.time_zone as "timeZone", a.booked_at as "bookedAt", a.request_expires_at as "expiresAt",
        a.cancel_asked_at as "askedAt"
      from appointment a
        join service s on s.tenant_id = a.tenant_id and s.id = a.service_id
      where a.tenant_id = ${tenantId}::uuid and ${heldBy(within)}
        and ((a.status = 'requested' and a.request_expires_at >= ${toInstantColumn(now)}::timestamptz)
          or (a.cancel_asked_at is not null and a.cancel_refused_at is null
            and a.status in ('scheduled', 'confirmed', 'checked_in', 'in_progress')))
      order by coalesce(a.request_expires_at, a.starts_at), a.starts_at, a.id
      limit 500`;
    const names = await namesOfClients(
      tx,
      tenantId,
      rows.map(({ clientId }) => clientId),
    );
    const reasons = await tx.appointment.findMany({
      where: { tenantId, id: { in: rows.map(({ id }) => id) } },
      select: { id: true, cancelReason: true },
    });
    const reasonOf = new Map(reasons.map(({ id, cancelReason }) => [id, cancelReason]));
    const clientIds = [...new Set(rows.map(({ clientId }) => clientId))];
    audit({ action: "read", resource: "appointment", resourceId: null, detail: { clientIds } });
    const unreached = await withoutMail(tx, tenantId, clientIds);
    const screeningOf = await screeningsOf(tx, tenantId, rows);
    const shown = (row: Row) => ({
      appointmentId: row.id,
      version: row.version,
      clientName: names.get(row.clientId) ?? "",
      takesMail: !unreached.has(row.clientId),
      serviceName: row.serviceName,
      practitionerName: row.practitionerName,
      mode: row.mode,
      date: localDate(fromInstantColumn(row.startsAt), studio.timeZone),
      startsAt: fromInstantColumn(row.startsAt),
      endsAt: fromInstantColumn(row.endsAt),
      timeZone: row.timeZone,
    });
    return {
      now,
      bookings: rows.flatMap((row) =>
        row.status === "requested" && row.expiresAt !== null
          ? [
              {
                ...shown(row),
                sentAt: fromInstantColumn(row.bookedAt),
                expiresAt: fromInstantColumn(row.expiresAt),
                screening: row.groupSessionId === null ? null : screeningOf(row),
              },
            ]
          : [],
      ),
      cancellations: rows.flatMap((row) =>
        row.status === "requested" || row.askedAt === null
          ? []
          : [
              {
                ...shown(row),
                askedAt: fromInstantColumn(row.askedAt),
                reason: reasonOf.get(row.id) ?? "",
              },
            ],
      ),
    };
  },
});

type Row = {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly clientId: string;
  readonly serviceId: string;
  readonly groupSessionId: string | null;
  readonly serviceName: string;
  readonly practitionerName: string;
  readonly mode: "in_person" | "telehealth";
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly timeZone: string;
  readonly bookedAt: Date;
  readonly expiresAt: Date | null;
  readonly askedAt: Date | null;
};
