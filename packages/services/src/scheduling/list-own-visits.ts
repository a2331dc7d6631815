import type { listOwnVisits as contract, OwnVisit } from "@quietroom/contracts/portal";
import type { OutputOf } from "@quietroom/contracts/wire";
import type { AppointmentId } from "@quietroom/domain/ids";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { moveLimit } from "./move-limit.ts";
import { missedTooOften, noShowRule } from "./no-shows.ts";
import { asClient } from "./own-visit.ts";
import { clientsChoices } from "./view-appointment.ts";

const pastShown = 50;

/** The signed-in client's own visits: those to come, soonest first, and the latest of those that are over or cancelled. */
export const listOwnVisits = defineVerb<object, OutputOf<typeof contract>>({
  name: "scheduling.list_own_visits",
  permission: "appointment:view_own",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, now, tenantId, actor, audit }) {
    const { clientId } = asClient(actor);
    audit({ action: "read", resource: "appointment", resourceId: null, clientId });
    const client = found(
      await tx.client.findUnique({
        where: { tenantId_id: { tenantId, id: clientId } },
        select: { id: true, givenName: true },
      }),
    );
    const rows = await tx.$queryRaw<Row[]>`
      select a.id, a.status, a.starts_at as "startsAt", a.ends_at as "endsAt", a.time_zone as "timeZone", a.mode,
        a.cancel_deadline as "cancelDeadline", a.client_moves as "clientMoves", a.group_session_id as "groupSessionId",
        a.request_expires_at as "requestExpiresAt", s.approval, s.name as "serviceName", app.names_of(a.tenant_id, a.practitioner_id, a.with_practitioner_ids) as "practitionerName",
        l.name as "locationName"
      from appointment a
        join service s on s.tenant_id = a.tenant_id and s.id = a.service_id
        join location l on l.tenant_id = a.tenant_id and l.id = a.location_id
      where a.tenant_id = ${tenantId}::uuid and a.client_id = ${clientId}::uuid
      order by a.starts_at desc limit 500`;
    const limit = await moveLimit(tx, tenantId);
    const rule = await noShowRule(tx, tenantId);
    const visits = rows.map(
      ({
        startsAt,
        endsAt,
        cancelDeadline,
        clientMoves,
        groupSessionId,
        approval,
        requestExpiresAt,
        ...row
      }): OwnVisit => {
        const start = fromInstantColumn(startsAt);
        const deadline = fromInstantColumn(cancelDeadline);
        const choices = clientsChoices(
          {
            status: row.status,
            start,
            cancelDeadline: deadline,
            clientMoves,
            groupSessionId,
            approval,
            requestExpiresAt: requestExpiresAt && fromInstantColumn(requestExpiresAt),
          },
          { now, limit },
        );
        return { ...row, startsAt: start, endsAt: fromInstantColumn(endsAt), ...choices };
      },
    );
    const isComing = ({ status, endsAt }: OwnVisit) =>
      endsAt > now && status !== "cancelled" && status !== "no_show" && status !== "completed";
    return {
      givenName: client.givenName,
      now,
      callToBook: rule !== null && (await missedTooOften(tx, rule, { tenantId, clientId, now })),
      coming: visits.filter(isComing).toReversed(),
      past: visits.filter((visit) => !isComing(visit)).slice(0, pastShown),
    };
  },
});

type Row = Pick<
  OwnVisit,
  "id" | "status" | "timeZone" | "mode" | "serviceName" | "practitionerName" | "locationName"
> & {
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly cancelDeadline: Date;
  readonly clientMoves: number;
  readonly groupSessionId: AppointmentId | null;
  readonly approval: "instant" | "request";
  readonly requestExpiresAt: Date | null;
};
