import type { WaitlistOfferModel } from "@quietroom/db";
import { entryAfterOffer } from "@quietroom/domain/scheduling";
import { minuteMs, plus } from "@quietroom/domain/time";
import type { VerbWork } from "../define-verb.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";

type Work = Pick<VerbWork<unknown>, "tx" | "tenantId" | "now" | "audit">;

/** Ends an open offer otherwise than by accepting it; the person goes back to waiting in the same place (WAIT-07, WAIT-08). */
export async function endOffer(
  { tx, tenantId, now, audit }: Work,
  offer: WaitlistOfferModel,
  ending: "declined" | "lapsed" | "withdrawn",
): Promise<void> {
  const at = toInstantColumn(now);
  await tx.waitlistOffer.update({
    where: { tenantId_id: { tenantId, id: offer.id } },
    data: { status: ending, answeredAt: at },
  });
  await tx.waitlistEntry.updateMany({
    where: { tenantId, id: offer.entryId, status: "offered" },
    data: {
      status: entryAfterOffer[ending],
      declines: { increment: ending === "declined" ? 1 : 0 },
      updatedAt: at,
    },
  });
  audit({
    action: "update",
    resource: "waitlist_offer",
    resourceId: offer.id,
    detail: { entryId: offer.entryId, to: ending },
  });
}

/** Between two offers the hour stays off the public page; if nobody offers it on, it is free after this long. */
const betweenOffersMs = minuteMs;

/** Keeps a passed-on hour for the next in line for a moment, never longer than the offer itself would have. */
export async function keepHourForNext({ tx, tenantId, now }: Work, offer: WaitlistOfferModel): Promise<void> {
  const until = Math.min(plus(now, betweenOffersMs), fromInstantColumn(offer.expiresAt));
  await tx.appointment.updateMany({
    where: { tenantId, id: offer.appointmentId, status: "held" },
    data: { holdExpiresAt: new Date(until) },
  });
}
