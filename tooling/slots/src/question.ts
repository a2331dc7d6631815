import { asId, type PractitionerId } from "@quietroom/domain/ids";
import type { SlotQuestion, WeeklyHours } from "@quietroom/domain/scheduling";
import {
  asWeekday,
  canonicalZone,
  type Instant,
  type Interval,
  isLocalDate,
  isWallTime,
} from "@quietroom/domain/time";
import { z } from "zod";
import { parseInstant } from "./instant-text.ts";

/** A question to the engine, under the name that its asker gave it. */
export type Question = SlotQuestion & { readonly id: string };

// Every object lists its fields in the order in which the question is documented: the first wrong one is named.

const notAnInstant = "use an instant such as 2027-03-16T04:00:00Z";
const instantText = z.unknown().transform((text, context): Instant => {
  const at = parseInstant(text);
  if (at !== null) return at;
  context.addIssue({ code: "custom", message: notAnInstant });
  return z.NEVER;
});

const wallTime = z.string().refine(isWallTime, "use 24-hour time such as 09:30 or 24:00");
const localDate = z.string().refine(isLocalDate, "use a date that exists, such as 2027-03-17");
/** Ten years are more than anyone means, and keep every sum within the calendar. */
const minutes = z.int().min(0).max(5_256_000);

const timeZone = z.string().transform((text, context) => {
  const zone = canonicalZone(text);
  if (zone !== null) return zone;
  context.addIssue({ code: "custom", message: "use an IANA time zone such as America/New_York" });
  return z.NEVER;
});

/** Pairs of instants. By hand, because there may be thousands, and a schema a text would cost more than the answer. */
const aList = z.custom<readonly unknown[]>(Array.isArray, "use a list of pairs of instants");
const busyTimes = aList.transform((pairs, context): Interval[] => {
  const refuse = (path: number[], message: string) => context.addIssue({ code: "custom", path, message });
  const busy: Interval[] = [];
  pairs.forEach((pair, index) => {
    if (!Array.isArray(pair) || pair.length !== 2) return refuse([index], "use a pair of instants");
    const start = parseInstant(pair[0]);
    const end = parseInstant(pair[1]);
    if (start === null) refuse([index, 0], notAnInstant);
    else if (end === null) refuse([index, 1], notAnInstant);
    else if (end < start) refuse([index, 1], "a busy time ends when it starts, or later");
    else busy.push({ start, end });
  });
  return busy;
});

const weeklyRow = z.object({
  days: z.array(z.int().min(0).max(6)),
  start: wallTime,
  end: wallTime,
});

const practitioner = z
  .object({
    id: z.string().min(1),
    timeZone,
    weekly: z.array(weeklyRow),
    overrides: z.array(z.object({ date: localDate, blocks: z.array(z.tuple([wallTime, wallTime])) })),
    busy: busyTimes,
  })
  .transform(({ id, timeZone: zone, weekly, overrides, busy }) => ({
    // Whatever the asker calls somebody: the engine compares ids and hands them back, no more.
    id: asId<PractitionerId>(id),
    zone,
    weekly: weekly.flatMap(({ days, start, end }) =>
      days.map((day): WeeklyHours => ({ weekday: asWeekday(day), start, end })),
    ),
    overrides,
    busy,
  }));

/** What `slots-cli` asks, as the engine takes it. In whose zone the answer will be looked at changes no instant of it. */
export const questionSchema = z
  .object(
    {
      id: z.string(),
      now: instantText,
      window: z
        .object({ from: instantText, to: instantText })
        .refine(({ from, to }) => from <= to, {
          path: ["to"],
          message: "a window ends when it starts, or later",
        })
        .transform(({ from, to }): Interval => ({ start: from, end: to })),
      viewerTimeZone: z.string().nullish(),
      mode: z.enum(["single", "any", "all"]),
      service: z.object({
        durationMin: minutes.min(1),
        stepMin: minutes.min(1),
        bufferBeforeMin: minutes,
        bufferAfterMin: minutes,
        minNoticeMin: minutes,
      }),
      practitioners: z.array(practitioner),
    },
    "a question is one JSON object",
  )
  .superRefine(({ mode, practitioners }, context) => {
    const refuse = (path: (string | number)[], message: string) =>
      context.addIssue({ code: "custom", path, message });
    const ids = practitioners.map(({ id }) => id);
    if (mode === "single" && ids.length !== 1) refuse(["practitioners"], "single asks for exactly one");
    const repeated = ids.findIndex((id, index) => ids.indexOf(id) < index);
    if (repeated !== -1) refuse(["practitioners", repeated, "id"], "another practitioner has this id");
  })
  .transform(({ id, now, window, mode, service, practitioners }): Question => {
    return { id, now, window, mode, service, practitioners };
  });
