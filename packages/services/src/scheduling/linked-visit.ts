import { ok, refuse, type Result } from "@quietroom/domain/result";
import { isLinkOver } from "@quietroom/domain/scheduling";
import type { VerbWork } from "../define-verb.ts";
import { linkedId } from "./link-subject.ts";
import { type AppointmentRow, type BookedRow, isBooked, lockAppointment } from "./rows.ts";

/** The visit behind the actor's manage link, locked; records what the link was used for (BOOK-11). */
export async function lockLinkedVisit(
  { tx, tenantId, actor, now, audit }: VerbWork<unknown>,
  actionOn: (row: AppointmentRow) => "read" | "update",
): Promise<Result<BookedRow, "link_invalid" | "link_expired">> {
  const id = linkedId(actor, "appointment");
  const visit = id === null ? null : await lockAppointment(tx, tenantId, id);
  audit({
    action: visit === null ? "read" : actionOn(visit),
    resource: "appointment",
    resourceId: id,
    clientId: visit?.clientId ?? null,
  });
  if (visit === null || !isBooked(visit)) return refuse("link_invalid");
  return isLinkOver({ endsAt: visit.end, now }) ? refuse("link_expired") : ok(visit);
}
