import type { Tx } from "@quietroom/db";
import { type Happened, noticeOf } from "@quietroom/domain/bell";
import { v7 as uuidv7 } from "uuid";
import { defineVerb } from "../define-verb.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";

export type RingBell =
  | {
      readonly what: "booked" | "requested" | "cancellation_asked" | "cancelled";
      readonly appointmentId: string;
      readonly version: number;
      /** Left out where what the visit says of who booked or cancelled it is also who acted. */
      readonly by?: "studio" | undefined;
    }
  | { readonly what: "opening_closed"; readonly openingId: string }
  | { readonly what: "mail_reported"; readonly notificationId: string };

/**
 * Writes what staff should hear of into the bell's list, once however often it is told (NOTIF-14): ids alone, since who may see it and what it
 * says is read when it is shown. What is gone, what the studio did itself and what is over rings nothing.
 */
export const ringBell = defineVerb<RingBell, { readonly rang: boolean }>({
  name: "bell.ring",
  permission: "job:run",
  isolation: "read committed",
  trace: "sweep",
  async run({ tx, input, now, tenantId, audit, emit }) {
    const happened = await whatHappened(tx, tenantId, input);
    const plan = happened === null ? null : noticeOf(happened, now);
    if (plan === null) return { rang: false };
    const id = uuidv7();
    const { count } = await tx.bellNotice.createMany({
      data: [
        {
          ...subjectOf(input),
          tenantId,
          id,
          kind: plan.kind,
          priority: plan.priority,
          createdAt: toInstantColumn(now),
          expiresAt: toInstantColumn(plan.expiresAt),
        },
      ],
      skipDuplicates: true,
    });
    if (count === 0) return { rang: false };
    audit({ action: "create", resource: "bell_notice", resourceId: id, detail: { kind: plan.kind } });
    emit("bell/rung", { noticeId: id });
    return { rang: true };
  },
});

/** What a notice is about, and the name by which the same is told once. */
function subjectOf(input: RingBell) {
  if (input.what === "opening_closed")
    return { openingId: input.openingId, dedupeKey: `opening:${input.openingId}` };
  if (input.what === "mail_reported")
    return { notificationId: input.notificationId, dedupeKey: `mail:${input.notificationId}` };
  const { what, appointmentId, version } = input;
  // A cancellation that was undone may come again, in a later version of the visit.
  return { appointmentId, dedupeKey: `${what}:${appointmentId}:${version}` };
}

async function whatHappened(tx: Tx, tenantId: string, input: RingBell): Promise<Happened | null> {
  const byId = (id: string) => ({ where: { tenantId_id: { tenantId, id } } });
  if (input.what === "opening_closed") {
    const opening = await tx.opening.findUnique(byId(input.openingId));
    if (opening === null || opening.status === "offering") return null;
    return { to: "opening", ended: opening.status, start: fromInstantColumn(opening.startsAt) };
  }
  if (input.what === "mail_reported") {
    const message = await tx.notification.findUnique({
      ...byId(input.notificationId),
      select: { clientId: true, bounce: true, complainedAt: true },
    });
    // A full mailbox, for one, asks nothing of anybody.
    const isBack = message?.bounce === "for_good" || message?.complainedAt != null;
    return isBack && message.clientId !== null ? { to: "mail" } : null;
  }
  // Whose wish it was is kept with the visit; who acted on it is told by the event alone.
  if (input.by === "studio") return null;
  const visit = await tx.appointment.findUnique({
    ...byId(input.appointmentId),
    select: { bookedBy: true, cancelledBy: true, startsAt: true, requestExpiresAt: true },
  });
  if (visit === null) return null;
  const { what } = input;
  const doer =
    what === "cancelled" ? visit.cancelledBy : what === "cancellation_asked" ? "client" : visit.bookedBy;
  return {
    to: "visit",
    what,
    by: doer === "staff" || doer === "system" || doer === null ? "studio" : "client",
    start: fromInstantColumn(visit.startsAt),
    answerBy: visit.requestExpiresAt && fromInstantColumn(visit.requestExpiresAt),
  };
}
