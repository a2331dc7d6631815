import {
  fewestYearsKept,
  restrictionEndings,
  rightsRequestKinds,
  rightsRequestStates,
} from "@quietroom/domain/records";
import { z } from "zod";
import {
  slugSchema,
  answerSchema,
  idSchema,
  localDateSchema,
  requiredLineSchema,
  textSchema,
} from "./wire.ts";

const ofClient = { clientId: idSchema<"client">() };
const withReason = { ...ofClient, reason: requiredLineSchema(300) };

/** Takes a client's record out of everybody's sight. */
export const removeClient = {
  input: z.strictObject(withReason),
  output: answerSchema(z.object({}), ["already_removed", "has_visits", "is_waiting"]),
};

export const restoreRecord = {
  input: z.strictObject(withReason),
  output: answerSchema(z.object({}), ["not_removed", "anonymised"]),
};

export const placeHold = {
  input: z.strictObject(withReason),
  output: answerSchema(z.object({}), ["already_held", "anonymised"]),
};

export const liftHold = {
  input: z.strictObject(withReason),
  output: answerSchema(z.object({}), ["not_held"]),
};

export const decidePurge = {
  input: z.strictObject({ ...withReason, decision: z.enum(["purged", "kept"]) }),
  output: answerSchema(z.object({}), ["not_listed", "still_kept", "second_factor_needed"]),
};

export const setRetention = {
  input: z.strictObject({ years: z.int().min(fewestYearsKept).max(100) }),
  output: answerSchema(z.object({}), ["second_factor_needed"]),
};

const person = z.object({ clientId: z.string(), name: z.string() });
const act = z.object({ at: z.number(), by: z.string(), reason: z.string() });

/** What the studio keeps out of sight, keeps whatever happens, and may let go. */
export const listKept = {
  input: z.strictObject({}),
  output: z.object({
    timeZone: z.string(),
    locale: z.string(),
    years: z.int(),
    removed: z.array(person.extend({ removal: act })),
    holds: z.array(person.extend({ hold: act })),
    candidates: z.array(person.extend({ lastActivityAt: z.number(), markedAt: z.number() })),
  }),
};

/** How many of a client's visits ahead are named before their record can be removed. */
export const mostVisitsNamed = 5;

/** How an open record stands: until when it is kept, whether a hold keeps it, and what is still expected of the client. */
export const recordStanding = {
  input: z.strictObject(ofClient),
  output: z.object({
    timeZone: z.string(),
    locale: z.string(),
    years: z.int(),
    /** Reviewed at the earliest then, if nothing more happens. */
    keptUntil: z.number(),
    hold: act.nullable(),
    visitsAhead: z.int(),
    /** The first of them, each with its date on the studio's calendar. */
    nextVisits: z
      .array(z.object({ appointmentId: z.string(), startsAt: z.number(), date: z.string() }))
      .max(mostVisitsNamed),
    isWaiting: z.boolean(),
  }),
};

const request = z.object({
  id: z.string(),
  kind: z.enum(rightsRequestKinds),
  state: z.enum(rightsRequestStates),
  wish: z.string(),
  askedAt: z.number(),
  dueAt: z.number(),
  decidedAt: z.number().nullable(),
  answer: z.string().nullable(),
  /** Of an agreed restriction that has ended: when, because of what, and the studio's words. */
  ended: z.object({ at: z.number(), because: z.enum(restrictionEndings), reason: z.string() }).nullable(),
});
export type RightsRequestView = z.infer<typeof request>;

const wish = textSchema(2000).refine((text) => text !== "", "fill this in");
const atStudio = { studio: slugSchema };

/** A client asks the studio to correct their record, or to use or show less of it. */
export const askRequest = {
  input: z.strictObject({ ...atStudio, kind: z.enum(rightsRequestKinds), wish }),
  output: answerSchema(z.object({ id: z.string() }), ["too_many_open"]),
};

export const withdrawRequest = {
  input: z.strictObject({ ...atStudio, requestId: idSchema<"rights_request">() }),
  output: answerSchema(z.object({}), ["already_answered"]),
};

export const listOwnRequests = {
  input: z.strictObject(atStudio),
  output: z.object({ timeZone: z.string(), requests: z.array(request) }),
};

/** What clients have asked, those that wait first, the most urgent on top. */
export const listRequests = {
  input: z.strictObject({}),
  output: z.object({
    timeZone: z.string(),
    locale: z.string(),
    now: z.number(),
    requests: z.array(
      request.extend({ clientId: z.string(), clientName: z.string(), decidedBy: z.string().nullable() }),
    ),
  }),
};

export const decideRequest = {
  input: z.strictObject({
    requestId: idSchema<"rights_request">(),
    decision: z.enum(["approved", "denied"]),
    answer: wish,
  }),
  output: answerSchema(z.object({}), ["already_answered"]),
};

/** Ends a restriction that was agreed to. */
export const endRestriction = {
  input: z.strictObject({
    requestId: idSchema<"rights_request">(),
    because: z.enum(restrictionEndings),
    reason: wish,
  }),
  output: answerSchema(z.object({}), ["not_in_force"]),
};

const disclosure = z.object({
  disclosedOn: z.string(), // a date on the studio's calendar
  recipient: z.string(),
  what: z.string(),
  purpose: z.string(),
  notedAt: z.number(),
  by: z.string(), // who wrote it down
});
export type DisclosureView = z.infer<typeof disclosure>;

/** What an accounting of disclosures names (45 CFR 164.528(b)(2)): when, to whom, what in brief, and what for. */
export const noteDisclosure = {
  input: z.strictObject({
    ...ofClient,
    disclosedOn: localDateSchema,
    recipient: requiredLineSchema(300),
    what: requiredLineSchema(300),
    purpose: requiredLineSchema(300),
  }),
  output: answerSchema(z.object({}), ["still_to_come"]),
};

export const listDisclosures = {
  input: z.strictObject(ofClient),
  output: z.object({
    timeZone: z.string(),
    locale: z.string(),
    today: z.string(),
    disclosures: z.array(disclosure.extend({ id: z.string() })),
  }),
};

const accessed = z.object({ at: z.number(), by: z.string(), action: z.string(), what: z.string() });

/** Everything that is kept of whoever asks, to read and to take along. */
export const exportOwnRecord = {
  input: z.strictObject(atStudio),
  output: z.object({
    studio: z.string(),
    timeZone: z.string(),
    takenAt: z.number(),
    profile: z.object({
      givenName: z.string(),
      familyName: z.string(),
      birthDate: z.string(),
      email: z.string(),
      phone: z.string(),
      timeZone: z.string().nullable(),
      since: z.number(),
    }),
    visits: z.array(
      z.object({
        startsAt: z.number(),
        endsAt: z.number(),
        timeZone: z.string(),
        status: z.string(),
        service: z.string(),
        practitioner: z.string(),
        location: z.string(),
        cancelReason: z.string().nullable(),
        studioWord: z.string().nullable(), // what the studio answered to a request about it
        staffNote: z.string().nullable(), // what staff noted about it, which is shown nowhere else
      }),
    ),
    waitlist: z.array(
      z.object({
        joinedAt: z.number(),
        service: z.string(),
        from: z.string(),
        until: z.string(),
        status: z.string(),
      }),
    ),
    screenings: z.array(z.object({ screenedAt: z.number(), by: z.string(), service: z.string() })),
    messages: z.array(z.object({ kind: z.string(), channel: z.string(), sentAt: z.number() })),
    consents: z.array(
      z.object({
        kind: z.string(),
        version: z.int(),
        answer: z.string(),
        place: z.string(),
        givenAt: z.number(),
        expiresAt: z.number().nullable(),
        withdrawnAt: z.number().nullable(),
        reason: z.string().nullable(), // why it was refused or taken back, where they said so
      }),
    ),
    /** Which messages they chose to get or not. */
    choices: z.array(
      z.object({ category: z.string(), channel: z.string(), wanted: z.boolean(), changedAt: z.number() }),
    ),
    documents: z.array(z.object({ kind: z.string(), version: z.int(), acceptedAt: z.number() })),
    requests: z.array(request),
    /** To whom the studio gave something of it, the latest first. */
    disclosures: z.array(disclosure.omit({ notedAt: true, by: true })),
    /** Who opened it: people of the studio by name. The latest first, at most a thousand. */
    opened: z.array(accessed),
  }),
};
export type OwnRecord = z.infer<(typeof exportOwnRecord)["output"]>;
