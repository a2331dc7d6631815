import { z } from "zod";
import { acceptedDocumentsSchema } from "./agreements.ts";
import { botCheck } from "./bot-check.ts";
import { appointmentStatusSchema, slotRefusalCodeSchema } from "./scheduling.ts";
import { visitModeSchema } from "./studio.ts";
import {
  idSchema,
  instantSchema,
  lineSchema,
  localDateSchema,
  requiredLineSchema,
  slugSchema,
  tokenSchema,
  versionSchema,
  viewerZoneSchema,
} from "./wire.ts";

/** What a visitor chose so far: which service, with whom (null: any practitioner), where. */
export const choiceSchema = z.strictObject({
  serviceId: idSchema<"service">(),
  practitionerId: idSchema<"practitioner">().nullable(),
  mode: visitModeSchema,
  locationId: idSchema<"location">(), // for telehealth: the location whose hours apply
  durationMin: z.int().min(1).max(480).optional(), // one of the lengths of the service; left out: its usual one
});

export const offeredSlot = z.object({ startsAt: z.number(), endsAt: z.number() });
export type OfferedSlot = z.infer<typeof offeredSlot>;

/** Free times from local date `from` (in the zone of the place) over `days` days, and the first free time at all when there is none. */
export const listSlots = {
  input: z.strictObject({
    studio: slugSchema,
    choice: choiceSchema,
    from: localDateSchema,
    days: z.int().min(1).max(45),
    moving: tokenSchema.optional(), // the manage link of the visit that is to be moved, or what the portal gave: its own time counts as free
  }),
  output: z.object({
    timeZone: z.string(), // the place's
    weekStart: z.int(), // 0 Sunday, 1 Monday, 6 Saturday
    now: z.number(),
    today: z.string(),
    lastDate: z.string(), // the horizon
    starts: z.array(z.number()), // of the free times, ascending; each is as long as the choice says
    nextAvailable: z.number().nullable(), // when the range has none: the first free start after it, else the first before it
    noneBecause: z // why the asked range has none, told of nobody; null when it has some
      .enum(["closed", "not_offered", "past", "too_soon", "not_open_yet", "fully_booked"])
      .nullable(),
  }),
};

/** A time that cannot be had comes back with up to three that can. */
const slotRefusal = z.object({ code: slotRefusalCodeSchema, alternatives: z.array(offeredSlot) });

const linkRefusal = z.object({ code: z.enum(["link_invalid", "link_expired"]) });

export const holdSlot = {
  input: z.strictObject({
    studio: slugSchema,
    choice: choiceSchema,
    startsAt: instantSchema,
    viewerZone: viewerZoneSchema,
    releaseToken: tokenSchema.nullable(), // the hold this visitor had before: one person, one hold
    ...botCheck,
  }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: z.object({ token: z.string(), expiresAt: z.number() }) }),
    z.object({
      ok: z.literal(false),
      refusal: slotRefusal.extend({
        code: z.enum([
          ...slotRefusalCodeSchema.options,
          "too_many_holds", // of one address, or of that practitioner's date, too much is held and not booked yet
          "proof_needed", // very much came from the address: a solved puzzle has to come along
        ]),
      }),
    }),
  ]),
};

/** A visit as its own client sees it, through a signed link. */
const visit = z.object({
  serviceId: z.string(),
  serviceName: z.string(),
  practitionerId: z.string(),
  practitionerName: z.string(),
  locationId: z.string(),
  locationName: z.string(),
  address: z.string(),
  mode: visitModeSchema,
  startsAt: z.number(),
  endsAt: z.number(),
  timeZone: z.string(), // the venue's, shown first for visits in person
  clientTimeZone: z.string().nullable(),
  priceMinor: z.int(),
  currency: z.string(),
  partySize: z.int().nullable(), // how many people come, to a group session
});

export const viewHold = {
  input: z.strictObject({ studio: slugSchema, token: tokenSchema }),
  output: z.discriminatedUnion("ok", [
    z.object({
      ok: z.literal(true),
      value: visit.extend({
        expiresAt: z.number(),
        now: z.number(),
        cancelDeadline: z.number(),
        approval: z.enum(["instant", "request"]), // whether confirming books it, or asks the studio
      }),
    }),
    z.object({ ok: z.literal(false), refusal: linkRefusal }),
  ]),
};

export const releaseHold = {
  input: z.strictObject({ studio: slugSchema, token: tokenSchema }),
  output: z.object({ released: z.boolean() }),
};

/** Who comes. The same schema checks the form in the browser and on the server. */
export const clientDetails = z.strictObject({
  givenName: requiredLineSchema(255),
  familyName: requiredLineSchema(255),
  birthDate: localDateSchema,
  email: z
    .string()
    .trim()
    .max(254)
    .pipe(z.email("enter an email address such as ana@example.com"))
    .transform((email) => email.toLowerCase()),
  phone: z
    .string()
    .trim()
    .regex(/^\+?[0-9][0-9 ().-]{5,30}$/, "enter a phone number such as +1 212 555 0100"),
});
export type ClientDetails = z.infer<typeof clientDetails>;

/** The six digits of a mail, however they were spaced. */
export const emailedCode = z
  .string()
  .max(20)
  .transform((typed) => typed.replace(/[\s-]/g, ""))
  .pipe(z.string().regex(/^[0-9]{6}$/, "enter the six digits of the email"));

/** Mails a code to the address of whoever is about to book, whosever it is; the answer is the same for all of them (BOOK-07). */
export const askBookingCode = {
  input: z.strictObject({
    studio: slugSchema,
    token: tokenSchema, // the hold
    email: clientDetails.shape.email,
  }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: z.object({ asked: z.literal(true) }) }),
    z.object({
      ok: z.literal(false),
      refusal: z.object({
        code: z.enum([
          ...slotRefusalCodeSchema.options, // of a hold that ran out, when its time cannot be had again
          "too_many_holds", // likewise, as of holding it
          "link_invalid",
          "disposable_email",
          "seats_taken",
          "session_cancelled",
          "too_many_codes", // for that address, or from where it was asked
        ]),
        alternatives: z.array(offeredSlot),
      }),
    }),
  ]),
};

export const bookHold = {
  input: z.strictObject({
    studio: slugSchema,
    token: tokenSchema, // the hold
    details: clientDetails,
    acceptedPolicyVersion: versionSchema,
    acceptedDocuments: acceptedDocumentsSchema,
    idempotencyKey: z.uuid(),
    code: emailedCode.optional(), // where the studio asks for it and nobody is signed in with this address
    ...botCheck,
  }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: z.object({ manageToken: z.string() }) }),
    z.object({
      ok: z.literal(false),
      refusal: z.object({
        code: z.enum([
          ...slotRefusalCodeSchema.options,
          "link_invalid",
          "policy_changed",
          "documents_not_accepted", // what is published today was not accepted, or not in this version
          "birth_date_in_future",
          "guardian_needed", // under 18: a guardian books by phone until the portal lets them do it here
          "proof_needed",
          "email_unproven", // a code is needed that was not given
          "wrong_code",
          "code_expired", // or tried too often, or of another hold: another one has to be asked for
          "disposable_email", // an address that ends after minutes, at which nothing said later would arrive
          "seats_taken", // of a group session, since the hold on them ran out
          "session_cancelled",
          "call_to_book", // a rule about clients, of which no more is told to whoever typed their details
        ]),
        alternatives: z.array(offeredSlot),
      }),
    }),
  ]),
};

export const viewAppointment = {
  input: z.strictObject({ studio: slugSchema, token: tokenSchema }),
  output: z.discriminatedUnion("ok", [
    z.object({
      ok: z.literal(true),
      value: visit.extend({
        id: z.string(),
        version: z.int(),
        versionedAt: z.number(), // when this version was written
        status: appointmentStatusSchema,
        givenName: z.string(),
        // Nothing about visits is sent to the client's address. By a link it is said only where that came about since the visit was booked.
        mailStopped: z.boolean(),
        cancelDeadline: z.number(),
        policy: z.string(), // in the words under which it was booked
        now: z.number(),
        canCancel: z.boolean(),
        canReschedule: z.boolean(),
        canAskToCancel: z.boolean(), // too late to cancel it oneself, and not asked before
        cancellationRequest: z.enum(["none", "open", "turned_down"]),
        requestExpiresAt: z.number().nullable(), // until when the studio answers a request for it
        requestEnded: z.enum(["declined", "expired"]).nullable(),
        studioWord: z.string().nullable(), // what the studio answered to either request
      }),
    }),
    z.object({ ok: z.literal(false), refusal: linkRefusal }),
  ]),
};

/** After the cut-off a client can only ask; the studio answers (SCHED-17). */
export const askToCancelByLink = {
  input: z.strictObject({ studio: slugSchema, token: tokenSchema, reason: lineSchema(100) }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: z.object({ askedAt: z.number() }) }),
    z.object({
      ok: z.literal(false),
      refusal: z.object({
        code: z.enum([
          "not_needed",
          "turned_down",
          "already_started",
          "already_cancelled",
          "link_invalid",
          "link_expired",
        ]),
      }),
    }),
  ]),
};

export const cancelByLink = {
  input: z.strictObject({ studio: slugSchema, token: tokenSchema, reason: lineSchema(100) }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: z.object({ cancelledAt: z.number() }) }),
    z.object({
      ok: z.literal(false),
      refusal: z.object({
        code: z.enum(["too_late", "already_started", "already_cancelled", "link_invalid", "link_expired"]),
      }),
    }),
  ]),
};

export const rescheduleByLink = {
  input: z.strictObject({
    studio: slugSchema,
    token: tokenSchema,
    practitionerId: idSchema<"practitioner">().nullable(),
    startsAt: instantSchema,
    seen: versionSchema.optional(), // the version of the visit that its page showed; another one by now is not moved unseen
  }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: z.object({ startsAt: z.number() }) }),
    z.object({
      ok: z.literal(false),
      refusal: z.object({
        code: z.enum([
          ...slotRefusalCodeSchema.options,
          "too_late",
          "awaiting_answer", // a request that the studio has not answered yet
          "changed_meanwhile",
          "call_to_book", // another visit of the client is at that time, or the studio decides about each time: both by telephone
          "move_limit", // moved as often as the studio lets clients do by themselves
          "already_started",
          "already_cancelled",
          "link_invalid",
          "link_expired",
        ]),
        alternatives: z.array(offeredSlot),
      }),
    }),
  ]),
};
