import type { StaffOutput } from "@quietroom/api/client";
import type { SaidFields } from "../../show/changed-fields.ts";
import { dateInWords, wallRange } from "../../show/format-time.ts";

export type Closure = StaffOutput["closure"]["list"]["closures"][number];
type Refusal = Extract<StaffOutput["closure"]["save"], { ok: false }>["refusal"]["code"];

const refusals: Readonly<Record<Refusal, string>> = {
  end_before_start: "This ends before it begins.",
  too_long: "A place can be closed for a year at most.",
  part_of_several_days: "Only a single date can be closed in part. Add the other dates one by one.",
  unknown_location: "That location is not in use any more. Choose another.",
  overlapping_closure: "That place is already closed then. Change what is there, or choose other dates.",
  changed_meanwhile:
    "Someone else changed or removed this meanwhile. Close this and open it again to see how it stands.",
};

/** Why closed days were not saved, and what to do. */
export function closureRefusal(code: Refusal): string {
  return refusals[code];
}

/** What stands although the place is closed then: nothing was moved, and a person has to decide. */
export function standingVisits(count: number): string {
  const visits = count === 1 ? "1 booked visit stands" : `${count} booked visits stand`;
  return `${visits} unchanged although the place is closed. Move or cancel what should not take place.`;
}

/** What the form of closed days holds, in words, by the field at which it stands. */
export function saidOfClosure(
  locations: readonly { readonly id: string; readonly name: string }[],
  locale: string,
): SaidFields<Closure> {
  return {
    name: { label: "Name", says: ({ name }) => name },
    kind: {
      label: "What it is",
      says: ({ kind }) => (kind === "closure" ? "a closure" : "a public holiday"),
    },
    locationId: {
      label: "Where",
      says: ({ locationId }) =>
        locationId === null
          ? "every location"
          : (locations.find(({ id }) => id === locationId)?.name ?? "another"),
    },
    firstDate: { label: "First day", says: ({ firstDate }) => dateInWords(firstDate, locale) },
    lastDate: { label: "Last day", says: ({ lastDate }) => dateInWords(lastDate, locale) },
    part: {
      label: "Closed",
      says: ({ part }) => (part === null ? "all day" : wallRange(part, locale)),
    },
    telehealth: {
      label: "Online visits go on",
      says: ({ telehealth }) => (telehealth === "open" ? "yes" : "no"),
    },
  };
}
