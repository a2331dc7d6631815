import type { skipEntry as contract } from "@quietroom/contracts/waitlist";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { asId, type WaitlistEntryId } from "@quietroom/domain/ids";
import { ok, refuse } from "@quietroom/domain/result";
import { decideSkipByHand, isExpired, rankOffers } from "@quietroom/domain/scheduling";
import { v7 as uuidv7 } from "uuid";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import { endOffer, keepHourForNext, lockOffers, lockOpening } from "../openings/index.ts";
import { loadOpeningFacts } from "./opening-facts.ts";

/**
 * Passes over one person for one freed hour, with a reason (WAIT-11): not asked if they were to be, and if they are being asked,
 * the offer is withdrawn and the next is asked at once. They keep the place, and it counts as no decline.
 */
export const skipEntry = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "waitlist.skip_entry",
  permission: "waitlist:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, now, tenantId, audit, emit } = work;
    await lockOffers(tx, tenantId);
    const row = found(await lockOpening(tx, tenantId, input.openingId));
    const entry = found(
      await tx.waitlistEntry.findUnique({ where: { tenantId_id: { tenantId, id: input.entryId } } }),
    );
    audit({
      action: "update",
      resource: "opening",
      resourceId: row.id,
      clientId: entry.clientId,
      detail: { skip: entry.id },
    });
    const offer = await tx.waitlistOffer.findFirst({
      where: { tenantId, openingId: row.id, status: "open" },
    });
    const { opening, entries } = await loadOpeningFacts(tx, row);
    const { candidates, skipped } = rankOffers(opening, entries, now);
    const asleep = skipped.filter(({ reason }) => reason === "in_quiet_hours"); // they are asked once their night is over
    const decision = decideSkipByHand({
      status: row.status,
      asked: offer === null ? null : asId<WaitlistEntryId>(offer.entryId),
      next: [...candidates, ...asleep].map(({ entryId }) => entryId),
      entryId: asId(entry.id),
    });
    if (!decision.ok) return refuse({ code: decision.refusal });

    const { reason } = input;
    const key = { tenantId, openingId: row.id, entryId: entry.id };
    const skippedAt = toInstantColumn(now);
    const before = await tx.waitlistSkip.findFirst({ where: key, select: { id: true } });
    const id = before?.id ?? uuidv7();
    await tx.waitlistSkip.upsert({
      where: { tenantId_id: { tenantId, id } },
      create: { ...key, id, reason, skippedAt },
      update: { reason, skippedAt },
      select: { id: true },
    });
    emit("waitlist/changed", { entryId: entry.id });
    if (offer === null || decision.value === "note") return ok({});
    await endOffer(work, offer, isExpired(fromInstantColumn(offer.expiresAt), now) ? "lapsed" : "withdrawn");
    await keepHourForNext(work, offer);
    emit("waitlist/answered", { openingId: row.id, offerId: offer.id });
    return ok({});
  },
});
