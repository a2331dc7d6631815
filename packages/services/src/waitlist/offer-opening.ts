import type { OpeningModel, WaitlistOfferModel } from "@quietroom/db";
import { refuse } from "@quietroom/domain/result";
import {
  isExpired,
  mostRounds,
  offerDeadline,
  type RankedEntry,
  rankOffers,
  type WaitlistEntry,
} from "@quietroom/domain/scheduling";
import type { Instant } from "@quietroom/domain/time";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { closeOpening, endOffer, lockOffers, lockOpening } from "../openings/index.ts";
import { missedTooOften, noShowRule } from "../scheduling/index.ts";
import { type Considered, considered } from "./considered.ts";
import { holdForCandidate, type HourRefusal } from "./hold-for-candidate.ts";
import { makeOffer } from "./make-offer.ts";
import { loadOpeningFacts, type OpeningFacts } from "./opening-facts.ts";

export type OfferOutcome =
  | {
      readonly kind: "offered";
      readonly openingId: string;
      readonly offerId: string;
      readonly round: number;
      readonly expiresAt: Instant;
    }
  | {
      readonly kind: "closed";
      readonly openingId: string;
      readonly status: "filled" | "exhausted" | "withdrawn";
    };

/**
 * Offers a freed hour to the next person (WAIT-05): holds it for them until the deadline and keeps with the offer who was
 * considered and why others were not. Asked again while an offer stands, it answers that offer; an offer that has lapsed is ended
 * here, so that the hour passes on without a gap. With nobody left, or too close to the start, the hour goes to the public page.
 */
export const offerOpening = defineVerb<{ readonly openingId: string }, OfferOutcome>({
  name: "waitlist.offer_opening",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, now, tenantId, audit } = work;
    await lockOffers(tx, tenantId);
    const row = found(await lockOpening(tx, tenantId, input.openingId));
    audit({ action: "read", resource: "opening", resourceId: row.id });
    if (row.status !== "offering") return { kind: "closed", openingId: row.id, status: row.status };

    const live = await tx.waitlistOffer.findFirst({ where: { tenantId, openingId: row.id, status: "open" } });
    if (live !== null && !isExpired(fromInstantColumn(live.expiresAt), now)) return offered(live);
    if (live !== null) await endOffer(work, live, "lapsed");
    await releaseEarlierHolds(work, row.id);

    return await offerToNext(work, row, await loadOpeningFacts(tx, row));
  },
});

type Work = VerbWork<{ readonly openingId: string }>;

async function offerToNext(work: Work, row: OpeningModel, facts: OpeningFacts): Promise<OfferOutcome> {
  const { tx, now, tenantId } = work;
  const deadline = offerDeadline(now, facts.opening.start);
  const rounds = await tx.waitlistOffer.count({ where: { tenantId, openingId: row.id } });
  if (deadline === null)
    return await close(work, row, "exhausted", allSkipped(facts, now, "too_close_to_start"));
  if (rounds >= mostRounds)
    return await close(work, row, "exhausted", allSkipped(facts, now, "too_many_rounds"));

  const ranking = rankOffers(facts.opening, facts.entries, now);
  const rule = await noShowRule(tx, tenantId);
  const skipped: Considered[] = [];
  for (const [index, candidate] of ranking.candidates.entries()) {
    const entry = entryOf(facts, candidate);
    const ask = { tenantId, now, expiresAt: deadline, givingUp: null };
    // Who has missed too many visits books through the studio: staff may still offer it to them by hand.
    const misses = rule !== null && (await missedTooOften(tx, rule, { ...ask, clientId: entry.clientId }));
    const held = misses ? refuse("call_to_book") : await holdForCandidate(tx, facts, entry, ask);
    if (!held.ok) {
      skipped.push(considered(candidate, "skipped", held.refusal));
      continue;
    }
    const offer = await makeOffer(work, {
      openingId: row.id,
      entry,
      held: held.value,
      fit: candidate.fit,
      considered: [
        considered(candidate, "offered"),
        ...ranking.candidates.slice(index + 1).map((next) => considered(next, "next")),
        ...skipped,
        ...ranking.skipped.map((other) => considered(other, "skipped", other.reason)),
      ],
      chosenReason: null,
      expiresAt: deadline,
    });
    return offered(offer);
  }
  // The hour itself is gone when not even those who would take it can have it: taken by hand, or closed (ec-I11, ec-I12).
  const gone = skipped.some(({ reason }) => reason !== null && hourGone.has(reason));
  return await close(work, row, gone ? "withdrawn" : "exhausted", [
    ...skipped,
    ...ranking.skipped.map((other) => considered(other, "skipped", other.reason)),
  ]);
}

const hourGone: ReadonlySet<string> = new Set<HourRefusal>([
  "outside_hours",
  "slot_taken",
  "past",
  "studio_closed",
]);

async function close(
  work: Work,
  row: OpeningModel,
  status: "exhausted" | "withdrawn",
  round: readonly Considered[],
): Promise<OfferOutcome> {
  await closeOpening(work, row.id, { status, considered: [...round] });
  return { kind: "closed", openingId: row.id, status };
}

/** What an earlier offer of this hour still holds was kept for exactly this round. */
async function releaseEarlierHolds({ tx, tenantId }: Work, openingId: string): Promise<void> {
  await tx.$executeRaw`
    delete from appointment a using waitlist_offer o
    where o.tenant_id = ${tenantId}::uuid and o.opening_id = ${openingId}::uuid and o.status <> 'open'
      and a.tenant_id = o.tenant_id and a.id = o.appointment_id and a.status = 'held'`;
}

function offered(offer: WaitlistOfferModel): OfferOutcome {
  return {
    kind: "offered",
    openingId: offer.openingId,
    offerId: offer.id,
    round: offer.round,
    expiresAt: fromInstantColumn(offer.expiresAt),
  };
}

/** The whole list, when the hour itself cannot be given: those who would have fitted, then the others with their own reason. */
function allSkipped(facts: OpeningFacts, now: Instant, reason: string): Considered[] {
  const { candidates, skipped } = rankOffers(facts.opening, facts.entries, now);
  return [
    ...candidates.map((candidate) => considered(candidate, "skipped", reason)),
    ...skipped.map((other) => considered(other, "skipped", other.reason)),
  ];
}

function entryOf(facts: OpeningFacts, { entryId }: RankedEntry): WaitlistEntry {
  const entry = facts.entries.find(({ id }) => id === entryId);
  if (entry === undefined) throw new Error("the ranking named an entry that was not given to it");
  return entry;
}
