import { asId, type Id, isUuid } from "@quietroom/domain/ids";
import { type Instant, instant } from "@quietroom/domain/time";
import { z } from "zod";

/** An id as it crosses the wire: a lower-case UUID, branded with the kind of record it names. */
export function idSchema<Kind extends string>() {
  return z
    .string()
    .refine(isUuid, "not an id")
    .transform((text): Id<Kind> => asId<Id<Kind>>(text));
}

/** Instants cross the wire as epoch milliseconds; bounded to 1970..2200, so that no arithmetic can overflow a date. */
export const instantSchema = z
  .number()
  .int()
  .min(0)
  .max(7_258_118_400_000)
  .transform((epochMs): Instant => instant(epochMs));

/** A calendar date without a zone, "2027-03-16". The date must exist. */
export const localDateSchema = z.iso.date();

/** A wall-clock time of day, "09:30". */
export const wallTimeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "use 24-hour time such as 09:30");

/** A wall-clock time that may also be the end of the day, "24:00". */
export const wallEndSchema = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, "use 24-hour time such as 17:30 or 24:00");

/** A zone name as a visitor's browser reports it. Unknown names are answered with the studio's zone, never an error. */
export const viewerZoneSchema = z.string().max(64).nullable();

/** Text that one line holds: trimmed, no control characters, so that it is safe in headers, file names and logs. */
export function lineSchema(maxLength: number) {
  return z
    .string()
    .max(maxLength)
    .transform((text) => text.normalize("NFC").trim())
    .refine((text) => !/\p{Cc}|\p{Cs}|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(text), "remove the control characters");
}

/** The same, and not empty. */
export function requiredLineSchema(maxLength: number) {
  return lineSchema(maxLength).refine((text) => text.length > 0, "fill this in");
}

/** A studio's public address: the first part of every booking page's path. */
export const slugSchema = z.string().max(100).regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

/** A signed link's token: opaque to everyone but the server. */
export const tokenSchema = z.string().min(40).max(200).regex(/^[A-Za-z0-9_.-]+$/);
