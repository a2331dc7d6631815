import type { Prisma, Tx } from "@quietroom/db";
import { newsUsefulUntil } from "@quietroom/domain/messaging";
import { type Instant, plus } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import type { VerbContext } from "../runtime.ts";
import type { VisitNoticeKind } from "./message-kind.ts";

export type PlanMessageInput =
  | { readonly kind: VisitNoticeKind; readonly appointmentId: string; readonly version: number }
  | { readonly kind: "waitlist_joined"; readonly entryId: string }
  | { readonly kind: "waitlist_offer" | "waitlist_offer_closed"; readonly offerId: string };

/** Plans a message by every channel that this process sends by. */
export async function planMessage(
  context: VerbContext,
  input: PlanMessageInput,
): Promise<{ readonly notificationId: string }> {
  return await planByChannels(context, { ...input, texts: context.runtime.texter === null ? "off" : "on" });
}

/**
 * Writes a message into the ledger, due now, with the moment from which it is of no use. The same message planned again is the same row: its
 * key is what it is about, once by each channel to each recipient. Whether it leaves is decided when it is sent: the mail by whoever planned it,
 * the text by itself.
 */
const planByChannels = defineVerb<
  PlanMessageInput & { readonly texts: "on" | "off" },
  { readonly notificationId: string }
>({
  name: "messages.plan",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, now, tenantId, audit, emit }) {
    const { usefulUntil, ...about } = await aboutWhom(tx, { tenantId, input, now });
    const { dedupeKey, clientId } = about;
    const offerId = "offerId" in input ? input.offerId : null;
    const texted = input.texts === "on" && goesByText.some((kind) => kind === input.kind);
    const rows = (["email", ...(texted ? (["sms"] as const) : [])] as const).map((channel) => ({
      ...about,
      tenantId,
      id: uuidv7(),
      channel,
      kind: input.kind,
      category: "appointments",
      dueAt: toInstantColumn(now),
      usefulUntil: toInstantColumn(usefulUntil),
    }));
    await tx.notification.createMany({ data: rows, skipDuplicates: true });
    const planned = await tx.notification.findMany({
      where: { tenantId, dedupeKey, clientId },
      select: { id: true, channel: true },
    });
    const mail = found(planned.find(({ channel }) => channel === "email") ?? null);
    if (input.kind === "cancelled") await dropReminders(tx, tenantId, input);
    for (const { id, channel } of planned) {
      const isNew = rows.some((row) => row.id === id);
      audit({ action: isNew ? "create" : "read", resource: "notification", resourceId: id, clientId });
      if (isNew) emit("notification/recorded", { notificationId: id });
      if (isNew && channel === "sms") emit("notification/text-planned", { notificationId: id, offerId });
    }
    return { notificationId: mail.id };
  },
});

/** Of these whoever wants texts has one as well (NOTIF-04); reminders are planned elsewhere. */
const goesByText = ["confirmation", "rescheduled", "cancelled", "waitlist_offer"] as const;

/**
 * A visit that no longer stands is reminded of by nobody (NOTIF-03); the ledger says so at once. One that came back since it was cancelled, at
 * `version`, keeps its reminders (ec-I15).
 */
export async function dropReminders(
  tx: Tx,
  tenantId: string,
  { appointmentId, version }: { readonly appointmentId: string; readonly version: number },
): Promise<void> {
  const cameBack = await tx.appointment.count({
    where: { tenantId, id: appointmentId, version: { gt: version }, status: { not: "cancelled" } },
  });
  if (cameBack > 0) return;
  await tx.notification.updateMany({
    where: {
      tenantId,
      appointmentId,
      appointmentVersion: { lte: version },
      kind: { startsWith: "reminder_" },
      status: "planned",
    },
    data: { status: "skipped", reason: "not_standing" },
  });
}

type About = Pick<
  Prisma.NotificationCreateManyInput,
  "dedupeKey" | "appointmentId" | "appointmentVersion" | "offerId" | "entryId"
> & { readonly clientId: string; readonly usefulUntil: Instant };

async function aboutWhom(
  tx: Tx,
  {
    tenantId,
    input,
    now,
  }: { readonly tenantId: string; readonly input: PlanMessageInput; readonly now: Instant },
): Promise<About> {
  const byId = (id: string) => ({ where: { tenantId_id: { tenantId, id } } });
  if ("appointmentId" in input) {
    const { appointmentId, version, kind } = input;
    const { clientId, status, startsAt, endsAt } = found(
      await tx.appointment.findUnique(byId(appointmentId)),
    );
    if (clientId === null) throw new AppError("not_found"); // a hold has nobody to write to
    return {
      clientId,
      appointmentId,
      appointmentVersion: version,
      dedupeKey: `${kind}:${appointmentId}:${version}`,
      usefulUntil: newsUsefulUntil(now, fromInstantColumn(status === "cancelled" ? endsAt : startsAt)),
    };
  }
  if ("entryId" in input) {
    const { entryId, kind } = input;
    const { clientId } = found(await tx.waitlistEntry.findUnique(byId(entryId)));
    return { clientId, entryId, dedupeKey: `${kind}:${entryId}`, usefulUntil: newsUsefulUntil(now, null) };
  }
  const { offerId, kind } = input;
  const { entryId, expiresAt, startsAt } = found(await tx.waitlistOffer.findUnique(byId(offerId)));
  const { clientId } = await tx.waitlistEntry.findUniqueOrThrow(byId(entryId));
  const usefulUntil =
    kind === "waitlist_offer"
      ? plus(fromInstantColumn(expiresAt), 1) // at the deadline itself an answer is in time (ec-I3)
      : newsUsefulUntil(now, fromInstantColumn(startsAt));
  return { clientId, offerId, entryId, dedupeKey: `${kind}:${offerId}`, usefulUntil };
}
