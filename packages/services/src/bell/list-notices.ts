import type { listNotices as contract } from "@quietroom/contracts/bell";
import type { OutputOf } from "@quietroom/contracts/wire";
import type { BellKind, BellPriority } from "@quietroom/domain/bell";
import { localDate } from "@quietroom/domain/time";
import { namesOfClients } from "../clients/index.ts";
import { defineVerb } from "../define-verb.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { studioClock } from "../studio-clock.ts";
import { ownNotices } from "./own-bell.ts";

const mostShown = 100;

/** What happened of late that somebody may see and has not put away, with the names behind its ids as they are now (NOTIF-13, NOTIF-14). */
export const listNotices = defineVerb<object, OutputOf<typeof contract>>({
  name: "bell.list_notices",
  permission: "bell:view",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, tenantId, audit } = work;
    const found = await tx.$queryRaw<Row[]>`
      select n.id, n.kind, n.priority, n.created_at as "createdAt", k.read_at is not null as "isRead",
        coalesce(a.client_id, m.client_id) as "clientId", a.id as "appointmentId",
        case when a.id is not null then app.names_of(a.tenant_id, a.practitioner_id, a.with_practitioner_ids)
          when o.id is not null then app.names_of(o.tenant_id, o.practitioner_id, '{}') end as "practitionerName",
        coalesce(a.starts_at, o.starts_at) as "startsAt"
      from ${await ownNotices(work)}
      order by k.read_at is not null, array_position(array['urgent', 'high', 'normal', 'low'], n.priority::text), n.id desc
      limit ${mostShown + 1}`;
    const rows = found.slice(0, mostShown);
    const clientIds = [...new Set(rows.flatMap(({ clientId }) => clientId ?? []))];
    audit({ action: "read", resource: "bell_notice", resourceId: null, detail: { clientIds } });
    const names = await namesOfClients(tx, tenantId, clientIds);
    const { timeZone, locale } = await studioClock(tx, tenantId);
    return {
      timeZone,
      locale,
      more: found.length > mostShown,
      notices: rows.map(({ clientId, appointmentId, createdAt, startsAt, ...row }) => ({
        ...row,
        createdAt: fromInstantColumn(createdAt),
        clientName: clientId && (names.get(clientId) ?? null),
        startsAt: startsAt && fromInstantColumn(startsAt),
        visit:
          appointmentId === null || startsAt === null
            ? null
            : { appointmentId, day: localDate(fromInstantColumn(startsAt), timeZone) },
      })),
    };
  },
});

type Row = {
  readonly id: string;
  readonly kind: BellKind;
  readonly priority: BellPriority;
  readonly createdAt: Date;
  readonly isRead: boolean;
  readonly clientId: string | null;
  readonly appointmentId: string | null;
  readonly practitionerName: string | null;
  readonly startsAt: Date | null;
};
