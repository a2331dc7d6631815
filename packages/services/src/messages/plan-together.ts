import { newsUsefulUntil } from "@quietroom/domain/messaging";
import { instant } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { defineVerb } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import { loadOwnOverlaps } from "../own-overlaps.ts";
import type { TogetherKind } from "./message-kind.ts";
import { dropReminders } from "./plan-message.ts";

type Input = {
  readonly kind: TogetherKind;
  readonly visits: readonly { readonly appointmentId: string; readonly version: number }[];
};

/**
 * Writes one message about many visits of one client into the ledger, due now (SCHED-15). Each visit has a row under the key of a message of
 * its own, so that it is told of once, whichever way; the first of them is the message, and the others name it. Planned again it is the same.
 * Throws `not_found` for a visit that is nobody's.
 */
export const planTogether = defineVerb<Input, { readonly notificationId: string }>({
  name: "messages.plan_together",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, now, tenantId, audit, emit }) {
    const { kind, visits } = input;
    const first = visits[0];
    if (first === undefined) throw new AppError("not_found");
    const keyOf = (visit: Input["visits"][number]) => `${kind}:${visit.appointmentId}:${visit.version}`;
    const already = await tx.notification.findFirst({
      where: { tenantId, dedupeKey: keyOf(first), channel: "email" },
    });
    if (already !== null) {
      audit({ action: "read", resource: "notification", resourceId: already.id, clientId: already.clientId });
      return { notificationId: already.id };
    }
    const appointments = await tx.appointment.findMany({
      where: { tenantId, id: { in: visits.map(({ appointmentId }) => appointmentId) } },
    });
    const byId = new Map(appointments.map((appointment) => [appointment.id, appointment]));
    const messageId = uuidv7();
    const lastEnd = instant(Math.max(...appointments.map(({ endsAt }) => fromInstantColumn(endsAt))));
    for (const visit of visits) {
      const appointment = byId.get(visit.appointmentId);
      if (!appointment?.clientId) throw new AppError("not_found");
      const [overlap] = kind === "cancelled" ? [] : await loadOwnOverlaps(tx, appointment);
      const isMessage = visit === first;
      const id = isMessage ? messageId : uuidv7();
      await tx.notification.createMany({
        data: [
          {
            tenantId,
            id,
            kind,
            clientId: appointment.clientId,
            appointmentId: appointment.id,
            appointmentVersion: visit.version,
            dedupeKey: keyOf(visit),
            channel: "email",
            category: "appointments",
            dueAt: toInstantColumn(now),
            usefulUntil: toInstantColumn(newsUsefulUntil(now, lastEnd)),
            overlapStartsAt: overlap ? toInstantColumn(overlap.start) : null,
            overlapEndsAt: overlap ? toInstantColumn(overlap.end) : null,
            ...(isMessage
              ? {}
              : { togetherWith: messageId, status: "skipped" as const, reason: "told_together" }),
          },
        ],
        skipDuplicates: true,
      });
      if (kind === "cancelled") await dropReminders(tx, tenantId, visit);
      audit({ action: "create", resource: "notification", resourceId: id, clientId: appointment.clientId });
    }
    emit("notification/recorded", { notificationId: messageId });
    return { notificationId: messageId };
  },
});
