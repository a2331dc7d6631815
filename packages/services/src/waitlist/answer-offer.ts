import type { answerOffer as contract } from "@quietroom/contracts/waitlist";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import type { OpeningModel, WaitlistOfferModel } from "@quietroom/db";
import { ok, refuse } from "@quietroom/domain/result";
import {
  cancelDeadline,
  decideAcceptance,
  decideDecline,
  requestDeadline,
} from "@quietroom/domain/scheduling";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { closeOpening, endOffer, keepHourForNext, lockOpening } from "../openings/index.ts";
import {
  besideRules,
  type BookedRow,
  fitsBeside,
  hoursKept,
  isForClient,
  type Scene,
} from "../scheduling/index.ts";
import { hourOfOffer } from "./hour-of-offer.ts";
import { offerOfLink, type OfferWithEntry } from "./offer-facts.ts";
import { lockVisitToSwap, swapVisit } from "./swap-visit.ts";

type Input = Pick<InputOf<typeof contract>, "answer" | "insteadOf">;
type Output = OutputOf<typeof contract>;

/**
 * Accepts or declines an offer from its link. Accepting books the held hour in this transaction (WAIT-07), or moves a later visit of theirs into
 * it where they say so (ec-I9); declining counts and returns the person to waiting (WAIT-08). Late answers are refused kindly and change nothing about the place in line. The same
 * answer given twice is given once.
 */
export const answerOffer = defineVerb<Input, Output>({
  name: "waitlist.answer_offer",
  permission: "offer:answer",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, now, actor, tenantId, audit } = work;
    const before = await offerOfLink(tx, actor);
    audit({
      action: "update",
      resource: "waitlist_offer",
      resourceId: before?.offer.id ?? null,
      clientId: before?.entry.clientId ?? null,
      detail: { answer: input.answer },
    });
    if (before === null) return refuse({ code: "link_invalid" });
    const hours = hoursKept(tenantId, before.offer.appointmentId);
    const wish = input.answer === "accept" ? (input.insteadOf ?? null) : null;
    const gives = wish === null ? null : await lockVisitToSwap(work, before, wish);
    const opening = await lockOpening(tx, tenantId, before.offer.openingId, hours);
    const current = await offerOfLink(tx, actor); // as it is now that nobody else can change it
    if (opening === null || current === null) return refuse({ code: "link_invalid" });

    const { offer } = current;
    if (isRepeat(offer, input.answer)) return ok({ manageToken: manageToken(work, offer) });
    if (now >= fromInstantColumn(offer.startsAt)) return refuse({ code: "link_expired" });
    const facts = { offer: { status: offer.status, expiresAt: fromInstantColumn(offer.expiresAt) }, now };
    const decision = input.answer === "accept" ? decideAcceptance(facts) : decideDecline(facts);
    if (!decision.ok) return refuse({ code: decision.refusal });
    if (decision.value.offer === "declined") return await decline(work, offer);
    // They chose by what they saw of their own visit: it is theirs to look at again, and the hour stays theirs meanwhile.
    if (wish !== null && gives === null) return refuse({ code: "visit_changed" });
    return await accept(work, { ...current, gives }, opening);
  },
});

type Work = VerbWork<Input>;

async function decline(work: Work, offer: WaitlistOfferModel): Promise<Output> {
  await endOffer(work, offer, "declined");
  await keepHourForNext(work, offer);
  work.emit("waitlist/answered", { openingId: offer.openingId, offerId: offer.id });
  return ok({ manageToken: null });
}

/** An offer with the visit that is given up for it; null: none is. */
type Accepted = OfferWithEntry & { readonly gives: BookedRow | null };

async function accept(work: Work, accepted: Accepted, opening: OpeningModel): Promise<Output> {
  const { tx, now, tenantId } = work;
  const { offer, entry, gives } = accepted;
  const hour = await hourOfOffer(tx, { tenantId, now }, { offer, serviceId: entry.serviceId }, opening);
  if (!hour.ok) return await withdraw(work, offer, hour.refusal);
  const scene = hour.value;
  // What they booked since they were asked can be all that clients have beside it: the next is asked.
  if (!(await isBesideTheirs(work, accepted))) return await passOn(work, offer);
  if (gives !== null)
    return (await swapVisit(work, gives, { offer, opening }))
      ? await taken(work, { ...offer, appointmentId: gives.id })
      : await withdraw(work, offer, "slot_taken");
  if (opening.groupSessionId !== null)
    return await book(work, { offer, entry }, scene, scene.needsScreening ? "request" : "instant");
  // Somebody who has a first visit by now has the place in line of others: the next is asked.
  if (!(await isForClient(tx, scene, { tenantId, clientId: entry.clientId, now })))
    return await passOn(work, offer);
  return await book(work, { offer, entry }, scene, "instant");
}

/** Whom staff chose themselves may have one visit more than clients book alone, but still not two at one time. */
async function isBesideTheirs(
  { tx, tenantId, now }: Work,
  { offer, entry, gives }: Accepted,
): Promise<boolean> {
  const rules = await besideRules(tx, tenantId);
  if (rules === null) return true;
  const { clientVisitLimit } = rules;
  const wanted = {
    id: gives?.id ?? offer.appointmentId,
    start: fromInstantColumn(offer.startsAt),
    end: fromInstantColumn(offer.endsAt),
  };
  return await fitsBeside(
    tx,
    { ...rules, clientVisitLimit: offer.chosenReason === null ? clientVisitLimit : null },
    { tenantId, clientId: entry.clientId, now, wanted },
  );
}

/** What the offer holds becomes the visit of whoever was offered it; a seat where members are screened first, their request for it (SCHED-24). */
async function book(
  work: Work,
  { offer, entry }: OfferWithEntry,
  scene: Scene,
  approval: "instant" | "request",
): Promise<Output> {
  const { tx, now, tenantId, audit, emit } = work;
  const at = toInstantColumn(now);
  const start = fromInstantColumn(offer.startsAt);
  const asks = approval === "request";
  const booked = await tx.appointment.updateManyAndReturn({
    where: { tenantId, id: offer.appointmentId, status: "held", superseded: false },
    data: {
      status: asks ? "requested" : "scheduled",
      requestExpiresAt: asks ? toInstantColumn(requestDeadline(scene, { sentAt: now, start })) : null,
      clientId: entry.clientId,
      holdExpiresAt: null,
      version: { increment: 1 },
      cancelDeadline: toInstantColumn(cancelDeadline(start, scene.cancellationWindowMin)),
      policyVersion: scene.policyVersion,
      bookedBy: "link",
      bookedAt: at,
      updatedAt: at,
    },
    select: { id: true, version: true },
  });
  const [appointment] = booked;
  if (appointment === undefined) return await withdraw(work, offer, "slot_taken");
  audit({
    action: "create",
    resource: "appointment",
    resourceId: appointment.id,
    clientId: entry.clientId,
    detail: { offerId: offer.id },
  });
  const { id: appointmentId, version } = appointment;
  emit(asks ? "appointment/requested" : "appointment/booked", { appointmentId, version });
  return await taken(work, offer);
}

/** The offer is accepted, its opening filled, and its person waits no more; `appointmentId` is the visit that it became. */
async function taken(work: Work, offer: WaitlistOfferModel): Promise<Output> {
  const { tx, now, tenantId, emit } = work;
  const at = toInstantColumn(now);
  const { id, appointmentId, entryId, openingId } = offer;
  await tx.waitlistOffer.update({
    where: { tenantId_id: { tenantId, id } },
    data: { status: "accepted", answeredAt: at, appointmentId },
  });
  await tx.waitlistEntry.update({
    where: { tenantId_id: { tenantId, id: entryId } },
    data: { status: "booked", updatedAt: at },
  });
  emit("waitlist/answered", { openingId, offerId: id });
  await closeOpening(work, openingId, { status: "filled" });
  return ok({ manageToken: manageToken(work, { ...offer, status: "accepted" }) });
}

/** The hour is no longer there to be given: the offer ends, the loop ends, and the person keeps the place. */
async function withdraw(
  work: Work,
  offer: WaitlistOfferModel,
  code: "withdrawn" | "slot_taken",
): Promise<Output> {
  await endOffer(work, offer, "withdrawn");
  await closeOpening(work, offer.openingId, { status: "withdrawn" });
  work.emit("waitlist/answered", { openingId: offer.openingId, offerId: offer.id });
  return refuse({ code });
}

/** The hour is there, and not for them: whoever is next is asked. */
async function passOn(work: Work, offer: WaitlistOfferModel): Promise<Output> {
  await endOffer(work, offer, "withdrawn");
  await keepHourForNext(work, offer);
  work.emit("waitlist/answered", { openingId: offer.openingId, offerId: offer.id });
  return refuse({ code: "withdrawn" });
}

function isRepeat(offer: WaitlistOfferModel, answer: Input["answer"]): boolean {
  return offer.status === (answer === "accept" ? "accepted" : "declined");
}

function manageToken({ links, tenantId }: Work, offer: WaitlistOfferModel): string | null {
  if (offer.status !== "accepted") return null;
  return links.sign({ kind: "appointment", tenantId, id: offer.appointmentId });
}
