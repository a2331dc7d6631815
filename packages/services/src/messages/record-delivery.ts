import { stopsAddress } from "@quietroom/domain/messaging";
import { emailIndexes } from "../clients/index.ts";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import type { ReportedDelivery } from "../ports.ts";

type Reported = Omit<ReportedDelivery, "tenantId">;

/**
 * Writes into the ledger what a provider tells of a message after it took it (NOTIF-07), in whichever order and however often it tells it: the
 * first time of each kind stays. Mail that came back for good, and a complaint, stop the address for every client of the studio who has it; an
 * offer that never arrived goes on to the next. A message that the ledger does not know, or knows by another id, changes nothing.
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
      action: "update",
      resource: "notification",
      resourceId: id,
      clientId: known ? row.clientId : null,
      detail: { report: report.kind },
    });
    if (!known) return { known };

    const at = toInstantColumn(now);
    const { offerId, deliveredAt, bouncedAt, complainedAt } = row;
    if (report.kind === "delivered" && deliveredAt === null)
      await tx.notification.update({ where: key, data: { deliveredAt: at } });
    if (report.kind === "complained" && complainedAt === null)
      await tx.notification.update({ where: key, data: { complainedAt: at } });
    if (report.kind === "came_back" && bouncedAt === null) {
      await tx.notification.update({ where: key, data: { bouncedAt: at, bounce: report.bounce } });
      if (offerId !== null) emit("waitlist/unreached", { offerId });
    }
    const because = stopsAddress(report);
    if (because !== null) await stopAddress(work, because);
    emit("notification/recorded", { notificationId: id });
    return { known };
  },
});

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
