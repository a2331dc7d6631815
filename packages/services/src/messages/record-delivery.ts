import type { NotificationModel } from "@quietroom/db";
import { type DeliveryReport, stopsAddress } from "@quietroom/domain/messaging";
import { emailIndexes } from "../clients/index.ts";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import type { ReportedDelivery } from "../ports.ts";

type Reported = Omit<ReportedDelivery, "tenantId">;

/**
 * Writes into the ledger what a provider tells of a message after it took it (NOTIF-07), in whichever order and however often it tells it: the
 * first time of each kind stays, and twice told is once told. Mail to a client that came back for good, and a complaint, stop the address for
 * every client of the studio who has it; an offer that never arrived goes on to the next. A message that the ledger does not know, or knows by another id, changes nothing.
 */
export const recordDelivery = defineVerb<Reported, { readonly known: boolean }>({
  name: "messages.record_delivery",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, now, tenantId, audit, emit } = work;
    const { notificationId: id, report } = input;
    await tx.$queryRaw`select 1 from notification where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`;
    const key = { tenantId_id: { tenantId, id } };
    const row = await tx.notification.findUnique({ where: key, omit: { toAddress: true } });
    const known = row !== null && (row.providerId ?? input.providerId) === input.providerId;
    audit({
      action: known ? "update" : "attempt",
      resource: "notification",
      resourceId: id,
      clientId: known ? row.clientId : null,
      detail: { report: report.kind },
    });
    if (!known || !isNews(row, report)) return { known };

    await tx.notification.update({ where: key, data: columnsOf(row, report, toInstantColumn(now)) });
    // Somebody who has it may still answer, whatever their mailbox said of it later: that they are away, for one.
    const unreached =
      report.kind === "came_back" && (report.bounce === "for_good" || row.deliveredAt === null);
    if (unreached && row.offerId !== null) emit("waitlist/unreached", { offerId: row.offerId });
    const because = stopsAddress(report);
    if (because !== null && row.clientId !== null) await stopAddress(work, because);
    emit("notification/recorded", { notificationId: id });
    emit("notification/reported", { notificationId: id });
    return { known };
  },
});

type Told = Pick<NotificationModel, "deliveredAt" | "bouncedAt" | "bounce" | "complainedAt">;

/** Whether it was not told yet: what staff made of it since is not undone by hearing it twice. */
function isNews({ deliveredAt, bouncedAt, bounce, complainedAt }: Told, report: DeliveryReport): boolean {
  if (report.kind === "delivered") return deliveredAt === null;
  if (report.kind === "complained") return complainedAt === null;
  return bouncedAt === null || (report.bounce === "for_good" && bounce === "for_now");
}

function columnsOf({ bouncedAt }: Told, report: DeliveryReport, at: Date): Partial<Told> {
  if (report.kind === "delivered") return { deliveredAt: at };
  if (report.kind === "complained") return { complainedAt: at };
  return { bouncedAt: bouncedAt ?? at, bounce: report.bounce };
}

/** The address is that of the mail: whoever has another one by now is not meant. */
async function stopAddress(
  { tx, input, now, tenantId, keys, audit }: VerbWork<Reported>,
  because: "came_back" | "complained",
): Promise<void> {
  const stopped = await tx.client.updateManyAndReturn({
    where: { tenantId, emailIndex: { in: emailIndexes(keys(), input.to) }, emailStoppedAt: null },
    data: { emailStoppedAt: toInstantColumn(now), emailStoppedBecause: because },
    select: { id: true },
  });
  for (const { id: clientId } of stopped)
    audit({
      action: "update",
      resource: "client",
      resourceId: clientId,
      clientId,
      changed: ["email_stopped"],
      detail: { because },
    });
}
