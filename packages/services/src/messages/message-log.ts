import type { messageLog as contract } from "@quietroom/contracts/messages";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import type { Tx } from "@quietroom/db";
import { practitionersWithin } from "@quietroom/domain/access";
import { arrivalOf } from "../arrival-of.ts";
import { namesOfClients } from "../clients/index.ts";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";

const pageSize = 50;

/**
 * The ledger of messages about care, newest first, a page at a time: what was planned, sent, skipped or failed, and why (NOTIF-15). Who sees
 * only their own clients sees the messages about visits and offers of theirs. What somebody is told of their own account is theirs alone.
 */
export const messageLog = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "messages.log",
  permission: "message_log:view",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, actor, tenantId, audit }) {
    const studio = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const ids = await pageOfIds(tx, tenantId, {
      before: input.before,
      own: practitionersWithin(actor, "message_log:view"),
    });
    const rows = await tx.notification.findMany({
      where: { tenantId, id: { in: ids.slice(0, pageSize) } },
      omit: { toAddress: true }, // where mail goes is opened by nobody but who sends it
      orderBy: { id: "desc" },
    });
    const clientIds = [...new Set(rows.flatMap(({ clientId }) => clientId ?? []))];
    const names = await namesOfClients(tx, tenantId, clientIds);
    audit({ action: "read", resource: "notification", resourceId: null, detail: { clientIds } });
    return {
      timeZone: studio.timeZone,
      locale: studio.locale,
      next: ids.length > pageSize ? (rows.at(-1)?.id ?? null) : null,
      messages: rows.map((row) => ({
        id: row.id,
        kind: row.kind,
        channel: row.channel,
        clientName: names.get(row.clientId ?? "") ?? "",
        appointmentId: row.appointmentId,
        status: row.status,
        reason: row.reason,
        attempts: row.attempts,
        dueAt: fromInstantColumn(row.dueAt),
        sentAt: row.sentAt && fromInstantColumn(row.sentAt),
        arrival: arrivalOf(row),
      })),
    };
  },
});

/** The ids of one page and, when there is another, of the first on it. Ids carry the time they were made. */
async function pageOfIds(
  tx: Tx,
  tenantId: string,
  { before, own }: { readonly before: string | null; readonly own: "all" | readonly string[] },
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select n.id from notification n
      left join appointment a on a.tenant_id = n.tenant_id and a.id = n.appointment_id
      left join waitlist_offer f on f.tenant_id = n.tenant_id and f.id = n.offer_id
      left join opening o on o.tenant_id = f.tenant_id and o.id = f.opening_id
    where n.tenant_id = ${tenantId}::uuid and n.category <> 'account' and (${before}::uuid is null or n.id < ${before}::uuid)
      and (${own === "all"} or a.with_practitioner_ids || coalesce(a.practitioner_id, o.practitioner_id) && ${own === "all" ? [] : [...own]}::uuid[])
    order by n.id desc limit ${pageSize + 1}`;
  return rows.map(({ id }) => id);
}
