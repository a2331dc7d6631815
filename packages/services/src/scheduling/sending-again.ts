import type { NotificationModel, Tx } from "@quietroom/db";
import { type ClientMessage, decideChannel } from "@quietroom/domain/preferences";
import {
  type AppointmentStatus,
  decideSendingAgain,
  type SendAgainFacts,
  sentAgainMs,
} from "@quietroom/domain/scheduling";
import { type Instant, instant, plus } from "@quietroom/domain/time";
import { withoutMail } from "../clients/index.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import { wishesOf } from "../preferences/index.ts";

type Visit = {
  readonly id: string;
  readonly clientId: string | null;
  readonly status: AppointmentStatus;
  readonly start: Instant;
};

type Row = Omit<NotificationModel, "toAddress">;

/** The messages about one visit in the order in which they are due, and of each whether it can be sent again now (NOTIF-15). */
export async function messagesToSendAgain(
  tx: Tx,
  { tenantId, now, visit }: { readonly tenantId: string; readonly now: Instant; readonly visit: Visit },
) {
  const rows = await tx.notification.findMany({
    where: { tenantId, appointmentId: visit.id },
    omit: { toAddress: true }, // where mail goes is opened by nobody but who sends it
    orderBy: [{ dueAt: "asc" }, { id: "asc" }],
  });
  const wishes =
    visit.clientId === null ? null : await wishesOf(tx, { tenantId, clientId: visit.clientId }, now);
  const goes = (message: ClientMessage, channel: "email" | "sms") =>
    wishes !== null && decideChannel({ to: "client", message, channel }, wishes).ok;
  const reminders = goes("reminder", "email") ? "allowed" : "not_wanted";
  const clientIds = visit.clientId === null ? [] : [visit.clientId];
  const address = (await withoutMail(tx, tenantId, clientIds)).size === 0 ? "takes_mail" : "stopped";
  const sentAgain = await tx.notification.count({
    where: {
      tenantId,
      clientId: visit.clientId,
      repeats: { not: null },
      dueAt: { gt: toInstantColumn(plus(now, -sentAgainMs)) },
    },
  });
  return {
    rows,
    reminders,
    /** Whether a message like this one goes to the client by this channel, as things stand. */
    goes,
    decide: (row: Row) =>
      decideSendingAgain({ message: standingOf(row, rows), visit, reminders, address, sentAgain, now }),
  } as const;
}

function standingOf(row: Row, rows: readonly Row[]): SendAgainFacts["message"] {
  const { id, plannedFor, kind, appointmentVersion, repeats } = row;
  const family = rows.filter((one) => one.id === id || one.repeats === id);
  const left = family.flatMap(({ sentAt }) => (sentAt === null ? [] : [fromInstantColumn(sentAt)]));
  return {
    // A repeat is no message of its own: what it repeats is sent again.
    // By email alone: a text is no good twice.
    kind: repeats === null && row.channel === "email" ? kindOf(kind) : "other",
    plannedFor: plannedFor && fromInstantColumn(plannedFor),
    overtaken: rows.some(
      (one) => one.kind === kind && (one.appointmentVersion ?? 0) > (appointmentVersion ?? 0),
    )
      ? "by_a_newer_one"
      : "by_nothing",
    standing: family.some(({ status }) => status === "planned" || status === "claimed")
      ? "on_its_way"
      : row.status === "skipped" && row.reason !== "told_together"
        ? "not_sent"
        : "left",
    leftAt: left.length === 0 ? null : instant(Math.max(...left)),
  };
}

function kindOf(kind: string): SendAgainFacts["message"]["kind"] {
  if (kind.startsWith("reminder_")) return "reminder";
  return kind === "confirmation" ? kind : "other";
}
