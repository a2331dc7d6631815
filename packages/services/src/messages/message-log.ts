import type { messageLog as contract } from "@quietroom/contracts/messages";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";

const pageSize = 50;

/** The ledger of messages, newest first, a page at a time: what was planned, sent, skipped or failed, and why (NOTIF-15). */
export const messageLog = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "messages.log",
  permission: "message_log:view",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit }) {
    const studio = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const rows = await tx.notification.findMany({
      where: { tenantId, ...(input.before === null ? {} : { id: { lt: input.before } }) },
      orderBy: { id: "desc" }, // ids carry the time they were made
      take: pageSize + 1,
    });
    const page = rows.slice(0, pageSize);
    const clientIds = [...new Set(page.map(({ clientId }) => clientId))];
    const clients = await tx.client.findMany({
      where: { tenantId, id: { in: clientIds } },
      select: { id: true, givenName: true, familyName: true },
    });
    const names = new Map(clients.map(({ id, givenName, familyName }) => [id, `${givenName} ${familyName}`]));
    audit({ action: "read", resource: "notification", resourceId: null, detail: { clientIds } });
    return {
      timeZone: studio.timeZone,
      locale: studio.locale,
      next: rows.length > pageSize ? (page.at(-1)?.id ?? null) : null,
      messages: page.map((row) => ({
        id: row.id,
        kind: row.kind,
        channel: row.channel,
        clientName: names.get(row.clientId) ?? "",
        appointmentId: row.appointmentId,
        status: row.status,
        reason: row.reason,
        attempts: row.attempts,
        dueAt: fromInstantColumn(row.dueAt),
        sentAt: row.sentAt && fromInstantColumn(row.sentAt),
      })),
    };
  },
});
