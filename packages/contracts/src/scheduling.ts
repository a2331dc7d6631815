import { deskRules, overridableRules, serviceColors } from "@quietroom/domain/scheduling";
import { z } from "zod";
import { arrivalSchema } from "./messages.ts";
import { seriesRuleSchema } from "./series-rule.ts";
import { durationMinSchema, visitModeSchema } from "./studio.ts";
import {
  idSchema,
  instantSchema,
  lineSchema,
  requiredLineSchema,
  localDateSchema,
  textSchema,
  versionSchema,
  wallTimeSchema,
} from "./wire.ts";

export const appointmentStatusSchema = z.enum([
  "held",
  "requested",
  "scheduled",
  "confirmed",
  "checked_in",
  "in_progress",
  "completed",
  "cancelled",
  "no_show",
]);

/** Why a time cannot be had. One closed list for offer, hold, booking, reschedule and staff changes. */
export const slotRefusalCodeSchema = z.enum([
  "past",
  "too_soon",
  "beyond_horizon",
  "outside_hours",
  "off_grid",
  "fully_booked", // a cap of the day or the week is reached
  "slot_taken",
  "no_travel_time", // the way from or to a visit at another place is too long
  "no_break", // so many visits in a row are more than the practitioner takes without a break
  "no_room",
  "no_device",
  "unknown_service", // not offered (any more) by this practitioner, online, or at this place
  "studio_closed",
]);

/** One block on the staff calendar. */
export const calendarAppointment = z.object({
  id: z.string(),
  version: z.int(),
  status: appointmentStatusSchema,
  practitionerId: z.string(),
  withPractitionerIds: z.array(z.string()), // who else holds it
  locationId: z.string(),
  roomName: z.string().nullable(),
  deviceName: z.string().nullable(),
  serviceName: z.string(),
  serviceColor: z.enum(serviceColors).nullable(),
  clientName: z.string().nullable(), // null while held, and of a group session
  capacity: z.int().nullable(), // of a group session: how many people it seats, and how many are seated
  seatsTaken: z.int().nullable(),
  mode: visitModeSchema,
  startsAt: z.number(),
  endsAt: z.number(),
  blockedFrom: z.number(),
  blockedUntil: z.number(),
  holdExpiresAt: z.number().nullable(),
  offered: z.boolean(), // held for someone on the waitlist
  cancelAsked: z.boolean(), // its client asked, after the cut-off, for it to be cancelled
});

/** Everything of the range [from, until) in local dates of the studio's zone, at most six weeks. */
export const calendarRange = {
  input: z.strictObject({ from: localDateSchema, until: localDateSchema }),
  output: z.object({
    timeZone: z.string(),
    locale: z.string(),
    now: z.number(),
    practitioners: z.array(z.object({ id: z.string(), displayName: z.string(), title: z.string() })),
    openHours: z.array(z.object({ practitionerId: z.string(), start: z.number(), end: z.number() })),
    /** What other calendars take: when, and nothing of what. */
    busyElsewhere: z.array(z.object({ practitionerId: z.string(), start: z.number(), end: z.number() })),
    appointments: z.array(calendarAppointment),
  }),
};

/**
 * One change on the calendar, as a wake-up: what to ask for again. Never content. The name "resync" comes first on every
 * connection and after every gap, and means: anything may have changed, ask for everything on show.
 */
export const calendarChange = z.object({ seq: z.number(), name: z.string() });
export type CalendarChange = z.infer<typeof calendarChange>;

/** `lastEventId` is filled in by the subscription link when it connects again. */
export const calendarChanges = { input: z.strictObject({ lastEventId: z.string().max(40).nullish() }) };

/** Whether a client was screened for the groups of a service, by whom and when; null where nobody is screened. */
export const screeningSchema = z
  .object({ screened: z.object({ at: z.number(), by: z.string() }).nullable() })
  .nullable();

/** Another session of a client's that has to do with a seat of theirs: the one that it makes up for, or the one in which it is made up. */
export const makeUpSchema = z
  .object({ groupSessionId: z.string(), startsAt: z.number(), timeZone: z.string() })
  .nullable();

/** What staff noted about a visit, for staff alone; empty where nobody has, null for whom it is not. */
const staffNote = z.object({ text: z.string(), version: z.int() });
export const staffNoteSchema = staffNote.nullable();

export const appointmentPanel = {
  input: z.strictObject({ appointmentId: idSchema<"appointment">() }),
  output: calendarAppointment.extend({
    locationName: z.string(),
    preferredRoomName: z.string().nullable(), // the room that the service likes best, when the visit got another
    timeZone: z.string(),
    client: z
      .object({
        id: z.string(),
        name: z.string(),
        email: z.string(),
        takesMail: z.boolean(), // false: nothing about care is sent to that address (NOTIF-07)
        phone: z.string(),
        birthYear: z.int(),
        birthDate: z.string().nullable(), // null for whom the studio's rules show limited fields (AUTH-52)
        canCorrect: z.boolean(), // any of it
        /** How often they did not come or cancelled late, with whomever; for those who manage visits. */
        missed: z.object({ noShows: z.int(), lateCancels: z.int() }).nullable(),
        /** What the studio agreed to use or show less of, newest first; the words are for those who see the whole client. */
        restrictions: z.array(
          z.object({
            agreedAt: z.number(),
            endedAt: z.number().nullable(), // set: it binds for what was written before
            words: z.object({ wish: z.string(), answer: z.string() }).nullable(),
          }),
        ),
      })
      .nullable(),
    priceMinor: z.int(),
    currency: z.string(),
    bookedBy: z.string().nullable(),
    bookedAt: z.number().nullable(),
    checkedInAt: z.number().nullable(),
    checkedOutAt: z.number().nullable(),
    cancelDeadline: z.number().nullable(),
    cancelledBecause: z.string().nullable(), // one of the studio's reasons
    cancelReason: z.string().nullable(), // words beside it
    staffNote: staffNoteSchema,
    reasonsToCancel: z.array(z.object({ id: z.string(), label: z.string() })), // to choose from, where they may cancel
    lateCancel: z.boolean(),
    undoUntil: z.number().nullable(), // until when this person can undo its cancellation
    cancelAskedAt: z.number().nullable(), // when its client asked for it to be cancelled, too late to do it alone
    cancellationRequest: z.enum(["none", "open", "turned_down"]),
    requestExpiresAt: z.number().nullable(), // until when a request for it can be answered
    requestEnded: z.enum(["declined", "expired"]).nullable(),
    studioWord: z.string().nullable(), // what was answered to either
    makesUpFor: makeUpSchema,
    madeUpIn: makeUpSchema,
    screening: screeningSchema, // of a seat
    canAnswer: z.boolean(), // a request that waits for this person, among others
    // Other visits of this client at this time. With whom is told to those who may see that calendar.
    overlaps: z.array(
      z.object({ startsAt: z.number(), endsAt: z.number(), practitionerName: z.string().nullable() }),
    ),
    /** What it was booked past, and what others were booked past over its time, oldest first. */
    overrides: z.array(
      z.object({
        isOwn: z.boolean(),
        rules: z.array(z.enum(deskRules)),
        by: z.string().nullable(),
        reason: z.string().nullable(), // for those who manage visits
        importName: z.string().nullable(), // of history that came with an import
        madeAt: z.number(),
        with: z.array(
          z.object({
            appointmentId: z.string(),
            startsAt: z.number(),
            endsAt: z.number(),
            serviceName: z.string(),
          }),
        ),
      }),
    ),
    nextStatuses: z.array(appointmentStatusSchema), // what this person may set now, cancelling apart
    correctableTo: z.array(appointmentStatusSchema), // what this person may put the status right to
    /** Why it was put right, newest first; for those who manage visits. */
    corrections: z.array(z.object({ at: z.number(), by: z.string(), reason: z.string() })),
    canCancel: z.boolean(),
    canReschedule: z.boolean(),
    canRepeat: z.boolean(),
    /** The series that it is a visit of, with the dates of it that are no visits and why. */
    series: z
      .object({
        isException: z.boolean(), // it was moved by itself
        rule: seriesRuleSchema, // by which it goes on, this visit the first of what is counted
        hasEnd: z.boolean(),
        isStopped: z.boolean(), // its practitioner or service is not there any more: nothing further is booked
        /** Of one without an end: whose licence has to be renewed before the dates after it are booked. */
        waitsFor: z.object({ practitionerName: z.string(), licensedUntil: z.string() }).nullable(),
        gaps: z.array(z.object({ date: z.string(), because: z.string() })),
      })
      .nullable(),
    messages: z.array(
      z.object({
        id: z.string(),
        kind: z.string(),
        channel: z.string(),
        status: z.string(),
        dueAt: z.number(),
        sentAt: z.number().nullable(),
        arrival: arrivalSchema,
        canSendAgain: z.boolean(), // now, or after a moment that who asks is told of
        sentAgainBy: z.string().nullable(), // who asked for it, where it repeats another
      }),
    ),
    remindersWanted: z.boolean(), // whether their client allows those that are planned
    history: z.array(z.object({ at: z.number(), action: z.string(), actor: z.string() })),
  }),
};

const staffRefusal = z.object({
  code: z.enum([
    ...slotRefusalCodeSchema.options,
    "changed_meanwhile",
    "not_allowed",
    "too_early",
    "already_started",
    "awaiting_answer",
    "already_cancelled",
    "too_late", // to undo a cancellation
    "made_up", // a missed seat that another one makes up for
  ]),
});

const staffAnswer = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), value: z.object({ version: z.int() }) }),
  z.object({ ok: z.literal(false), refusal: staffRefusal }),
]);

/** A confirmation or a reminder of a visit, once more. */
export const sendMessageAgain = {
  input: z.strictObject({
    appointmentId: idSchema<"appointment">(),
    notificationId: idSchema<"notification">(),
  }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: z.object({ notificationId: z.string() }) }),
    z.object({
      ok: z.literal(false),
      refusal: z.object({
        code: z.enum([
          "visit_cancelled",
          "visit_over",
          "nothing_to_send",
          "on_its_way",
          "just_sent",
          "too_often",
          "not_wanted",
          "address_stopped",
        ]),
      }),
    }),
  ]),
};

/** As many characters as a note has at most. */
export const longestStaffNote = 500;

/** `version` is the note's own; an empty text takes the note away. */
export const writeStaffNote = {
  input: z.strictObject({
    appointmentId: idSchema<"appointment">(),
    version: versionSchema,
    text: textSchema(longestStaffNote),
  }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: staffNote }),
    z.object({
      ok: z.literal(false),
      refusal: z.discriminatedUnion("code", [
        z.object({ code: z.literal("changed_meanwhile"), note: staffNote }), // as it is by now
        z.object({ code: z.literal("no_visit") }), // a hold, or a group session, which is no client's
      ]),
    }),
  ]),
};

export const changeStatus = {
  input: z.strictObject({
    appointmentId: idSchema<"appointment">(),
    version: versionSchema,
    to: appointmentStatusSchema.exclude(["held", "cancelled"]),
  }),
  output: staffAnswer,
};

/** Puts a status right that was recorded by mistake. */
export const correctStatus = {
  input: z.strictObject({
    appointmentId: idSchema<"appointment">(),
    version: versionSchema,
    to: appointmentStatusSchema.exclude(["held", "requested", "cancelled"]),
    reason: requiredLineSchema(200),
  }),
  output: staffAnswer,
};

export const cancelAsStaff = {
  input: z.strictObject({
    appointmentId: idSchema<"appointment">(),
    version: versionSchema,
    reasonId: idSchema<"cancellation_reason">().nullable().optional(), // one of the studio's list
    reason: lineSchema(100), // what else there is to say, in their own words
    wishOf: z.enum(["client", "studio"]).optional(), // the studio's unless told: then it is never late
  }),
  output: z.discriminatedUnion("ok", [
    z.object({
      ok: z.literal(true),
      value: z.object({
        version: z.int(),
        undoUntil: z.number().nullable(), // null: it cannot be undone
        freedFor: z.enum(["waitlist", "nobody"]), // who is asked about its hour once it cannot be undone
      }),
    }),
    staffAnswer.options[1],
  ]),
};

/** Brings back a visit that staff cancelled, within the grace that the studio gives. */
export const undoCancellation = {
  input: z.strictObject({ appointmentId: idSchema<"appointment">(), version: versionSchema }),
  output: staffAnswer,
};

const staffMove = {
  appointmentId: idSchema<"appointment">(),
  version: versionSchema,
  practitionerId: idSchema<"practitioner">(),
  startsAt: instantSchema,
};

const staffMoveAnswer = z.discriminatedUnion("ok", [
  staffAnswer.options[0],
  z.object({
    ok: z.literal(false),
    refusal: staffRefusal.extend({
      rules: z.array(z.enum(deskRules)), // everything in the way of that time; none where the visit itself cannot be moved
      canOverride: z.boolean(), // by this person
    }),
  }),
]);

/** Staff may move a visit inside the notice and beyond the horizon, never onto taken time or outside working hours. */
export const rescheduleAsStaff = { input: z.strictObject(staffMove), output: staffMoveAnswer };

/** The rules that staff saw in the way and pass over, and why (ec-H20). */
export const override = {
  rules: z.array(z.enum(overridableRules)).min(1).max(overridableRules.length),
  reason: requiredLineSchema(200),
};

/** What stands against those who hold a visit on its date: one of them will have left, or may not practise then. */
export const peopleRules = z.enum(["time_off", "licence_expired"]);

/** The same, passing over the rules that were in its way when it was looked at. A rule that is not among them refuses it. */
export const rescheduleWithOverride = {
  input: z.strictObject({
    ...staffMove,
    ...override,
  }),
  output: staffMoveAnswer,
};

/** Free starts to move a visit to, for the panel: that service with that practitioner on one local date. */
export const staffSlots = {
  input: z.strictObject({
    appointmentId: idSchema<"appointment">(),
    practitionerId: idSchema<"practitioner">(),
    date: localDateSchema,
  }),
  output: z.object({
    timeZone: z.string(),
    starts: z.array(z.number()),
    next: z.number().nullable(), // the first one after that date, where it has none
  }),
};

/** Why a service cannot be had of a practitioner at all, whatever the time. */
const notOffered = z.enum([
  "service_inactive",
  "service_not_online",
  "mode_not_given",
  "location_inactive",
  "not_given_by_them", // this practitioner does not give the service
  "practitioner_inactive",
  "practitioner_left", // that date comes after their last day
  "practitioner_not_online",
]);

/** A room or a device with what is in the way there: visits with their buffers and its cleaning, or that it is out of service. */
const takenResource = z.object({
  name: z.string(),
  taken: z.array(z.object({ start: z.number(), end: z.number(), outOfService: z.boolean() })),
});

/** A rule that keeps a client from a start, with the value that does. Instants are epoch milliseconds. */
const timeObstacle = z.discriminatedUnion("rule", [
  z.object({ rule: z.literal("studio_closed") }),
  z.object({ rule: z.literal("unknown_service"), because: notOffered }),
  z.object({ rule: z.literal("past"), now: z.number() }),
  z.object({
    rule: z.literal("too_soon"),
    minNoticeMin: z.int(),
    minNoticeDays: z.int(),
    earliest: z.number(),
    setBy: z.enum(["studio", "service"]),
  }),
  z.object({
    rule: z.literal("beyond_horizon"),
    horizonDays: z.int(),
    lastDate: z.string(),
    setBy: z.enum(["studio", "service"]),
  }),
  z.object({
    rule: z.literal("outside_opening"),
    date: z.string(),
    opening: z.tuple([z.string(), z.string()]).nullable(), // the place's, wall-clock times of that date; null: closed
  }),
  z.object({
    rule: z.enum(["place_closed", "time_off"]),
    firstDate: z.string(),
    lastDate: z.string(),
    part: z.tuple([z.string(), z.string()]).nullable(), // wall-clock times of the one date; null: all day
  }),
  z.object({
    rule: z.literal("outside_hours"),
    date: z.string(), // whose hours are to blame: with hours over midnight it can be the date before
    zone: z.string(), // by whose clock the times are meant, and the date is that date
    source: z.enum(["override", "weekly"]),
    hours: z.array(z.tuple([z.string(), z.string()])), // wall-clock times of that date; none: closed
    blocked: z.array(z.tuple([z.string(), z.string()])), // what of them is blocked
    openUntil: z.number().nullable(), // null: the start itself is not open
    closedNext: z.string().nullable(), // the closed date that cuts these hours at midnight
  }),
  z.object({
    rule: z.literal("buffer_outside"), // the visit lies within working hours, and its buffers do not
    bufferBeforeMin: z.int(),
    bufferAfterMin: z.int(),
    openFrom: z.number().nullable(), // the open time around the visit; null: there is none
    openUntil: z.number().nullable(),
  }),
  z.object({
    rule: z.literal("licence_expired"), // every licence of theirs on record has, by the date of the visit
    licensedUntil: z.string(), // the last date on which one of them holds
  }),
  z.object({
    rule: z.literal("no_supervisor"), // the service needs one within reach
    assigned: z.boolean(), // false: nobody supervises them
  }),
  z.object({
    rule: z.literal("off_grid"),
    stepMin: z.int(),
    before: z.number().nullable(),
    after: z.number().nullable(),
  }),
  z.object({
    rule: z.literal("fully_booked"),
    of: z.enum(["practitioner", "service"]), // whose visits are counted
    per: z.enum(["day", "week", "day_minutes"]),
    max: z.int(), // visits, or minutes
    booked: z.int(),
    firstDate: z.string(),
    lastDate: z.string(),
  }),
  z.object({
    rule: z.literal("slot_taken"),
    appointmentId: z.string(),
    held: z.boolean(), // somebody is choosing it now, or it is kept for the waitlist
    startsAt: z.number(),
    endsAt: z.number(),
    blockedFrom: z.number(),
    blockedUntil: z.number(),
  }),
  z.object({ rule: z.literal("busy_elsewhere"), startsAt: z.number(), endsAt: z.number() }), // in another calendar
  z.object({
    rule: z.literal("no_travel_time"),
    appointmentId: z.string(),
    held: z.boolean(),
    placeName: z.string(), // where that visit is held, or has its hours
    travelMin: z.int(),
    startsAt: z.number(),
    endsAt: z.number(),
  }),
  z.object({
    rule: z.literal("no_break"),
    afterMin: z.int(), // the longest stretch of visits without a break
    pauseMin: z.int(), // between two visits at least, time for notes included
    startsAt: z.number(), // the stretch that this visit would be part of, itself included
    endsAt: z.number(),
  }),
  z.object({
    rule: z.literal("no_room"),
    needs: z.array(z.string()), // what the service asks of a room, in the studio's words; none: any room will do
    rooms: z.array(takenResource), // those of the place that have it; none: there is no such room
  }),
  z.object({ rule: z.literal("no_device"), needs: z.array(z.string()), devices: z.array(takenResource) }),
]);

/** "Why not this time?": every rule that keeps clients from one practitioner's wall-clock time at a place. Names no client. */
export const explainTime = {
  input: z.strictObject({
    practitionerId: idSchema<"practitioner">(),
    serviceId: idSchema<"service">(),
    locationId: idSchema<"location">(),
    mode: visitModeSchema,
    durationMin: durationMinSchema.optional(), // of the service's lengths; left out: its usual one
    date: localDateSchema,
    time: wallTimeSchema,
    again: z.boolean().optional(), // of a time that the clocks repeat, the second one
  }),
  output: z.object({
    timeZone: z.string(),
    startsAt: z.number(), // a time that the clocks skip is the first one after it
    endsAt: z.number(),
    skippedByClocks: z.boolean(),
    repeatedByClocks: z.boolean(), // the clocks show it twice that day
    obstacles: z.array(timeObstacle), // none: clients can book it
    notFree: z.array(z.string()), // of a service that several give together: who else is not free, by name
    staffMayBook: z.boolean(), // what remains is only what staff may pass over (ec-C14)
  }),
};
