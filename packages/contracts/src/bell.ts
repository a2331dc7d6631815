import { bellKinds } from "@quietroom/domain/bell";
import { z } from "zod";
import { choice, choices, keptRefusals } from "./preferences.ts";
import { answerSchema, idSchema } from "./wire.ts";

const prioritySchema = z.enum(["low", "normal", "high", "urgent"]);

/** How many notices somebody has not read. */
export const countUnread = {
  input: z.strictObject({}),
  output: z.object({ unread: z.int() }),
};

/** What happened of late that this person may see and has not put away: what is not read before what is, and the most pressing first. At most 100, with `more` where there are others. */
export const listNotices = {
  input: z.strictObject({}),
  output: z.object({
    timeZone: z.string(),
    locale: z.string(),
    more: z.boolean(),
    notices: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(bellKinds),
        priority: prioritySchema,
        createdAt: z.number(),
        isRead: z.boolean(),
        clientName: z.string().nullable(), // of an hour of the waitlist nobody's
        practitionerName: z.string().nullable(),
        startsAt: z.number().nullable(),
        /** Where there is more: a visit, with the day of the calendar that it is on; else a page. */
        visit: z.object({ appointmentId: z.string(), day: z.string() }).nullable(),
      }),
    ),
  }),
};

/** Marks notices as read, or puts them away, for this person alone. What is not theirs to see is passed over. */
export const markNotices = {
  input: z.strictObject({
    noticeIds: z.array(idSchema<"bell_notice">()).min(1).max(100),
    as: z.enum(["read", "dismissed"]),
  }),
  output: z.object({ marked: z.int() }),
};

/** What this person is told, and by which channel. */
export const viewNoticeChoices = { input: z.strictObject({}), output: choices };

/** This person switches one category by one channel on or off, for themselves alone. */
export const chooseNotices = {
  input: z.strictObject(choice),
  output: answerSchema(z.object({}), keptRefusals),
};
