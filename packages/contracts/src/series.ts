import { z } from "zod";
import { slotRefusalCodeSchema } from "./scheduling.ts";
import { seriesRuleSchema } from "./series-rule.ts";
import { answerSchema, idSchema, instantSchema, lineSchema, localDateSchema, versionSchema } from "./wire.ts";

export { repetitionSchema } from "./series-rule.ts";

/** Why a rule cannot be planned for this visit. */
const planRefusals = [
  "first_not_in_rule", // the visit is not on a date of its own rule
  "too_many",
  "ends_before_start",
  "not_in_this_rule",
  "not_allowed", // the visit is over, cancelled or awaits an answer
  "seat_of_group", // a seat of a group session, or the session itself
  "unknown_service",
  "studio_closed",
] as const;

/** What stands in the way of a date, by the rules that staff are held to, and the caps, which they may pass over. */
const occurrenceProblem = z.enum([
  ...slotRefusalCodeSchema.options,
  "place_closed",
  "time_off",
  "busy_elsewhere",
  "outside_opening",
  "buffer_outside",
  "licence_expired",
  "no_supervisor",
]);

export const seriesOccurrence = z.object({
  number: z.int(), // 1 is the visit that repeats; a number stays what it is when others are left out
  date: z.string(), // the local date that the rule gives
  startsAt: z.number(),
  movedByClocks: z.boolean(), // the clocks skip this time on that date
  problems: z.array(occurrenceProblem),
  canBook: z.boolean(), // nothing stands in the way that staff may not pass over
  proposal: z.number().nullable(), // the free time nearest to one that cannot be had
});

/** Every date of a rule before anything is saved: those of a series without an end up to the horizon. */
export const previewSeries = {
  input: z.strictObject({ appointmentId: idSchema<"appointment">(), rule: seriesRuleSchema }),
  output: answerSchema(
    z.object({
      timeZone: z.string(),
      horizon: z.string().nullable(), // the last date that is booked now; null for a series that has an end
      licensedUntil: z.string().nullable(), // of a series without an end: when the licence expires whose renewal the later dates wait for (ADM-04)
      occurrences: z.array(seriesOccurrence),
      leaves: z.array(z.number()), // of the series that the visit is one of already: starts that are cancelled
      kept: z.int(), // so many of it were moved by themselves, and stay
    }),
    planRefusals,
  ),
};

export const bookSeries = {
  input: z.strictObject({
    appointmentId: idSchema<"appointment">(),
    version: versionSchema,
    rule: seriesRuleSchema,
    /** One for every date of the preview but the first, which is the visit itself; null leaves that date out. */
    choices: z.array(z.strictObject({ date: localDateSchema, startsAt: instantSchema.nullable() })).max(100),
    idempotencyKey: z.uuid(),
  }),
  output: answerSchema(z.object({ seriesId: z.string(), booked: z.int(), leftOut: z.int() }), [
    ...planRefusals,
    "changed_meanwhile", // the visit, or the dates of its rule
    "times_taken", // of the chosen times one is not free any more; nothing was booked
  ] as const),
};

/** Which visits of a series: those from this one on, or all that are still to come. */
const seriesScope = z.enum(["following", "all"]);

export const cancelSeries = {
  input: z.strictObject({
    appointmentId: idSchema<"appointment">(),
    version: versionSchema,
    scope: seriesScope,
    exceptionsToo: z.boolean(), // also those that were moved by themselves
    reasonId: idSchema<"cancellation_reason">().nullable().optional(),
    reason: lineSchema(100),
    wishOf: z.enum(["client", "studio"]).optional(), // the studio's unless told: then it is never late
  }),
  output: answerSchema(z.object({ cancelled: z.int(), kept: z.int() }), [
    "changed_meanwhile",
    "not_in_series",
    "seat_of_group",
    "not_allowed",
  ] as const),
};

export const moveSeries = {
  input: z.strictObject({
    appointmentId: idSchema<"appointment">(),
    version: versionSchema,
    scope: seriesScope,
    exceptionsToo: z.boolean(),
    startsAt: instantSchema, // where this visit is to go; the others go as many days further, to the same time
  }),
  output: answerSchema(z.object({ moved: z.int(), kept: z.int() }), [
    "changed_meanwhile",
    "not_in_series",
    "seat_of_group",
    "not_allowed",
    "other_day", // a rule by the month or the year keeps its day, and so do several days of every second week where one crosses a Monday
    "times_taken", // one of the new times cannot be had; nothing was moved
  ] as const),
};

/** Where each visit would go, before any is moved. */
export const previewMoveSeries = {
  input: moveSeries.input,
  output: answerSchema(
    z.object({
      kept: z.int(), // so many stay where they are: moved by themselves, or begun
      dates: z.array(
        z.object({
          was: z.number(),
          startsAt: z.number(),
          problems: z.array(occurrenceProblem),
          canMove: z.boolean(), // nothing stands in the way that staff may not pass over
          movedByClocks: z.boolean(),
        }),
      ),
    }),
    [
      "changed_meanwhile",
      "not_in_series",
      "seat_of_group",
      "not_allowed",
      "other_day",
      "unknown_service",
    ] as const,
  ),
};
