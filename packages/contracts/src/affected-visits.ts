import { z } from "zod";
import { appointmentStatusSchema, slotRefusalCodeSchema } from "./scheduling.ts";
import { visitModeSchema } from "./studio.ts";
import { idSchema, localDateSchema, versionSchema, wallEndSchema, wallTimeSchema } from "./wire.ts";

const person = z.object({ id: z.string(), displayName: z.string() });

/** Somebody who can take a visit at the time it has. */
const stillFree = person.extend({ covers: z.boolean() }); // named as cover for these days off

const affectedVisit = z.object({
  appointmentId: z.string(),
  version: z.int(),
  status: appointmentStatusSchema,
  clientName: z.string().nullable(), // null: a group session
  serviceName: z.string(),
  locationName: z.string(),
  mode: visitModeSchema,
  startsAt: z.number(),
  endsAt: z.number(),
  timeZone: z.string(),
  date: z.string(), // of the studio's calendar, where the visit is found
  inSeries: z.boolean(),
  together: z.boolean(), // several hold it, who are not taken apart: it is moved or cancelled with all of them
  group: z.object({ capacity: z.int(), openOnline: z.boolean() }).nullable(),
  /** Who works then, gives the service and is free: the cover first, then by a fair choice. */
  free: z.array(stillFree),
  /** Up to three free times nearest to its own, by start; none for a group session, whose people came for its time. */
  times: z.array(
    z.object({ startsAt: z.number(), practitionerId: z.string(), practitionerName: z.string() }),
  ),
});

/** Everything that is booked with a practitioner on these dates, both included, and who could take it. */
export const listAffectedVisits = {
  input: z.strictObject({
    practitionerId: idSchema<"practitioner">(),
    firstDate: localDateSchema,
    lastDate: localDateSchema.nullable(), // null: from then on
    part: z.tuple([wallTimeSchema, wallEndSchema]).nullable(), // of one date; null: all day
  }),
  output: z.object({
    practitioner: person,
    visits: z.array(affectedVisit), // by start
    visitCount: z.int(), // of which the first are listed
  }),
};

/** Gives a visit to a colleague at the time it has, on the version that was seen. */
export const reassignVisit = {
  input: z.strictObject({
    appointmentId: idSchema<"appointment">(),
    version: versionSchema,
    practitionerId: idSchema<"practitioner">(),
  }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: z.object({ version: z.int() }) }),
    z.object({
      ok: z.literal(false),
      refusal: z.object({
        code: z.enum([
          ...slotRefusalCodeSchema.options,
          "changed_meanwhile",
          "not_allowed",
          "held_together",
          "already_started",
          "awaiting_answer",
          "already_cancelled",
        ]),
        /** Who could take it now. */
        free: z.array(stillFree),
      }),
    }),
  ]),
};

/** The series that somebody has to see to, of one person or of everybody whose visits are the asker's to manage: the nearest date first. */
export const listUnsettledSeries = {
  input: z.strictObject({
    practitionerId: idSchema<"practitioner">().nullable(), // null: of everybody
  }),
  output: z.object({
    series: z.array(
      z.object({
        seriesId: z.string(),
        clientName: z.string(),
        serviceName: z.string(),
        practitionerName: z.string(), // of all who hold it
        time: z.string(), // on the wall, in the zone of its place
        bookedUntil: z.string(),
        stopped: z.boolean(), // nothing further is booked: its practitioner leaves, or it cannot be had there any more
        /** Dates that the night could not book, with what stood in the way, and on which no visit of the client's was booked since. */
        gaps: z.array(
          z.object({
            date: z.string(), // of the series, in its own zone
            day: z.string(), // of the studio's calendar, where another time is booked
            because: z.string(),
          }),
        ),
        /** Its visit that is nearest to the first of them, through which the series is opened; `day`: of the studio's calendar. */
        visit: z.object({ appointmentId: z.string(), day: z.string() }).nullable(),
      }),
    ),
    seriesCount: z.int(), // of which the first are listed
  }),
};

/** How many series somebody has to see to. */
export const countUnsettledSeries = {
  input: z.strictObject({}),
  output: z.object({ unsettled: z.int() }),
};

/** Says that somebody saw to a series: to its end, to dates of it that could not be booked, as they were listed. Said twice, it is said once. */
export const settleSeries = {
  input: z.strictObject({
    seriesId: idSchema<"series">(),
    stopped: z.boolean(),
    dates: z.array(localDateSchema).max(100), // a daily series has fewer within the horizon
  }),
  output: z.object({ ok: z.literal(true), value: z.object({}) }),
};
