import type { OpeningModel, WaitlistOfferModel } from "@quietroom/db";
import {
  isExpired,
  offerDeadline,
  type RankedEntry,
  rankOffers,
  type SkippedEntry,
  type WaitlistEntry,
} from "@quietroom/domain/scheduling";
import type { Instant } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import { closeOpening, endOffer, lockOpening } from "../openings/index.ts";
import type { Considered } from "./considered.ts";
import { holdForCandidate, type HourRefusal } from "./hold-for-candidate.ts";
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

/** Far more rounds than any real list needs; what remains then is everybody's (ec-I14: the loop ends). */
const mostRounds = 100;

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
    // One round at a time in a studio: two hours that are freed together go to two different people.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`offers ${tenantId}`}, 0))`;
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
  const { tx, now, tenantId, audit, emit } = work;
  const deadline = offerDeadline(now, facts.opening.start);
  const round = (await tx.waitlistOffer.count({ where: { tenantId, openingId: row.id } })) + 1;
  if (deadline === null)
    return await close(work, row, "exhausted", allSkipped(facts, now, "too_close_to_start"));
  if (round > mostRounds)
    return await close(work, row, "exhausted", allSkipped(facts, now, "too_many_rounds"));

  const ranking = rankOffers(facts.opening, facts.entries, now);
  const skipped: Considered[] = [];
  for (const [index, candidate] of ranking.candidates.entries()) {
    const entry = entryOf(facts, candidate);
    const held = await holdForCandidate(tx, facts, entry, { tenantId, now, expiresAt: deadline });
    if (!held.ok) {
      skipped.push(line(candidate, "skipped", held.refusal));
      continue;
    }
    const { appointmentId, placement } = held.value;
    const considered = [
      line(candidate, "offered"),
      ...ranking.candidates.slice(index + 1).map((next) => line(next, "next")),
      ...skipped,
      ...ranking.skipped.map((other) => line(other, "skipped", other.reason)),
    ];
    const offer = await tx.waitlistOffer.create({
      data: {
        tenantId,
        id: uuidv7(),
        openingId: row.id,
        entryId: entry.id,
        appointmentId,
        round,
        fitScore: candidate.fit.total,
        mode: placement.mode,
        considered,
        startsAt: toInstantColumn(placement.start),
        endsAt: toInstantColumn(placement.end),
        offeredAt: toInstantColumn(now),
        expiresAt: toInstantColumn(deadline),
      },
    });
    await tx.waitlistEntry.update({
      where: { tenantId_id: { tenantId, id: entry.id } },
      data: { status: "offered", updatedAt: toInstantColumn(now) },
    });
    audit({ action: "create", resource: "waitlist_offer", resourceId: offer.id, clientId: entry.clientId });
    emit("waitlist/offered", { openingId: row.id, offerId: offer.id });
    return offered(offer);
  }
  // The hour itself is gone when not even those who would take it can have it: taken by hand, or closed (ec-I11, ec-I12).
  const gone = skipped.some(({ reason }) => reason !== null && hourGone.has(reason));
  return await close(work, row, gone ? "withdrawn" : "exhausted", [
    ...skipped,
    ...ranking.skipped.map((other) => line(other, "skipped", other.reason)),
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
  considered: readonly Considered[],
): Promise<OfferOutcome> {
  await closeOpening(work, row.id, { status, considered: [...considered] });
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
    ...candidates.map((candidate) => line(candidate, "skipped", reason)),
    ...skipped.map((other) => line(other, "skipped", other.reason)),
  ];
}

function line(
  { entryId, fit }: RankedEntry | SkippedEntry,
  outcome: Considered["outcome"],
  reason: string | null = null,
): Considered {
  return { entryId, outcome, reason, fitScore: fit.total };
}

function entryOf(facts: OpeningFacts, { entryId }: RankedEntry): WaitlistEntry {
  const entry = facts.entries.find(({ id }) => id === entryId);
  if (entry === undefined) throw new Error("the ranking named an entry that was not given to it");
  return entry;
}
