import { z } from "zod";
import { botCheck } from "./bot-check.ts";
import {
  appointmentStatusSchema,
  makeUpSchema,
  override,
  peopleRules,
  screeningSchema,
  slotRefusalCodeSchema,
  staffNoteSchema,
} from "./scheduling.ts";
import { repetitionSchema, seriesOccurrence } from "./series.ts";
import { visitModeSchema } from "./studio.ts";
import {
  answerSchema,
  idSchema,
  instantSchema,
  lineSchema,
  localDateSchema,
  slugSchema,
  tokenSchema,
  versionSchema,
  viewerZoneSchema,
  wallTimeSchema,
} from "./wire.ts";

const capacitySchema = z.int().min(1).max(200);
/** How many people come together, as staff may seat them. */
export const partySizeSchema = z.int().min(1).max(20);

/** The most for whom one client can book seats online; larger parties call the studio. */
export const onlinePartyMax = 6;

/** A session is held for so many people or not at all; that is decided so many hours before its start. */
const minimumSchema = z.strictObject({
  people: z.int().min(1).max(200),
  hoursBefore: z.int().min(1).max(336),
});

const sessionShown = z.object({
  id: z.string(),
  serviceId: z.string(),
  serviceName: z.string(),
  practitionerName: z.string(),
  locationName: z.string(),
  mode: visitModeSchema,
  startsAt: z.number(),
  endsAt: z.number(),
  timeZone: z.string(), // the place's
  capacity: z.int(),
  left: z.int(), // people who can still be seated
  /** For how few people it is held, and at which instant that is decided; null: for anybody who comes, or decided already. */
  minimum: z.object({ people: z.int(), dueAt: z.number() }).nullable(),
});

/** The group sessions that clients can book by themselves, soonest first. Of who comes only how many seats are left is told. */
export const listOpenSessions = {
  input: z.strictObject({ studio: slugSchema }),
  output: z.object({
    now: z.number(),
    sessions: z.array(
      sessionShown.extend({
        serviceSlug: z.string(),
        description: z.string(),
        needsScreening: z.boolean(), // a seat is asked for, and the studio answers
        priceMinor: z.int(), // for each person
        currency: z.string(),
      }),
    ),
  }),
};

/** Keeps seats for their visitor while they fill in the form; what follows is what follows on any held time. */
export const holdSeats = {
  input: z.strictObject({
    studio: slugSchema,
    groupSessionId: idSchema<"appointment">(),
    partySize: partySizeSchema.max(onlinePartyMax),
    viewerZone: viewerZoneSchema,
    releaseToken: tokenSchema.nullable(), // the hold this visitor had before: one person, one hold
    ...botCheck,
  }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: z.object({ token: z.string(), expiresAt: z.number() }) }),
    z.object({
      ok: z.literal(false),
      refusal: z.object({
        code: z.enum([
          "full",
          "too_few_left",
          "too_soon",
          "past",
          "session_cancelled", // or never open to clients: the two look the same from outside
          "studio_closed",
          "too_many_holds",
          "proof_needed",
        ]),
        left: z.int().nullable(), // of too few: how many there are
      }),
    }),
  ]),
};

const staffSession = sessionShown.extend({
  version: z.int(),
  status: appointmentStatusSchema,
  practitionerId: z.string(),
  withPractitionerIds: z.array(z.string()), // who leads it beside them
  locationId: z.string(),
  roomId: z.string().nullable(),
  roomName: z.string().nullable(),
  date: z.string(), // of its start, in the studio's zone
  taken: z.int(), // people in seats that are booked, asked for or held
  booked: z.int(), // of those, in seats that are booked: they alone count towards the minimum
  asked: z.int(), // of those, in seats that were asked for and wait for the studio's answer
  minimumOf: minimumSchema.nullable(), // as it was set, also once it is decided
  openOnline: z.boolean(),
  needsScreening: z.boolean(), // whoever joins is screened first
  canManage: z.boolean(), // it is not over, and this person's to change
});

/** As many group sessions are listed at once. */
export const mostSessions = 100;

/** The group sessions from local date `from` of the studio's zone on, at most `mostSessions`, without who comes. */
export const listGroupSessions = {
  input: z.strictObject({ from: localDateSchema }),
  output: z.object({ now: z.number(), sessions: z.array(staffSession) }),
};

/** One session with its roster. */
export const groupRoster = {
  input: z.strictObject({ groupSessionId: idSchema<"appointment">() }),
  output: z.object({
    session: staffSession,
    seats: z.array(
      z.object({
        appointmentId: z.string(),
        version: z.int(),
        status: appointmentStatusSchema,
        clientId: z.string().nullable(), // null while held
        clientName: z.string().nullable(),
        partySize: z.int(),
        makesUpFor: makeUpSchema,
        madeUpIn: makeUpSchema,
        canMakeUp: z.boolean(), // its client missed it, has not made up for it, and this person may book that
        screening: screeningSchema, // for those who manage the session
        staffNote: staffNoteSchema, // for the same
      }),
    ),
    facilitators: z.array(z.object({ id: z.string(), displayName: z.string() })), // who gives the service, for a substitute
    rooms: z.array(z.object({ id: z.string(), name: z.string() })), // of its place, in use; none for a session held online
  }),
};

const sessionRefusalCodes = [
  ...slotRefusalCodeSchema.options,
  "changed_meanwhile",
  "already_cancelled",
  "already_started",
  "not_allowed",
  "room_too_small", // for so many seats and whoever leads the session
  "minimum_over_seats",
  "cut_off_past", // the moment at which it would be decided whether it is held lies behind
] as const;

const sessionAnswer = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), value: z.object({ groupSessionId: z.string(), version: z.int() }) }),
  z.object({
    ok: z.literal(false),
    refusal: z.object({
      code: z.enum(sessionRefusalCodes),
      /** Of a room that is too small: some of those that are not; none named: the studio has none. */
      rooms: z.array(z.object({ name: z.string(), locationName: z.string(), holds: z.int() })).optional(),
      /** Of a substitute who cannot lead it: who could. */
      people: z.array(z.object({ displayName: z.string() })).optional(),
    }),
  }),
]);

/** Staff set a group session at a wall-clock time of the place: off the grid and within the notice if they like, never onto taken time. */
export const scheduleGroupSession = {
  input: z.strictObject({
    serviceId: idSchema<"service">(),
    practitionerId: idSchema<"practitioner">(),
    coFacilitatorId: idSchema<"practitioner">().nullable().optional(), // left out: nobody
    locationId: idSchema<"location">(),
    mode: visitModeSchema,
    date: localDateSchema,
    time: wallTimeSchema,
    capacity: capacitySchema,
    minimum: minimumSchema.nullable().optional(), // left out: none
    openOnline: z.boolean(),
  }),
  output: sessionAnswer,
};

export const changeGroupSession = {
  input: z.strictObject({
    groupSessionId: idSchema<"appointment">(),
    version: versionSchema,
    practitionerId: idSchema<"practitioner">(), // another than its own: a substitute
    coFacilitatorId: idSchema<"practitioner">().nullable().optional(), // left out: as it is
    capacity: capacitySchema,
    minimum: minimumSchema.nullable().optional(), // left out: as it is
    openOnline: z.boolean(),
  }),
  output: sessionAnswer,
};

/** Why a session cannot be held again by a rule. */
const repeatRefusals = [
  "first_not_in_rule",
  "too_many",
  "ends_before_start",
  "not_in_this_rule",
  "already_cancelled",
  "already_started",
  "unknown_service",
  "studio_closed",
] as const;

/** Every date on which a session would be held again, before anything is saved; the first is the session itself. */
export const previewRepeatSession = {
  input: z.strictObject({ groupSessionId: idSchema<"appointment">(), rule: repetitionSchema }),
  output: answerSchema(
    z.object({ timeZone: z.string(), occurrences: z.array(seriesOccurrence) }),
    repeatRefusals,
  ),
};

export const repeatSession = {
  input: z.strictObject({
    groupSessionId: idSchema<"appointment">(),
    version: versionSchema,
    rule: repetitionSchema,
    /** One for every date of the preview but the first; null leaves that date out. */
    choices: z.array(z.strictObject({ date: localDateSchema, startsAt: instantSchema.nullable() })).max(100),
  }),
  output: answerSchema(z.object({ added: z.int(), leftOut: z.int() }), [
    ...repeatRefusals,
    "changed_meanwhile", // the session, or the dates of the rule
    "times_taken", // of the chosen times one is not free any more; nothing was added
  ] as const),
};

/** Staff move one session to a wall-clock time of its place, to another room of it, or both. */
export const moveSession = {
  input: z.strictObject({
    groupSessionId: idSchema<"appointment">(),
    version: versionSchema,
    date: localDateSchema,
    time: wallTimeSchema,
    roomId: idSchema<"resource">().nullable(), // null: whichever is free, its own if it can
  }),
  output: sessionAnswer,
};

export const cancelGroupSession = {
  input: z.strictObject({
    groupSessionId: idSchema<"appointment">(),
    version: versionSchema,
    reason: lineSchema(100),
  }),
  output: sessionAnswer,
};

/** Staff seat a client whom the studio knows. */
export const seatClient = {
  input: z.strictObject({
    groupSessionId: idSchema<"appointment">(),
    clientId: idSchema<"client">(),
    partySize: partySizeSchema,
    /** A seat of the client's in another session of the service that they missed: as many people as it had do not pay anew. */
    makesUpFor: idSchema<"appointment">().optional(),
    override: z.strictObject(override).optional(), // left out: nothing in the way is passed over
  }),
  output: z.discriminatedUnion("ok", [
    z.object({
      ok: z.literal(true),
      value: z.object({ appointmentId: z.string(), left: z.int(), screening: screeningSchema }),
    }),
    z.object({
      ok: z.literal(false),
      refusal: z.object({
        code: z.enum([
          "full",
          "too_few_left",
          "past",
          "session_cancelled",
          "already_seated",
          "not_missed", // by this client, in a session of this service
          "made_up", // already
          ...peopleRules.options,
        ]),
        left: z.int().nullable(),
        rules: z.array(peopleRules), // all of those that stand against who leads it
        canOverride: z.boolean(), // by this person
      }),
    }),
  ]),
};

/** Staff record that they screened a client for the groups of a service, or take it back. */
export const setScreening = {
  input: z.strictObject({
    clientId: idSchema<"client">(),
    serviceId: idSchema<"service">(),
    screened: z.boolean(),
  }),
  output: screeningSchema.unwrap(),
};
