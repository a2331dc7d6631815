import type { StaffOutput } from "@quietroom/api/client";
import type { SaidFields } from "../../show/changed-fields.ts";
import { dateInWords, dateTime, type StudioClock, wallTime } from "../../show/format-time.ts";

export type Resource = StaffOutput["resource"]["list"]["resources"][number];
export type Place = StaffOutput["resource"]["list"]["locations"][number];
type CodeOf<Answer> =
  Extract<Answer, { ok: false }> extends { refusal: { code: infer Code extends string } } ? Code : never;
type Refusal = CodeOf<StaffOutput["resource"]["add" | "save" | "setOutOfService"]>;

const refusals: Readonly<Record<Exclude<Refusal, "changed_meanwhile">, string>> = {
  name_taken: "This place has a room or a device of that name already.",
  unknown_location: "That location is not in use any more. Choose another.",
  end_before_start: "It would be back before it is out. Choose a later time.",
  too_long: "For more than a year it is better taken out of use.",
};

/** Why a change to a room or a device was not saved, and what to do. */
export function resourceRefusal(code: keyof typeof refusals): string {
  return refusals[code];
}

/** What a form of a room or a device holds, in words. */
export const saidOfResource: SaidFields<Resource> = {
  name: { label: "Name", says: ({ name }) => name },
  type: { label: "Type", says: ({ type }) => type },
  equipment: { label: "Equipment", says: ({ equipment }) => equipment.join(", ") },
  capacity: { label: "People it holds", says: ({ capacity }) => String(capacity) },
  stepFree: { label: "Reached without a step", says: ({ stepFree }) => (stepFree ? "yes" : "no") },
  cleaningMin: { label: "Cleaning", says: ({ cleaningMin }) => `${cleaningMin} minutes` },
  active: { label: "In use", says: ({ active }) => (active ? "yes" : "no") },
};

/** What the form says of when a room or a device cannot be had, in words. */
export function saidOfOutage(locale: string): SaidFields<Resource> {
  const date = (day: string | undefined) => (day === undefined ? "in service" : dateInWords(day, locale));
  const time = (at: string | undefined) => (at === undefined ? "" : wallTime(at, locale));
  return {
    firstDate: { label: "Out from", says: ({ outOfService }) => date(outOfService?.firstDate) },
    firstTime: { label: "At", says: ({ outOfService }) => time(outOfService?.firstTime) },
    lastDate: { label: "Back on", says: ({ outOfService }) => date(outOfService?.lastDate) },
    lastTime: { label: "Back at", says: ({ outOfService }) => time(outOfService?.lastTime) },
    reason: { label: "Why", says: ({ outOfService }) => outOfService?.reason ?? "" },
  };
}

const reassignRefusals: Readonly<Record<CodeOf<StaffOutput["appointment"]["reassign"]>, string>> = {
  no_room: "That room was taken a moment ago. What you see now is what is free.",
  no_device: "That device was taken a moment ago. What you see now is what is free.",
  changed_meanwhile: "Someone changed this visit meanwhile. What you see now is current: try again.",
  not_allowed: "This visit is over, or does not take place any more.",
};

/** Why a visit kept what it had. */
export function reassignRefusal(code: keyof typeof reassignRefusals): string {
  return reassignRefusals[code];
}

/** "Treatment room · holds 3 · step-free · Couch, Lamp · 10 min cleaning after each visit". */
export function aboutResource({ kind, type, equipment, capacity, stepFree, cleaningMin }: Resource): string {
  return [
    type,
    ...(kind === "room" ? [`holds ${capacity}`, stepFree ? "step-free" : ""] : []),
    equipment.join(", "),
    cleaningMin > 0 ? `${cleaningMin} min cleaning after each visit` : "",
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

/** "Out of service from Tue 16 Mar, 09:00 until Fri 19 Mar, 08:00: leaking roof." */
export function outWords(
  { from, until, reason }: NonNullable<Resource["outOfService"]>,
  clock: StudioClock,
): string {
  const times = `Out of service from ${dateTime(from, clock)} until ${dateTime(until, clock)}`;
  return reason === "" ? `${times}.` : `${times}: ${reason}`;
}

/** What still has a room or a device that cannot be had: nothing was moved, and a person has to decide. */
export function displacedWords(count: number, kind: Resource["kind"]): string {
  return `${count === 1 ? "1 booked visit has" : `${count} booked visits have`} this ${kind} although it cannot be used then. Nothing was changed.`;
}

/** The studio's own words of one kind, each once whatever its case, in order. */
export function wordsOf(words: readonly string[]): readonly string[] {
  const known = new Map<string, string>();
  for (const word of words)
    if (word !== "" && !known.has(word.toLowerCase())) known.set(word.toLowerCase(), word);
  return [...known.values()].toSorted((a, b) => a.localeCompare(b));
}
