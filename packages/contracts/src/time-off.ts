import { z } from "zod";
import {
  idSchema,
  lineSchema,
  localDateSchema,
  versionSchema,
  wallEndSchema,
  wallTimeSchema,
} from "./wire.ts";

const person = z.object({ id: z.string(), displayName: z.string() });

const timeOffRow = z.object({
  id: z.string(),
  version: z.int(),
  practitioner: person,
  firstDate: z.string(),
  lastDate: z.string(),
  part: z.tuple([z.string(), z.string()]).nullable(),
  reason: z.string(),
  cover: person.nullable(), // to whom clients can turn
  status: z.enum(["asked", "approved", "declined", "withdrawn"]),
  answer: z.string(), // the reason of whoever said yes or no
  /** Visits that stand although the practitioner is, or would be, away; the first of them by start. */
  visitCount: z.int(),
  visits: z.array(
    z.object({
      id: z.string(),
      startsAt: z.number(),
      date: z.string(), // of the studio's calendar, where the visit is found
      timeZone: z.string(),
    }),
  ),
});

const answered = <const Codes extends readonly string[], const Fields extends readonly string[]>(
  codes: Codes,
  fields: Fields,
) =>
  z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: timeOffRow }),
    z.object({
      ok: z.literal(false),
      refusal: z.object({ code: z.enum(codes), field: z.enum(fields).nullable() }),
    }),
  ]);

/** Time off that is not over, of those whose hours the asker keeps, and who may be named in somebody's place. */
export const listTimeOff = {
  input: z.strictObject({}),
  output: z.object({ people: z.array(person), colleagues: z.array(person), timeOff: z.array(timeOffRow) }),
};

/** Asks for days off. They take no time away until somebody approves them; visits stay as they are, and are named. */
export const askTimeOff = {
  input: z.strictObject({
    practitionerId: idSchema<"practitioner">(),
    firstDate: localDateSchema,
    lastDate: localDateSchema,
    part: z.tuple([wallTimeSchema, wallEndSchema]).nullable(), // null: all day
    reason: lineSchema(200),
    coverId: idSchema<"practitioner">().nullable(),
  }),
  output: answered(
    ["end_before_start", "too_long", "part_of_several_days", "over", "overlapping_time_off", "unknown_cover"],
    ["firstDate", "lastDate", "part", "coverId"],
  ),
};

/** Approves or declines what was loaded at `version`; a no comes with its reason. */
export const answerTimeOff = {
  input: z.strictObject({
    id: idSchema<"time_off">(),
    version: versionSchema,
    decision: z.enum(["approved", "declined"]),
    answer: lineSchema(200),
  }),
  output: answered(["already_answered", "reason_missing", "changed_meanwhile"], ["answer"]),
};

/** Takes back what was asked for or approved: the times can be booked again. */
export const withdrawTimeOff = {
  input: z.strictObject({ id: idSchema<"time_off">(), version: versionSchema }),
  output: answered(["not_standing", "over", "changed_meanwhile"], []),
};
