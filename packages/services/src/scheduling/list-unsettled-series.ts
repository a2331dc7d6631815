import type {
  countUnsettledSeries as countContract,
  listUnsettledSeries as contract,
} from "@quietroom/contracts/affected-visits";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { type LocalDate, localDate, resolveWallTime, type TimeZone } from "@quietroom/domain/time";
import { namesOfClients } from "../clients/index.ts";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { unsettledSeries } from "./unsettled-series.ts";

/** So many series are listed; as they are seen to, others follow. */
const listed = 100;

/** The series that somebody has to see to, of visits that this person manages: those that stopped (ec-G12), and those with dates that the night could not book (ec-G14). */
export const listUnsettledSeries = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "scheduling.list_unsettled_series",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input: { practitionerId }, now, tenantId, actor, audit }) {
    const studio = found(await tx.tenant.findUnique({ where: { id: tenantId }, select: { timeZone: true } }));
    const rows = await tx.$queryRaw<Row[]>`
      select u.*, s.name as "serviceName",
        app.names_of(${tenantId}::uuid, u."practitionerIds"[1], u."practitionerIds"[2:]) as "practitionerName",
        near.id as "visitId", near.starts_at as "visitAt"
      from (
        select a.id as "seriesId", a.client_id as "clientId", a.service_id, a.practitioner_id || a.with_practitioner_ids as "practitionerIds",
          a.start_time as time, a.time_zone as zone, a.booked_until::text as "bookedUntil",
          a.stopped_because is not null and a.stop_seen_at is null as stopped,
          coalesce(open.first, a.booked_until) as nearest, coalesce(open.gaps, '[]') as gaps, count(*) over ()::int as "seriesCount"
        from ${unsettledSeries({ tenantId, now, actor, practitionerId })}
        order by nearest, a.id limit ${listed}) u
        join service s on s.tenant_id = ${tenantId}::uuid and s.id = u.service_id
        left join lateral (
          select v.id, v.starts_at from appointment v
          where v.tenant_id = ${tenantId}::uuid and v.series_id = u."seriesId" and v.status <> 'cancelled'
          order by abs(v.series_date - u.nearest), v.series_date limit 1) near on true
      order by u.nearest, u."seriesId"`;
    const clientIds = [...new Set(rows.map(({ clientId }) => clientId))];
    audit({ action: "read", resource: "series", resourceId: null, detail: { clientIds } });
    const names = await namesOfClients(tx, tenantId, clientIds);
    return {
      series: rows.map(({ seriesId, clientId, time, zone, visitId, visitAt, ...row }) => ({
        seriesId,
        clientName: names.get(clientId) ?? "",
        serviceName: row.serviceName,
        practitionerName: row.practitionerName,
        time,
        bookedUntil: row.bookedUntil,
        stopped: row.stopped,
        gaps: row.gaps.map(({ date, because }) => ({
          date,
          day: localDate(resolveWallTime(date, time, zone), studio.timeZone),
          because,
        })),
        visit:
          visitId === null || visitAt === null
            ? null
            : { appointmentId: visitId, day: localDate(fromInstantColumn(visitAt), studio.timeZone) },
      })),
      seriesCount: rows[0]?.seriesCount ?? 0,
    };
  },
});

/** How many they are. */
export const countUnsettledSeries = defineVerb<object, OutputOf<typeof countContract>>({
  name: "scheduling.count_unsettled_series",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "public",
  async run({ tx, now, tenantId, actor }) {
    const [row] = await tx.$queryRaw<{ unsettled: number }[]>`
      select count(*)::int as unsettled from ${unsettledSeries({ tenantId, now, actor, practitionerId: null })}`;
    return found(row ?? null);
  },
});

type Row = {
  readonly seriesId: string;
  readonly clientId: string;
  readonly serviceName: string;
  readonly practitionerName: string;
  readonly time: string;
  readonly zone: TimeZone;
  readonly bookedUntil: LocalDate;
  readonly stopped: boolean;
  readonly gaps: readonly { readonly date: LocalDate; readonly because: string }[];
  readonly visitId: string | null;
  readonly visitAt: Date | null;
  readonly seriesCount: number;
};
