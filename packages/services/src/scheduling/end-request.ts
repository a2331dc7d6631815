import type { VerbWork } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import { offerFreedTime } from "./offer-freed-time.ts";
import type { BookedRow } from "./rows.ts";

/** Ends a request that becomes no visit: its time is free in the same step, and goes to the waitlist (WAIT-04). */
export async function endRequest(
  work: Pick<VerbWork<unknown>, "tx" | "now" | "tenantId" | "actor" | "audit" | "emit">,
  visit: BookedRow,
  { ending, word }: { readonly ending: "declined" | "expired"; readonly word: string },
): Promise<number> {
  const { tx, now, tenantId, actor, emit } = work;
  const { version } = await tx.appointment.update({
    where: { tenantId_id: { tenantId, id: visit.id } },
    data: {
      status: "cancelled",
      cancelledAt: toInstantColumn(now),
      cancelledBy: actor.kind,
      requestEnded: ending,
      ...(word === "" ? {} : { studioWord: word }),
      version: { increment: 1 },
      updatedAt: toInstantColumn(now),
    },
    select: { version: true },
  });
  emit("appointment/request-ended", { appointmentId: visit.id, version, ending });
  await offerFreedTime(work, visit, "cancelled");
  return version;
}
