import type { offerByHand as contract } from "@quietroom/contracts/waitlist";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import type { WaitlistOfferModel } from "@quietroom/db";
import { asId, type WaitlistOfferId } from "@quietroom/domain/ids";
import { ok, refuse } from "@quietroom/domain/result";
import { decideOfferByHand, isExpired, isInLine } from "@quietroom/domain/scheduling";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { endOffer, lockOffers, lockOpening, reopenOpening } from "../openings/index.ts";
import { holdForCandidate } from "./hold-for-candidate.ts";
import { makeOffer } from "./make-offer.ts";
import { loadOpeningFacts, offeredFrom } from "./opening-facts.ts";

type Input = InputOf<typeof contract>;

/**
 * Offers a freed hour to whom staff choose, with a reason (WAIT-11), also when the list itself had nobody left. An offer that is
 * out to somebody else (`takesBack`, as staff saw it) is withdrawn in the same transaction, and its person keeps the place; if
 * they have answered by then, nothing happens. What follows, the message and the wait, is the same as after any offer.
 */
export const offerByHand = defineVerb<Input, OutputOf<typeof contract>>({
  name: "waitlist.offer_by_hand",
  permission: "waitlist:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, now, tenantId, audit, emit } = work;
    await lockOffers(tx, tenantId);
    const row = found(await lockOpening(tx, tenantId, input.openingId));
    const chosen = found(
      await tx.waitlistEntry.findUnique({ where: { tenantId_id: { tenantId, id: input.entryId } } }),
    );
    audit({
      action: "update",
      resource: "opening",
      resourceId: row.id,
      clientId: chosen.clientId,
      detail: { offerTo: chosen.id },
    });
    const offers = await tx.waitlistOffer.findMany({
      where: { tenantId, openingId: row.id },
      orderBy: { round: "asc" },
    });
    const open = offers.find(({ status }) => status === "open");
    // The same press twice; the first one made the offer that stands.
    if (open?.entryId === chosen.id && !isExpired(fromInstantColumn(open.expiresAt), now)) return ok({});

    const facts = await loadOpeningFacts(tx, row);
    const entry = facts.entries.find(({ id }) => id === chosen.id);
    if (entry === undefined)
      return refuse({ code: isInLine(chosen.status) ? "service_mismatch" : "not_waiting" });
    const decision = decideOfferByHand({
      status: row.status,
      opening: facts.opening,
      offeredFrom: offeredFrom(row),
      entry,
      open: open === undefined ? null : asId<WaitlistOfferId>(open.id),
      seen: input.takesBack,
      rounds: offers.length,
      now,
    });
    if (!decision.ok) return refuse({ code: decision.refusal });
    const { expiresAt } = decision.value;
    // What the last offer holds, or keeps for the next in line.
    const givingUp = row.status === "offering" ? (offers.at(-1)?.appointmentId ?? null) : null;
    const held = await holdForCandidate(tx, facts, entry, { tenantId, now, expiresAt, givingUp });
    if (!held.ok) return refuse({ code: held.refusal });

    if (open !== undefined) await takeBack(work, open);
    if (row.status === "exhausted") await reopenOpening(work, row.id);
    // The line as it is now, with the offer before this one ended.
    const { opening, entries } = await loadOpeningFacts(tx, row);
    await makeOffer(work, {
      openingId: row.id,
      entry,
      held: held.value,
      round: { now, opening, entries, refused: [], chosen: entry.id, stopped: null },
      chosenReason: input.reason,
      expiresAt,
    });
    if (open !== undefined) emit("waitlist/answered", { openingId: row.id, offerId: open.id });
    return ok({});
  },
});

type Work = VerbWork<Input>;

async function takeBack(work: Work, offer: WaitlistOfferModel): Promise<void> {
  const over = isExpired(fromInstantColumn(offer.expiresAt), work.now);
  await endOffer(work, offer, over ? "lapsed" : "withdrawn");
}
