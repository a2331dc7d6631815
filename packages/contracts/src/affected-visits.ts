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
    /** Series that stopped with the practitioner's last day, or because they cannot be had there any more: for somebody to see to. */
    stoppedSeries: z.array(
      z.object({
        seriesId: z.string(),
        clientName: z.string(),
        serviceName: z.string(),
        time: z.string(), // on the wall, in the zone of its place
        bookedUntil: z.string(),
      }),
    ),
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

/** Says that somebody saw to a series that stopped. Said twice, it is said once. */
export const settleStoppedSeries = {
  input: z.strictObject({ seriesId: idSchema<"series">() }),
  output: z.object({ ok: z.literal(true), value: z.object({}) }),
};
