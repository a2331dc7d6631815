import type { sendMessageAgain as contract } from "@quietroom/contracts/scheduling";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { newsUsefulUntil } from "@quietroom/domain/messaging";
import { ok, refuse } from "@quietroom/domain/result";
import { v7 as uuidv7 } from "uuid";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { toInstantColumn } from "../instant-column.ts";
import { messagesToSendAgain } from "./sending-again.ts";
import { lockStaffVisit } from "./staff-visit.ts";

/**
 * Staff send a confirmation or a reminder of a visit again, to the address on the record as it is now (NOTIF-15). It is a message of its own in the
 * ledger, which names what it repeats and who asked, says what is true when it leaves, and is dropped like any other when the visit is cancelled
 * or moved before. Asked twice at once, it leaves once.
 */
export const sendMessageAgain = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "scheduling.send_message_again",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, now, tenantId, actor, emit } = work;
    if (actor.kind !== "staff") throw new AppError("forbidden");
    const visit = await lockStaffVisit(work, () => ({
      action: "update",
      detail: { notificationId: input.notificationId },
    }));
    const { rows, decide } = await messagesToSendAgain(tx, { tenantId, now, visit });
    const message = found(rows.find(({ id }) => id === input.notificationId) ?? null);
    const decided = decide(message);
    if (!decided.ok) return refuse({ code: decided.refusal });
    const { kind, clientId, channel, category, appointmentId, appointmentVersion, plannedFor } = message;
    const id = uuidv7();
    await tx.notification.create({
      data: {
        tenantId,
        id,
        kind,
        clientId,
        channel,
        category,
        appointmentId,
        appointmentVersion,
        plannedFor,
        dedupeKey: `again:${id}`,
        repeats: message.id,
        repeatedBy: actor.staffUserId,
        dueAt: toInstantColumn(now),
        usefulUntil: toInstantColumn(newsUsefulUntil(now, visit.start)),
      },
      select: { id: true },
    });
    emit("notification/asked-again", { notificationId: id });
    emit("notification/recorded", { notificationId: id });
    return ok({ notificationId: id });
  },
});
