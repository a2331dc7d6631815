import { z } from "zod";
import {
  idSchema,
  lineSchema,
  localDateSchema,
  requiredLineSchema,
  versionSchema,
  wallEndSchema,
  wallTimeSchema,
} from "./wire.ts";

const kindSchema = z.enum(["room", "device"]);

/** What sort of room or device it is, in the studio's own words. */
export const resourceTypeSchema = lineSchema(60);
/** What a room has, each in the studio's own words. */
export const equipmentSchema = z.array(requiredLineSchema(60)).max(20);
/** How many people it holds, the practitioner among them. */
export const capacitySchema = z.int().min(1).max(500);

const fields = {
  name: requiredLineSchema(120),
  type: resourceTypeSchema,
  equipment: equipmentSchema,
  capacity: capacitySchema,
  stepFree: z.boolean(),
  cleaningMin: z.int().min(0).max(120), // after each visit, when its people are free again
};

/** A coming visit that has a room or a device which cannot be had then. */
const displacedVisit = z.object({
  id: z.string(),
  version: z.int(),
  startsAt: z.number(),
  date: z.string(), // of the studio's calendar, where the visit is found
  timeZone: z.string(),
  practitionerName: z.string(),
  instead: z.object({ id: z.string(), name: z.string() }).nullable(), // what it could have; null: nothing is free
});

const resourceRow = z.object({
  id: z.string(),
  version: z.int(),
  locationId: z.string(),
  kind: kindSchema,
  name: z.string(),
  type: z.string(),
  equipment: z.array(z.string()),
  capacity: z.int(),
  stepFree: z.boolean(),
  cleaningMin: z.int(),
  active: z.boolean(),
  /** When it cannot be had, by the clock of its place. One that is over is not told. */
  outOfService: z
    .object({
      from: z.number(),
      until: z.number(),
      firstDate: z.string(),
      firstTime: z.string(),
      lastDate: z.string(),
      lastTime: z.string(),
      reason: z.string(),
    })
    .nullable(),
  /** Visits that have it although it cannot be had then, for a person to decide about; the first of them by start. */
  displacedCount: z.int(),
  displaced: z.array(displacedVisit),
  /** Coming group sessions in it that seat more people than it holds; the first of them by start. */
  overfull: z.array(
    z.object({
      id: z.string(),
      startsAt: z.number(),
      timeZone: z.string(),
      practitionerName: z.string(),
      people: z.int(), // its seats, and whoever leads it
    }),
  ),
});

const saved = <const Code extends readonly string[]>(codes: Code) =>
  z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: resourceRow }),
    z.object({ ok: z.literal(false), refusal: z.object({ code: z.enum(codes) }) }),
  ]);

/** The studio's rooms and devices, those in use first, and the places where they can stand. */
export const listResources = {
  input: z.strictObject({}),
  output: z.object({
    locations: z.array(z.object({ id: z.string(), name: z.string(), timeZone: z.string() })),
    resources: z.array(resourceRow),
  }),
};

/** Adds a room or a device to a place, where it stays. */
export const addResource = {
  input: z.strictObject({ locationId: idSchema<"location">(), kind: kindSchema, ...fields }),
  output: saved(["name_taken", "unknown_location"]),
};

/** Saves one that was loaded at `version`; not active is retired. Visits keep what they have, and those to come are named. */
export const saveResource = {
  input: z.strictObject({
    id: idSchema<"resource">(),
    version: versionSchema,
    ...fields,
    active: z.boolean(),
  }),
  output: saved(["name_taken", "changed_meanwhile"]),
};

/** Puts one out of service from a wall-clock time of its place until another, or (null) back into service. */
export const setOutOfService = {
  input: z.strictObject({
    id: idSchema<"resource">(),
    version: versionSchema,
    period: z
      .strictObject({
        firstDate: localDateSchema,
        firstTime: wallTimeSchema,
        lastDate: localDateSchema,
        lastTime: wallEndSchema,
        reason: lineSchema(200),
      })
      .nullable(),
  }),
  output: saved(["end_before_start", "too_long", "changed_meanwhile"]),
};

/** Gives a visit another room or device than the one it has, at the time it has. */
export const reassignResource = {
  input: z.strictObject({
    appointmentId: idSchema<"appointment">(),
    version: versionSchema,
    from: idSchema<"resource">(),
    to: idSchema<"resource">(),
  }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: z.object({ version: z.int() }) }),
    z.object({
      ok: z.literal(false),
      refusal: z.object({
        code: z.enum(["no_room", "no_device", "changed_meanwhile", "not_allowed"]),
      }),
    }),
  ]),
};
