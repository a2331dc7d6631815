import { z } from "zod";
import { acceptedDocumentsSchema } from "./agreements.ts";
import { botCheck } from "./bot-check.ts";
import { clientDetails } from "./public-booking.ts";
import { slotRefusalCodeSchema } from "./scheduling.ts";
import { visitModeSchema } from "./studio.ts";
import {
  idSchema,
  localDateSchema,
  requiredLineSchema,
  slugSchema,
  tokenSchema,
  viewerZoneSchema,
} from "./wire.ts";

export const daypartSchema = z.enum(["morning", "afternoon", "evening"]);
export const waitlistPrioritySchema = z.enum(["urgent", "high", "standard", "low"]);

/** Why staff decided otherwise than the list (WAIT-11). Kept with the record it is about, and shown to staff alone. */
const reasonByHand = requiredLineSchema(100);

export const joinWaitlist = {
  input: z.strictObject({
    studio: slugSchema,
    serviceId: idSchema<"service">(),
    /** A seat of this group session and no other time: what is said of people, place and dates is then the session's. Left out: any time. */
    groupSessionId: idSchema<"appointment">().nullable().optional(),
    practitionerId: idSchema<"practitioner">().nullable(),
    locationId: idSchema<"location">().nullable(),
    mode: visitModeSchema.nullable(),
    dateFrom: localDateSchema,
    dateUntil: localDateSchema,
    weekdays: z.array(z.int().min(0).max(6)).min(1).max(7),
    dayparts: z.array(daypartSchema).min(1).max(3),
    details: clientDetails,
    acceptedDocuments: acceptedDocumentsSchema,
    viewerZone: viewerZoneSchema,
    idempotencyKey: z.uuid(),
    ...botCheck,
  }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: z.object({ position: z.int() }) }),
    z.object({
      ok: z.literal(false),
      refusal: z.object({
        code: z.enum([
          "dates_reversed",
          "dates_past",
          "beyond_horizon",
          "no_matching_date", // none of the chosen weekdays lies between the two dates
          "unknown_service",
          "studio_closed",
          "already_waiting",
          "documents_not_accepted",
          "birth_date_in_future",
          "guardian_needed",
          "disposable_email",
          "proof_needed",
        ]),
      }),
    }),
  ]),
};

export const viewOffer = {
  input: z.strictObject({ studio: slugSchema, token: tokenSchema }),
  output: z.discriminatedUnion("ok", [
    z.object({
      ok: z.literal(true),
      value: z.object({
        status: z.enum(["open", "accepted", "declined", "lapsed", "withdrawn"]),
        serviceName: z.string(),
        ofSession: z.boolean(), // a seat of a group session, and not an hour
        approval: z.enum(["instant", "request"]), // whether accepting books it, or asks the studio
        practitionerName: z.string(),
        locationName: z.string(),
        address: z.string(),
        mode: visitModeSchema,
        startsAt: z.number(),
        endsAt: z.number(),
        timeZone: z.string(),
        clientTimeZone: z.string().nullable(),
        priceMinor: z.int(),
        currency: z.string(),
        expiresAt: z.number(),
        now: z.number(),
        place: z.enum(["kept", "left"]), // in the line
        // Later visits of theirs, of the same service, that could move into this hour; none once it is answered.
        later: z.array(
          z.object({ id: z.string(), mode: visitModeSchema, startsAt: z.number(), timeZone: z.string() }),
        ),
        manageToken: z.string().nullable(), // once accepted
      }),
    }),
    z.object({ ok: z.literal(false), refusal: z.object({ code: z.enum(["link_invalid", "link_expired"]) }) }),
  ]),
};

export const answerOffer = {
  input: z.strictObject({
    studio: slugSchema,
    token: tokenSchema,
    answer: z.enum(["accept", "decline"]),
    /** The later visit of theirs that moves into the hour instead of a new one being booked; left out or null: none does. */
    insteadOf: idSchema<"appointment">().nullable().optional(),
  }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: z.object({ manageToken: z.string().nullable() }) }),
    z.object({
      ok: z.literal(false),
      refusal: z.object({
        code: z.enum([
          "lapsed",
          "already_answered",
          "withdrawn",
          "slot_taken",
          "visit_changed", // the visit that was to move is not what it was: the offer stands
          "link_invalid",
          "link_expired",
        ]),
      }),
    }),
  ]),
};

const points = <Part extends string>(...parts: readonly Part[]) => z.record(z.enum(parts), z.int());

/** Of 100 (WAIT-09): what each part of a fit counts. */
const fit = points("therapist", "day", "time", "soonness", "waiting", "total");
/** Of 100 (WAIT-10): what each part of a wait counts; declines are taken off. */
const waitingPriority = points("waited", "urgency", "referral", "declines", "total");

/** One person who was considered for an opening: offered, or skipped and why. */
export const consideration = z.object({
  entryId: z.string(),
  clientName: z.string(),
  outcome: z.enum(["offered", "skipped", "next"]), // next: fits, and is asked if those before do not accept
  reason: z.string().nullable(),
  fit: fit.nullable(), // null for rounds of before it was kept
  waitingPriority: waitingPriority.nullable(),
});

export const waitlistBoard = {
  input: z.strictObject({}),
  output: z.object({
    timeZone: z.string(),
    locale: z.string(),
    now: z.number(),
    entries: z.array(
      z.object({
        id: z.string(),
        clientName: z.string(),
        serviceName: z.string(),
        ofSession: z.boolean(), // waits for a seat of one group session
        practitionerName: z.string().nullable(),
        locationName: z.string().nullable(),
        mode: visitModeSchema.nullable(),
        dateFrom: z.string(),
        dateUntil: z.string(),
        weekdays: z.array(z.int()),
        dayparts: z.array(daypartSchema),
        priority: waitlistPrioritySchema,
        priorityReason: z.string().nullable(), // once staff moved them
        referred: z.boolean(), // by a practitioner, as staff say
        status: z.enum(["waiting", "offered", "booked", "declined", "expired", "withdrawn"]),
        declines: z.int(),
        joinedAt: z.number(),
        position: z.int().nullable(),
      }),
    ),
    openings: z.array(
      z.object({
        id: z.string(),
        status: z.enum(["offering", "filled", "exhausted", "withdrawn"]),
        practitionerName: z.string(),
        startsAt: z.number(),
        endsAt: z.number(),
        cause: z.string(),
        createdAt: z.number(),
        offeredFrom: z.number().nullable(), // nobody is asked before then, since its cancellation can be undone; null: from createdAt
        undone: z.boolean(), // withdrawn, because it was
        quietUntil: z.number().nullable(), // nobody is asked before then, since it is night where those in line are
        bookedMeanwhile: z.boolean(), // while it waits for the morning: a visit was booked in it, or all its session's seats
        lastRound: z.array(consideration), // when nobody was left to ask
        skips: z.array(z.object({ entryId: z.string(), clientName: z.string(), reason: z.string() })), // by staff
        offers: z.array(
          z.object({
            id: z.string(),
            round: z.int(),
            clientName: z.string(),
            status: z.enum(["open", "accepted", "declined", "lapsed", "withdrawn"]),
            fitScore: z.int(),
            chosenReason: z.string().nullable(), // when staff chose this person
            offeredAt: z.number(),
            expiresAt: z.number(),
            clockRested: z.boolean(), // in the quiet hours of whoever was asked, between the two
            answeredAt: z.number().nullable(),
            considered: z.array(consideration),
          }),
        ),
      }),
    ),
  }),
};

/** How the waitlist did in the last days, today among them, by the calendar of the studio (WAIT-12). Shares are of 1; null: nothing to tell from. */
export const waitlistFigures = {
  input: z.strictObject({ days: z.int().min(1).max(365) }),
  output: z.object({
    from: localDateSchema,
    entries: z.int(), // joined in the period
    offers: z.int(), // made in it
    accepted: z.int(), // of them
    answered: z.int(), // of them: accepted, declined, or run out
    acceptance: z.number().nullable(),
    medianFillMs: z.number().nullable(), // from freed to accepted
    booked: z.int(), // of those who joined
    left: z.int(), // of those who joined: wait no more
    conversion: z.number().nullable(),
  }),
};

/** Each round of one freed hour, decided again from what was recorded of it. */
export const replayFill = {
  input: z.strictObject({ openingId: idSchema<"opening">() }),
  output: z.object({
    rounds: z.array(
      z.object({
        round: z.int().nullable(), // null: the last one, which asked nobody
        // same: the same person and the same reasons; other: it would be decided otherwise now; not_recorded: of before facts were kept
        comesTo: z.enum(["same", "other", "not_recorded"]),
        was: z.string().nullable(), // the name of the client who was asked; null: nobody
        wouldBe: z.string().nullable(),
      }),
    ),
  }),
};

/** Everyone who could have one freed hour, in the order in which they would be asked, for those who decide by hand. */
export const openingLine = {
  input: z.strictObject({ openingId: idSchema<"opening">() }),
  output: z.object({
    status: z.enum(["offering", "filled", "exhausted", "withdrawn"]),
    openOfferId: z.string().nullable(),
    canBeAnswered: z.boolean(), // whether an offer made now could be; false: too close to the start
    people: z.array(
      z.object({
        entryId: z.string(),
        clientName: z.string(),
        priority: waitlistPrioritySchema,
        fit,
        waitingPriority,
        standing: z.enum(["asked", "next", "passed_over"]),
        reason: z.string().nullable(), // why the list passes them over
        binding: z.string().nullable(), // why staff cannot offer it to them either
        answerBy: z.number().nullable(), // of an offer made to them by hand now
      }),
    ),
  }),
};

const doneByHand = z.object({ ok: z.literal(true), value: z.object({}) });

export const offerByHand = {
  input: z.strictObject({
    openingId: idSchema<"opening">(),
    entryId: idSchema<"waitlist_entry">(),
    takesBack: idSchema<"waitlist_offer">().nullable(), // the open offer that was seen
    reason: reasonByHand,
  }),
  output: z.discriminatedUnion("ok", [
    doneByHand,
    z.object({
      ok: z.literal(false),
      refusal: z.object({
        code: z.enum([
          "filled",
          "withdrawn",
          "offer_changed", // another offer is open than the one that was seen
          "can_be_undone", // the cancellation that freed it
          "too_close_to_start",
          "too_many_rounds",
          "has_open_offer",
          "not_waiting",
          "service_mismatch",
          "not_offered",
          "mode_mismatch",
          "duration_does_not_fit",
          "has_clashing_appointment",
          "call_to_book", // the service is not for them, or they have a first visit to come
          ...slotRefusalCodeSchema.options,
        ]),
      }),
    }),
  ]),
};

export const skipEntry = {
  input: z.strictObject({
    openingId: idSchema<"opening">(),
    entryId: idSchema<"waitlist_entry">(),
    reason: reasonByHand,
  }),
  output: z.discriminatedUnion("ok", [
    doneByHand,
    z.object({
      ok: z.literal(false),
      refusal: z.object({ code: z.enum(["filled", "exhausted", "withdrawn", "not_in_line"]) }),
    }),
  ]),
};

export const moveEntry = {
  input: z.strictObject({
    entryId: idSchema<"waitlist_entry">(),
    // Null: as it is, so that nobody undoes what a colleague changes meanwhile.
    priority: waitlistPrioritySchema.nullable(),
    referred: z.boolean().nullable(), // by a practitioner
    reason: reasonByHand,
  }),
  output: z.discriminatedUnion("ok", [
    doneByHand,
    z.object({ ok: z.literal(false), refusal: z.object({ code: z.enum(["not_waiting"]) }) }),
  ]),
};

export const withdrawEntry = {
  input: z.strictObject({ entryId: idSchema<"waitlist_entry">(), reason: reasonByHand }),
  output: z.discriminatedUnion("ok", [
    doneByHand,
    z.object({ ok: z.literal(false), refusal: z.object({ code: z.enum(["not_waiting"]) }) }),
  ]),
};
