import { blockPurposes, overrideKinds, serviceColors } from "@quietroom/domain/scheduling";
import { dateRepeats } from "@quietroom/domain/series";
import { z } from "zod";
import { documentVersionSchema } from "./agreements.ts";
import { capacitySchema, equipmentSchema, resourceTypeSchema } from "./resources.ts";
import {
  idSchema,
  localDateSchema,
  requiredLineSchema,
  lineSchema,
  slugSchema,
  textSchema,
  versionSchema,
  wallEndSchema,
  wallTimeSchema,
} from "./wire.ts";

export const visitModeSchema = z.enum(["in_person", "telehealth"]);

/** Whether a client's booking stands at once, or waits until the studio approves it (BOOK-06). */
const approvalSchema = z.enum(["instant", "request"]);

/** How long a visit of a service may be, in minutes. */
export const durationMinSchema = z.int().min(15).max(480);

/** A length that a service may have beside its usual one, in minutes, and its price. */
const serviceLength = z.strictObject({
  durationMin: durationMinSchema,
  priceMinor: z.int().min(0).max(1_000_000),
});

/** What anyone may see of a studio: nothing about a client, nothing that is not on its public page. */
export const studioView = {
  input: z.strictObject({ studio: slugSchema }),
  output: z.object({
    now: z.number(), // the database clock, which alone decides what day it is
    name: z.string(),
    slug: z.string(),
    tagline: z.string(),
    about: z.string(),
    timeZone: z.string(),
    locale: z.string(),
    primaryColor: z.string(),
    phone: z.string(),
    email: z.string(),
    open: z.boolean(), // false: suspended or cancelled; nothing can be booked
    ended: z.boolean(), // cancelled: links of its mails open nothing
    minNoticeMin: z.int(),
    minNoticeDays: z.int(),
    horizonDays: z.int(),
    weekStart: z.int(), // 0 Sunday, 1 Monday, 6 Saturday
    cancellationWindowMin: z.int(),
    cancellationPolicy: z.string(),
    policyVersion: z.int(),
    documents: z.array(documentVersionSchema), // terms and privacy notice, as published today
    locations: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        addressLine: z.string(),
        city: z.string(),
        region: z.string(),
        postalCode: z.string(),
        country: z.string(),
        directions: z.string(),
        timeZone: z.string(),
        isPrimary: z.boolean(),
      }),
    ),
    practitioners: z.array(
      z.object({
        id: z.string(),
        slug: z.string(),
        displayName: z.string(),
        title: z.string(),
        bio: z.string(),
        photo: z.string().nullable(), // the digest of the image, by which it is asked for
        serviceIds: z.array(z.string()),
        locationIds: z.array(z.string()), // where they keep weekly hours
      }),
    ),
    services: z.array(
      z.object({
        id: z.string(),
        slug: z.string(),
        name: z.string(),
        description: z.string(),
        category: z.string(), // '': none
        durationMin: z.int(), // the usual one
        priceMinor: z.int(),
        moreLengths: z.array(serviceLength),
        currency: z.string(),
        modes: z.array(visitModeSchema),
        approval: approvalSchema,
        together: z.boolean(), // all who give it come to each visit
        minNoticeMin: z.int(), // its own notice and horizon, or the studio's
        minNoticeDays: z.int(),
        horizonDays: z.int(),
      }),
    ),
  }),
};

const maxPerDay = z.int().min(1).max(200).nullable(); // null: as many as fit
const maxPerWeek = z.int().min(1).max(1000).nullable();

const maxMinutesPerDay = z.int().min(15).max(1440).nullable();

const weeklyRow = z.strictObject({
  locationId: idSchema<"location">(),
  weekday: z.int().min(0).max(6),
  start: wallTimeSchema,
  end: wallEndSchema,
  everyWeeks: z.int().min(1).max(52), // counted from `effectiveFrom`
  effectiveFrom: localDateSchema.nullable(),
  effectiveUntil: localDateSchema.nullable(),
});

const overrideBlock = z.tuple([wallTimeSchema, wallEndSchema]);

const overrideKind = z.enum(overrideKinds);
const blockPurpose = z.enum(blockPurposes);
const overrideRepeats = z.enum(dateRepeats);

/** A part of one date. */
const pieceTimes = { start: z.number(), end: z.number() };

/** A practitioner's weekly hours and dated exceptions, as the editor shows and saves them. */
export const availabilityView = {
  input: z.strictObject({ practitionerId: idSchema<"practitioner">() }),
  output: z.object({
    practitioner: z.object({
      id: z.string(),
      displayName: z.string(),
      maxPerDay: z.int().nullable(),
      maxPerWeek: z.int().nullable(),
      maxMinutesPerDay: z.int().nullable(),
      notesMin: z.int(),
      breakAfterMin: z.int().nullable(), // null, and the next one too: no break is asked for
      breakMin: z.int().nullable(),
      hoursVersion: z.int(), // of the weekly hours
      limitsVersion: z.int(),
    }),
    locations: z.array(z.object({ id: z.string(), name: z.string(), timeZone: z.string() })),
    weekly: z.array(
      z.object({
        locationId: z.string(),
        weekday: z.int(),
        start: z.string(),
        end: z.string(),
        everyWeeks: z.int(),
        effectiveFrom: z.string().nullable(),
        effectiveUntil: z.string().nullable(),
      }),
    ),
    overrides: z.array(
      z.object({
        id: z.string(),
        version: z.int(),
        date: z.string(),
        kind: overrideKind,
        locationId: z.string().nullable(), // null: blocked time, wherever they work
        blocks: z.array(z.tuple([z.string(), z.string()])), // none: the whole date
        purpose: blockPurpose.nullable(), // of blocked time; null as well for those who keep none of these hours
        reason: z.string(), // '' for them
        seriesId: z.string().nullable(), // of dates that were said at once
        repeats: overrideRepeats.nullable(),
      }),
    ),
    /** Booked visits outside these hours, which stand unchanged until a person decides about them: how many, and the first of them. */
    outside: z.object({
      count: z.int(),
      visits: z.array(
        z.object({
          id: z.string(),
          startsAt: z.number(),
          date: z.string(), // of the studio's calendar, where the visit is found
          timeZone: z.string(),
        }),
      ),
    }),
  }),
};

/** One practitioner's week from a date on, as it really is; times in the studio's zone. */
export const availabilityWeek = {
  input: z.strictObject({ practitionerId: idSchema<"practitioner">(), from: localDateSchema }),
  output: z.object({
    timeZone: z.string(),
    days: z.array(
      z.object({
        date: z.string(),
        differs: z.boolean(), // other or extra hours were said of that date
        pieces: z.array(
          z.discriminatedUnion("kind", [
            z.object({ kind: z.literal("open"), ...pieceTimes, place: z.string() }),
            z.object({
              kind: z.literal("blocked"),
              ...pieceTimes,
              purpose: blockPurpose.nullable(),
              reason: z.string(),
            }),
            z.object({ kind: z.literal("time_off"), ...pieceTimes }),
            z.object({
              kind: z.literal("closed"),
              ...pieceTimes,
              name: z.string(),
              place: z.string().nullable(), // null: every place
              telehealth: z.enum(["closed", "open"]),
            }),
            z.object({
              kind: z.literal("visit"),
              ...pieceTimes,
              appointmentId: z.string(),
              place: z.string(),
              held: z.boolean(), // somebody is choosing it now, or it is kept for the waitlist
              outside: z.boolean(), // booked, and not within these hours any more
            }),
            z.object({ kind: z.literal("busy"), ...pieceTimes }), // in another calendar
          ]),
        ),
      }),
    ),
  }),
};

/** Saving hours never moves an appointment; those that now lie outside are named, so that a person can decide. */
const outsideHours = z.array(z.string()); // appointment ids

const hoursRefusals = [
  "overlapping_ranges",
  "range_too_short",
  "reversed_range",
  "reversed_dates",
  "no_first_date",
  "unknown_location",
  "changed_meanwhile",
] as const;

/** Replaces the weekly hours, as they were loaded at `version`. */
export const setWeeklyHours = {
  input: z.strictObject({
    practitionerId: idSchema<"practitioner">(),
    version: versionSchema,
    rows: z.array(weeklyRow).max(100),
  }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: z.object({ outsideHours, version: z.int() }) }),
    z.object({
      ok: z.literal(false),
      refusal: z.object({
        code: z.enum([...hoursRefusals, "hours_elsewhere"]), // there are extra hours at another place
        row: z.int().nullable(),
        date: z.string().nullable(), // of those extra hours
      }),
    }),
  ]),
};

/** Says something of one date beside the week, or of every date that repeats it; or changes what was loaded at `version`. */
export const setDateOverride = {
  input: z.strictObject({
    practitionerId: idSchema<"practitioner">(),
    id: idSchema<"date_override">().nullable().optional(), // left out or null: it is new
    version: versionSchema.nullable().optional(),
    kind: overrideKind.optional(), // left out: other hours
    locationId: idSchema<"location">().nullable(), // null for blocked time
    date: localDateSchema,
    blocks: z.array(overrideBlock).max(12), // none: closed, or blocked, all day
    purpose: blockPurpose.nullable().optional(), // of blocked time
    reason: lineSchema(200),
    repeats: overrideRepeats.nullable().optional(),
    until: localDateSchema.nullable().optional(), // the last date on which it can repeat
  }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: z.object({ outsideHours, dates: z.array(z.string()) }) }),
    z.object({
      ok: z.literal(false),
      refusal: z.object({
        code: z.enum([
          ...hoursRefusals,
          "no_hours",
          "crosses_midnight",
          "no_purpose",
          "date_taken", // that date has other hours already
          "hours_elsewhere", // on that date they work at another place then
          "no_last_date",
          "ends_before_start",
          "too_many",
        ]),
        row: z.int().nullable(), // the block to blame
        date: z.string().nullable(), // the date to blame
      }),
    }),
  ]),
};

/** Takes back what was said of a date, as it was loaded, or with it the later dates that were said at once. */
export const removeDateOverride = {
  input: z.strictObject({
    practitionerId: idSchema<"practitioner">(),
    id: idSchema<"date_override">(),
    version: versionSchema,
    following: z.boolean(),
  }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: z.object({ outsideHours }) }),
    z.object({ ok: z.literal(false), refusal: z.object({ code: z.literal("changed_meanwhile") }) }),
  ]),
};

/** After at most so many minutes of visits in a row, a break of so many at least. */
const breakAfterVisits = z.strictObject({
  afterMin: z.int().min(30).max(720),
  breakMin: z.int().min(5).max(240),
});

/** How many visits a practitioner takes a day and a week, of every kind and at every place, as loaded at `version`. */
export const setPractitionerCaps = {
  input: z.strictObject({
    practitionerId: idSchema<"practitioner">(),
    version: versionSchema,
    maxPerDay,
    maxPerWeek,
    maxMinutesPerDay: maxMinutesPerDay.optional(), // left out: as it was
    notesMin: z.int().min(0).max(60).optional(), // left out: as it was
    break: breakAfterVisits.nullable().optional(), // null: none; left out: as it was
  }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: z.object({ version: z.int() }) }),
    z.object({ ok: z.literal(false), refusal: z.object({ code: z.literal("changed_meanwhile") }) }),
  ]),
};

/** On which weekday the studio's weeks begin: 0 Sunday, 1 Monday, 6 Saturday. */
export const setWeekStart = {
  input: z.strictObject({ weekStart: z.literal([0, 1, 6]) }),
  output: z.object({ ok: z.literal(true), value: z.object({}) }),
};

/** Whom a service is given to; whoever is new has one visit of a service for new clients to come at a time. */
const serviceClients = z.enum(["anyone", "new_only", "existing_only"]);

/** A notice of a service's own, in both its parts: elapsed minutes, and dates before the visit's own. */
const ownNotice = z.strictObject({
  minNoticeMin: z.int().min(0).max(43_200),
  minNoticeDays: z.int().min(0).max(365),
});

const serviceFields = {
  name: requiredLineSchema(255),
  description: textSchema(2000),
  durationMin: durationMinSchema,
  stepMin: z.int().min(5).max(240),
  bufferBeforeMin: z.int().min(0).max(120),
  bufferAfterMin: z.int().min(0).max(120),
  maxPerDay, // of this service, whoever gives it
  maxPerWeek,
  newClients: serviceClients,
  priceMinor: z.int().min(0).max(1_000_000),
  modes: z.array(visitModeSchema).min(1).max(2),
  needsRoom: z.boolean(),
  roomType: resourceTypeSchema, // '': any
  roomEquipment: equipmentSchema,
  roomCapacity: capacitySchema,
  roomStepFree: z.boolean(),
  preferredRoomIds: z.array(idSchema<"resource">()).max(50), // the first is liked best
  deviceType: resourceTypeSchema, // '': needs none
  onlineBookable: z.boolean(),
  approval: approvalSchema.optional(), // left out: as it was
  needsSupervisor: z.boolean().optional(), // given only while whoever supervises its practitioner can be reached; left out: as it was
  needsScreening: z.boolean().optional(), // whoever joins a group of it is screened first; left out: as it was
  together: z.boolean().optional(), // all who give it come to each visit; left out: as it was
  moreLengths: z.array(serviceLength).max(8).optional(), // the same
  horizonBusinessDays: z.int().min(1).max(260).nullable().optional(), // null: the studio's horizon; left out: as it was
  horizonDays: z.int().min(1).max(730).nullable().optional(), // the same in dates; a service has one of the two
  ownNotice: ownNotice.nullable().optional(), // null: the studio's notice; left out: as it was
  category: lineSchema(60).optional(), // '': unsorted; left out: as it was
  color: z.enum(serviceColors).nullable().optional(), // the same
  active: z.boolean(),
  practitionerIds: z.array(idSchema<"practitioner">()).max(100),
};

const serviceRow = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  durationMin: z.int(),
  stepMin: z.int(),
  bufferBeforeMin: z.int(),
  bufferAfterMin: z.int(),
  maxPerDay: z.int().nullable(),
  maxPerWeek: z.int().nullable(),
  newClients: serviceClients,
  priceMinor: z.int(),
  currency: z.string(),
  modes: z.array(visitModeSchema),
  needsRoom: z.boolean(),
  roomType: z.string(),
  roomEquipment: z.array(z.string()),
  roomCapacity: z.int(),
  roomStepFree: z.boolean(),
  preferredRoomIds: z.array(z.string()),
  deviceType: z.string(),
  onlineBookable: z.boolean(),
  approval: approvalSchema,
  needsSupervisor: z.boolean(),
  needsScreening: z.boolean(),
  together: z.boolean(),
  moreLengths: z.array(serviceLength),
  horizonBusinessDays: z.int().nullable(),
  horizonDays: z.int().nullable(),
  ownNotice: ownNotice.nullable(),
  category: z.string(),
  color: z.enum(serviceColors).nullable(),
  active: z.boolean(),
  practitionerIds: z.array(z.string()),
  version: z.int(),
});

export const listServices = { input: z.strictObject({}), output: z.array(serviceRow) };

/** Creates a service (id null) or saves one that the editor loaded at `version`. */
export const saveService = {
  input: z.strictObject({
    id: idSchema<"service">().nullable(),
    version: versionSchema.nullable(),
    ...serviceFields,
  }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: serviceRow }),
    z.object({
      ok: z.literal(false),
      refusal: z.object({
        code: z.enum([
          "changed_meanwhile",
          "unknown_practitioner",
          "unknown_room",
          "repeated_length",
          "two_horizons",
          "together_needs_two", // who come to each visit, at most eight
        ]),
      }),
    }),
  ]),
};
