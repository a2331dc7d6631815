import type { StaffOutput } from "@quietroom/api/client";
import type { SaidFields } from "../../show/changed-fields.ts";
import { calendarDate } from "../../show/format-time.ts";

export type Licences = StaffOutput["licence"]["list"];
export type Licence = Licences["licences"][number];

/** How a licence stands, in a few words beside its date. */
export function standingWords(standing: Licence["standing"]): string {
  if (standing === "expired") return "Expired";
  return standing === "valid" ? "Valid" : `Expires within ${standing} days`;
}

/** What the licences of somebody mean for their bookings, where anything is to be done; null where nothing is. `until` is the last date in words. */
export function licenceWarning(
  { licences: [last] }: Pick<Licences, "licences">,
  who: string,
  until: string,
): { readonly tone: "danger" | "caution"; readonly words: string } | null {
  const desk = "The desk may still book with a reason.";
  if (last === undefined || last.standing === "valid") return null;
  if (last.standing === "expired")
    return { tone: "danger", words: `${who}'s licence has expired: it held until ${until}. ${desk}` };
  return {
    tone: "caution",
    words: `${who}'s licence expires within ${last.standing} days: nothing is booked after ${until}. ${desk}`,
  };
}

/** "LCSW C-1001, New York": a licence as it is named beside what can be done with it. */
export function licenceName({ title, number, state }: Pick<Licence, "title" | "number" | "state">): string {
  return `${title} ${number}, ${state}`;
}

/** What the form that renews a licence holds, in words. */
export function saidOfLicence(locale: string): SaidFields<Licence> {
  return {
    expiresOn: {
      label: "Expires on",
      says: ({ expiresOn }) =>
        calendarDate(expiresOn, locale, { day: "numeric", month: "long", year: "numeric" }),
    },
  };
}
