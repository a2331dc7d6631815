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

/** A calendar date without a zone, "2027-03-16". The date must exist, in a year that every store and zone table knows. */
export const localDateSchema = z.iso
  .date()
  .refine((date) => date >= "1900-01-01" && date < "2200-01-01", "use a year between 1900 and 2199");

/** The version a change was based on; bounded to what the column holds. */
export const versionSchema = z.int().min(0).max(2_147_483_647);

/** A wall-clock time of day, "09:30". */
export const wallTimeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "use 24-hour time such as 09:30");

/** A wall-clock time that may also be the end of the day, "24:00". */
export const wallEndSchema = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, "use 24-hour time such as 17:30 or 24:00");

/** A zone name as a visitor's browser reports it. Unknown names are answered with the studio's zone, never an error. */
export const viewerZoneSchema = z.string().max(64).nullable();

/** Text that one line holds: trimmed, no control characters, so that it is safe in headers, file names and logs. */
export function lineSchema(maxLength: number) {
  return boundedText(maxLength).refine(
    (text) => !/\p{Cc}|\p{Cs}|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(text),
    "remove the control characters",
  );
}

/** Text of several lines: line breaks and tabs are welcome, other control characters are not. */
export function textSchema(maxLength: number) {
  return boundedText(maxLength).refine(
    (text) => !/(?![\n\r\t])\p{Cc}|\p{Cs}|[\u202a-\u202e\u2066-\u2069]/u.test(text),
    "remove the control characters",
  );
}

/** Normalising can make a text longer, so its length is checked before (to bound the work) and after (to fit the column). */
function boundedText(maxLength: number) {
  return z
    .string()
    .max(maxLength)
    .transform((text) => text.normalize("NFC").trim())
    .refine((text) => text.length <= maxLength, `use ${maxLength} characters or fewer`);
}

/** The same, and not empty. */
export function requiredLineSchema(maxLength: number) {
  return lineSchema(maxLength).refine((text) => text.length > 0, "fill this in");
}

/** A studio's public address, the first part of every booking page's path. Whatever is no address is no studio: `not_found`. */
export const slugSchema = z.string().max(400);

/** A signed link's token, opaque to everyone but the server. Whatever we did not sign is answered with `link_invalid`. */
export const tokenSchema = z.string().max(400);

/** An answer with a value, or with one of these refusals. */
export function answerSchema<T extends z.ZodType, const R extends readonly string[]>(value: T, refusals: R) {
  return z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), refusal: z.enum(refusals) }),
  ]);
}

type Contract = { readonly input: z.ZodType; readonly output: z.ZodType };

/** What a verb is given when its contract's input has been parsed. */
export type InputOf<C extends Contract> = z.output<C["input"]>;

/** What a verb answers, before it crosses the wire. */
export type OutputOf<C extends Contract> = z.output<C["output"]>;
