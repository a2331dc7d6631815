import type { StaffOutput } from "@quietroom/api/client";
import { refusalWords } from "../../show/refusal-words.ts";

export type AffectedList = StaffOutput["practitioner"]["affected"];
export type AffectedVisit = AffectedList["visits"][number];

/** Why it was not done, and what to do next. */
export function affectedRefusal(code: string): string {
  const known = Object.entries(refusalWords).find(([one]) => one === code);
  return known?.[1] ?? "That is not possible any more. What you see now is current: try again.";
}

/** Why a visit could not be given away, with who could take it now. */
export function reassignRefusal(code: string, free: readonly { readonly displayName: string }[]): string {
  if (code === "held_together") return givenToNobody({ together: true, group: null });
  const taken = ["slot_taken", "no_travel_time", "no_break", "outside_hours"].includes(code);
  const why = taken ? "They are not free then any more." : affectedRefusal(code);
  if (!taken) return why;
  const names = free.map(({ displayName }) => displayName).join(", ");
  return names === ""
    ? `${why} Nobody else is: move the visit, or cancel it.`
    : `${why} Still free: ${names}.`;
}

/** Why nobody is named to whom a visit could be given, and what to do next. */
export function givenToNobody({ together, group }: Pick<AffectedVisit, "together" | "group">): string {
  if (!together) return "Nobody else can take it at that time.";
  return group === null
    ? "Several hold this visit together, and it is not handed over for one of them. Move it to a time at which all of them can come, or cancel it and book another with whoever is there."
    : "Several lead this session together. Open it on the calendar to choose who leads it, or call it off.";
}

/** Whose visit it is, as the list names it. */
export function whoseVisit({ clientName }: AffectedVisit): string {
  return clientName ?? "Group session";
}
