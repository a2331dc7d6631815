import type { AppointmentModel } from "@quietroom/db";

type StaffNote = { readonly text: string; readonly version: number };

/** What staff noted about a visit, empty where nobody has; null of a hold and of a group session, which are no client's visit. For whoever manages it alone. */
export function staffNoteOf(
  row: Pick<AppointmentModel, "status" | "clientId" | "staffNote" | "staffNoteVersion">,
): StaffNote | null {
  if (row.status === "held" || row.clientId === null) return null;
  return { text: row.staffNote ?? "", version: row.staffNoteVersion };
}
