import type { OpeningModel, WaitlistOfferModel } from "@quietroom/db";
import type { WaitlistEntryId } from "@quietroom/domain/ids";
import { refuse } from "@quietroom/domain/result";
import {
  answerDeadline,
  isExpired,
  mostRounds,
  offerDeadline,
  quietUntil,
  rankOffers,
  type RoundFacts,
  type WaitlistEntry,
} from "@quietroom/domain/scheduling";
import { type Instant, minuteMs, plus } from "@quietroom/domain/time";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import { closeOpening, endOffer, lockOffers, lockOpening } from "../openings/index.ts";
import {
  besideRules,
  heldByVisitorsUntil,
  missedTooOften,
  noShowRule,
  wouldFitBeside,
} from "../scheduling/index.ts";
import { holdForCandidate, type HourRefusal } from "./hold-for-candidate.ts";
import { makeOffer } from "./make-offer.ts";
import { loadOpeningFacts, offeredFrom, type OpeningFacts } from "./opening-facts.ts";
import { recordOf } from "./round-record.ts";

export type OfferOutcome =
  | {
      readonly kind: "offered";
      readonly openingId: string;
      readonly offerId: string;
      readonly round: number;
      readonly expiresAt: Instant;
    }
  /**
   * Nobody is asked before then: whoever freed it may still take that back (ec-I15), it is night where those in line are (ec-I6), or
   * a visitor of the public page holds it (ec-H2).
   */
  | { readonly kind: "later"; readonly openingId: string; readonly from: Instant }
  | {
      readonly kind: "closed";
      readonly openingId: string;
      readonly status: "filled" | "exhausted" | "withdrawn";
    };

/**
 * Offers a freed hour to the next person (WAIT-05): holds it for them until the deadline and keeps with the offer who was
 * considered and why others were not. Asked again while an offer stands, it answers that offer; an offer that has lapsed is ended
 * here, so that the hour passes on without a gap. Before the grace of its cancellation is over it says when to come back, and
 * so where all those left to ask are in their quiet hours; until then the hour is on the public page, and a visitor's hold of it is waited for. With nobody left, or too close to the start, it stays there.
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
    const from = offeredFrom(row);
    if (from !== null && now < from) return { kind: "later", openingId: row.id, from };

    const live = await tx.waitlistOffer.findFirst({ where: { tenantId, openingId: row.id, status: "open" } });
    if (live !== null && !isExpired(fromInstantColumn(live.expiresAt), now)) return offered(live);
    if (live !== null) await endOffer(work, live, "lapsed");
    await releaseEarlierHolds(work, row);

    return await offerToNext(work, row, await loadOpeningFacts(tx, row));
  },
});

type Work = VerbWork<{ readonly openingId: string }>;

async function offerToNext(work: Work, row: OpeningModel, facts: OpeningFacts): Promise<OfferOutcome> {
  const { tx, now, tenantId } = work;
  const { opening, entries } = facts;
  const round: RoundFacts = { now, opening, entries, refused: [], chosen: null, stopped: null };
  const rounds = await tx.waitlistOffer.count({ where: { tenantId, openingId: row.id } });
  if (offerDeadline(now, opening.start) === null)
    return await close(work, row, "exhausted", { ...round, stopped: "too_close_to_start" });
  if (rounds >= mostRounds)
    return await close(work, row, "exhausted", { ...round, stopped: "too_many_rounds" });

  const rule = await noShowRule(tx, tenantId);
  const beside = await besideRules(tx, tenantId);
  const refused: { entryId: WaitlistEntryId; reason: HourRefusal }[] = [];
  for (const { entryId } of rankOffers(opening, entries, now).candidates) {
    const entry = entryOf(facts, entryId);
    const expiresAt = answerDeadline(now, opening, entry.timeZone);
    if (expiresAt === null) continue; // the ranking has passed them over
    const ask = { tenantId, now, expiresAt, givingUp: null };
    const { start } = opening;
    const wanted = { id: row.id, start, end: plus(start, entry.durationMin * minuteMs) };
    const who = { tenantId, now, clientId: entry.clientId };
    // Who has missed too many visits, or has all those to come that clients book alone, books through the studio: staff may still offer it to
    // them by hand.
    const calls =
      (rule !== null && (await missedTooOften(tx, rule, who))) ||
      (beside !== null && !(await wouldFitBeside(tx, beside, { ...who, wanted })));
    const held = calls ? refuse("call_to_book") : await holdForCandidate(tx, facts, entry, ask);
    if (!held.ok) {
      refused.push({ entryId, reason: held.refusal });
      continue;
    }
    const offer = await makeOffer(work, {
      openingId: row.id,
      entry,
      held: held.value,
      round: { ...round, refused },
      chosenReason: null,
      expiresAt,
    });
    return offered(offer);
  }
  // The hour itself is gone when not even those who would take it can have it: taken by hand, or closed (ec-I11, ec-I12).
  const losses = refused.filter(({ reason }) => hourGone.has(reason));
  const gone = losses.length > 0;
  if (gone && losses.every(({ reason }) => reason === "slot_taken")) {
    // A form that is being filled in is no visit yet, and may never be one.
    const time = { start: fromInstantColumn(row.blockedFrom), end: fromInstantColumn(row.blockedUntil) };
    const held = await heldByVisitorsUntil(tx, { tenantId, now }, { ...row, ...time });
    if (held !== null) return { kind: "later", openingId: row.id, from: held };
  }
  const from = gone ? null : quietUntil(opening, entries, now);
  if (from !== null) return await wait(work, row, from, { ...round, refused });
  return await close(work, row, gone ? "withdrawn" : "exhausted", { ...round, refused });
}

/** Says until when nobody is asked, and keeps for the board who would have been (ec-I6); once for each such wait. */
async function wait(
  { tx, tenantId, audit, emit }: Work,
  { id: openingId, quietUntil: waitsUntil }: OpeningModel,
  from: Instant,
  round: RoundFacts,
): Promise<OfferOutcome> {
  if (waitsUntil !== null && fromInstantColumn(waitsUntil) === from)
    return { kind: "later", openingId, from };
  await tx.opening.update({
    where: { tenantId_id: { tenantId, id: openingId } },
    data: { quietUntil: toInstantColumn(from), ...recordOf(round) },
  });
  audit({ action: "update", resource: "opening", resourceId: openingId, detail: { quietUntil: from } });
  emit("opening/waits", { openingId });
  return { kind: "later", openingId, from };
}

const hourGone: ReadonlySet<HourRefusal> = new Set(["outside_hours", "slot_taken", "past", "studio_closed"]);

async function close(
  work: Work,
  row: OpeningModel,
  status: "exhausted" | "withdrawn",
  round: RoundFacts,
): Promise<OfferOutcome> {
  await closeOpening(work, row.id, { status, ...recordOf(round) });
  return { kind: "closed", openingId: row.id, status };
}

/** What an earlier offer of this hour still holds, or the grace of its cancellation, was kept for exactly this round. */
async function releaseEarlierHolds(
  { tx, tenantId }: Work,
  { id: openingId, causedByAppointmentId }: OpeningModel,
): Promise<void> {
  await tx.appointment.deleteMany({ where: { tenantId, undoHoldOf: causedByAppointmentId, status: "held" } });
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

function entryOf(facts: OpeningFacts, entryId: WaitlistEntryId): WaitlistEntry {
  const entry = facts.entries.find(({ id }) => id === entryId);
  if (entry === undefined) throw new Error("the ranking named an entry that was not given to it");
  return entry;
}
