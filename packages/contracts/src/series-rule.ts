import { asWeekday } from "@quietroom/domain/time";
import { z } from "zod";
import { localDateSchema } from "./wire.ts";

const weekday = z.int().min(0).max(6).transform(asWeekday); // 0 is Sunday

const untilDate = z.strictObject({ by: z.literal("date"), date: localDateSchema }); // included
const afterCount = z.strictObject({ by: z.literal("count"), count: z.int().min(1).max(1000) }); // the first visit among them

/** How a visit repeats (SCHED-15), in local dates of the visit's own zone. */
export const seriesRuleSchema = z.strictObject({
  frequency: z.enum(["daily", "weekly", "monthly", "yearly"]),
  every: z.int().min(1).max(52),
  weekdays: z.array(weekday).max(7), // of a weekly rule alone
  monthlyBy: z.enum(["date", "weekday"]),
  missing: z.enum(["skip", "last_day", "next_day"]), // where a month has no such date
  ends: z.discriminatedUnion("by", [z.strictObject({ by: z.literal("never") }), untilDate, afterCount]),
});

/** The same with an end, for what is planned at once and not carried on. */
export const repetitionSchema = seriesRuleSchema.extend({
  ends: z.discriminatedUnion("by", [untilDate, afterCount]),
});
