import type { Prisma, Tx } from "@quietroom/db";
import { v7 as uuidv7 } from "uuid";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { toInstantColumn } from "../instant-column.ts";
import type { VisitNoticeKind } from "./message-kind.ts";

export type PlanMessageInput =
  | { readonly kind: VisitNoticeKind; readonly appointmentId: string; readonly version: number }
  | { readonly kind: "waitlist_joined"; readonly entryId: string }
  | { readonly kind: "waitlist_offer" | "waitlist_offer_closed"; readonly offerId: string };

/**
 * Writes a message into the ledger, due now. The same message planned again is the same row: its key is what it is about.
 * Whether it leaves is decided when it is sent.
 */
export const planMessage = defineVerb<PlanMessageInput, { readonly notificationId: string }>({
  name: "messages.plan",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, now, tenantId, audit, emit }) {
    const about = await aboutWhom(tx, tenantId, input);
    const [created] = await tx.notification.createManyAndReturn({
      data: [{ ...about, tenantId, id: uuidv7(), kind: input.kind, dueAt: toInstantColumn(now) }],
      skipDuplicates: true,
      select: { id: true },
    });
    const { dedupeKey, clientId } = about;
    const planned =
      created ??
      (await tx.notification.findUniqueOrThrow({ where: { tenantId_dedupeKey: { tenantId, dedupeKey } } }));
    if (input.kind === "cancelled") await dropReminders(tx, tenantId, input.appointmentId);
    audit({
      action: created ? "create" : "read",
      resource: "notification",
      resourceId: planned.id,
      clientId,
    });
    if (created) emit("notification/recorded", { notificationId: created.id });
    return { notificationId: planned.id };
  },
});

/** A visit that no longer stands is reminded of by nobody (NOTIF-03); the ledger says so at once. */
export async function dropReminders(tx: Tx, tenantId: string, appointmentId: string): Promise<void> {
  await tx.notification.updateMany({
    where: { tenantId, appointmentId, kind: { startsWith: "reminder_" }, status: "planned" },
    data: { status: "skipped", reason: "not_standing" },
  });
}

type About = Pick<
  Prisma.NotificationCreateManyInput,
  "clientId" | "dedupeKey" | "appointmentId" | "appointmentVersion" | "offerId" | "entryId"
>;

async function aboutWhom(tx: Tx, tenantId: string, input: PlanMessageInput): Promise<About> {
  const byId = (id: string) => ({ where: { tenantId_id: { tenantId, id } } });
  if ("appointmentId" in input) {
    const { appointmentId, version, kind } = input;
    const { clientId } = found(await tx.appointment.findUnique(byId(appointmentId)));
    if (clientId === null) throw new AppError("not_found"); // a hold has nobody to write to
    return {
      clientId,
      appointmentId,
      appointmentVersion: version,
      dedupeKey: `${kind}:${appointmentId}:${version}`,
    };
  }
  if ("entryId" in input) {
    const { entryId, kind } = input;
    const { clientId } = found(await tx.waitlistEntry.findUnique(byId(entryId)));
    return { clientId, entryId, dedupeKey: `${kind}:${entryId}` };
  }
  const { offerId, kind } = input;
  const { entryId } = found(await tx.waitlistOffer.findUnique(byId(offerId)));
  const { clientId } = await tx.waitlistEntry.findUniqueOrThrow(byId(entryId));
  return { clientId, offerId, entryId, dedupeKey: `${kind}:${offerId}` };
}
