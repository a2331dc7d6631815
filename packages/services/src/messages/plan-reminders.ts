import type { AppointmentModel, NotificationModel, Tx } from "@quietroom/db";
import { type PlannedReminder, planReminders as decideReminders } from "@quietroom/domain/scheduling";
import type { Instant } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import type { VerbContext } from "../runtime.ts";
import { reminderKind } from "./message-kind.ts";

export type PlannedReminders = {
  /** Soonest first; those that were skipped at once are in the ledger only. */
  readonly reminders: readonly {
    readonly notificationId: string;
    readonly kind: string;
    readonly dueAt: Instant;
  }[];
};

/**
 * Writes the reminders of one version of a visit into the ledger: planned, or skipped with the reason (NOTIF-01, NOTIF-02).
 * Reminders of earlier versions that have not left are dead from here on (ec-J12); a version that was itself overtaken plans
 * nothing. What has left for the same start is not sent again, and what fell due while the visit was cancelled for a moment still goes
 * (ec-I15). Planned again, it answers the same rows. By text each goes as well, by itself, where this process sends texts.
 */
export async function planReminders(context: VerbContext, visit: Version): Promise<PlannedReminders> {
  return await planByChannels(context, { ...visit, texts: context.runtime.texter === null ? "off" : "on" });
}

const planByChannels = defineVerb<Version & { readonly texts: "on" | "off" }, PlannedReminders>({
  name: "messages.plan_reminders",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit, emit }) {
    const { appointmentId, version } = input;
    const visit = found(
      await tx.appointment.findUnique({ where: { tenantId_id: { tenantId, id: appointmentId } } }),
    );
    const { clientId } = visit;
    audit({ action: "update", resource: "appointment", resourceId: appointmentId, clientId });
    const standing = visit.status === "scheduled" || visit.status === "confirmed";
    if (clientId === null || !standing || (await isOvertaken(tx, tenantId, input))) return { reminders: [] };

    const { reminderRules } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const before = await plannedBefore(tx, tenantId, input);
    const { due, skipped } = decideReminders({
      start: fromInstantColumn(visit.startsAt),
      timeZone: visit.timeZone,
      bookedAt: settledAt(visit, before),
      rules: reminderRules,
    });
    await tx.notification.updateMany({
      where: {
        tenantId,
        appointmentId,
        kind: { startsWith: "reminder_" },
        appointmentVersion: { lt: version },
        status: "planned",
      },
      data: { status: "skipped", reason: "moved" },
    });
    const toRow = (channel: "email" | "sms", { rule, dueAt, usefulUntil }: PlannedReminder) => ({
      tenantId,
      id: uuidv7(),
      clientId,
      appointmentId,
      appointmentVersion: version,
      kind: reminderKind(rule),
      channel,
      category: "appointments",
      dedupeKey: `${reminderKind(rule)}:${appointmentId}:${version}`,
      plannedFor: visit.startsAt,
      dueAt: toInstantColumn(dueAt),
      usefulUntil: toInstantColumn(usefulUntil),
    });
    const left = before.filter(
      ({ status, plannedFor }) =>
        (status === "sent" || status === "claimed") && plannedFor?.getTime() === visit.startsAt.getTime(),
    );
    const channels = input.texts === "on" ? (["email", "sms"] as const) : (["email"] as const);
    const rows = channels
      .flatMap((channel) => [
        ...due.map((reminder) => toRow(channel, reminder)),
        ...skipped.map((reminder) => ({
          ...toRow(channel, reminder),
          status: "skipped" as const,
          reason: reminder.reason,
        })),
      ])
      .filter(({ kind, channel }) => !left.some((one) => one.kind === kind && one.channel === channel));
    await tx.notification.createMany({ data: rows, skipDuplicates: true });
    const created = await tx.notification.findMany({
      where: { tenantId, id: { in: rows.map(({ id }) => id) } },
      select: { id: true, channel: true, status: true },
    });
    for (const { id: notificationId, channel, status } of created) {
      emit("notification/recorded", { notificationId });
      if (channel === "sms" && status === "planned") emit("notification/text-planned", { notificationId });
    }
    return { reminders: await remindersOf(tx, tenantId, input) };
  },
});

type Version = { readonly appointmentId: string; readonly version: number };

async function remindersOf(
  tx: Tx,
  tenantId: string,
  { appointmentId, version }: Version,
): Promise<PlannedReminders["reminders"]> {
  const rows = await tx.notification.findMany({
    where: {
      tenantId,
      appointmentId,
      appointmentVersion: version,
      channel: "email",
      kind: { startsWith: "reminder_" },
      status: { not: "skipped" },
      repeats: null, // these have a job of their own
    },
    orderBy: { dueAt: "asc" },
  });
  return rows.map(({ id, kind, dueAt }) => ({ notificationId: id, kind, dueAt: fromInstantColumn(dueAt) }));
}

async function isOvertaken(tx: Tx, tenantId: string, { appointmentId, version }: Version): Promise<boolean> {
  const newer = await tx.notification.findFirst({
    where: {
      tenantId,
      appointmentId,
      kind: { startsWith: "reminder_" },
      appointmentVersion: { gt: version },
    },
    select: { id: true },
  });
  return newer !== null;
}

type Before = Pick<NotificationModel, "kind" | "channel" | "status" | "plannedFor" | "createdAt">;

/** The reminders of earlier versions, latest first. */
async function plannedBefore(
  tx: Tx,
  tenantId: string,
  { appointmentId, version }: Version,
): Promise<Before[]> {
  return await tx.notification.findMany({
    where: {
      tenantId,
      appointmentId,
      kind: { startsWith: "reminder_" },
      appointmentVersion: { lt: version },
    },
    select: { kind: true, channel: true, status: true, plannedFor: true, createdAt: true },
    orderBy: { appointmentVersion: "desc" },
  });
}

/** When the visit got its present time: booked, or last moved; at the latest when its reminders were last planned, if that was for this time. */
function settledAt(visit: AppointmentModel, [last]: readonly Before[]): Instant {
  const moved = visit.previousStartsAt !== null;
  if (moved && last?.plannedFor?.getTime() === visit.startsAt.getTime())
    return fromInstantColumn(last.createdAt);
  return fromInstantColumn(moved ? visit.updatedAt : (visit.bookedAt ?? visit.createdAt));
}
