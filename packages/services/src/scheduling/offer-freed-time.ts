import { offerDeadline } from "@quietroom/domain/scheduling";
import { v7 as uuidv7 } from "uuid";
import type { VerbWork } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import type { BookedRow } from "./rows.ts";

/**
 * Opens a freed time for the waitlist, while there is still time to ask anyone; so close to its start that nobody could answer,
 * it is simply free for all (ec-I7). A seat frees no hour: its group session goes on (ec-F4). The fill itself is a job's, which the event wakes (WAIT-04).
 */
export async function offerFreedTime(
  { tx, now, tenantId, audit, emit }: Pick<VerbWork<unknown>, "tx" | "now" | "tenantId" | "audit" | "emit">,
  freed: BookedRow,
  cause: "cancelled" | "rescheduled",
): Promise<void> {
  if (offerDeadline(now, freed.start) === null || freed.groupSessionId !== null) return;
  const id = uuidv7();
  await tx.opening.create({
    data: {
      tenantId,
      id,
      practitionerId: freed.practitionerId,
      locationId: freed.locationId,
      startsAt: toInstantColumn(freed.start),
      endsAt: toInstantColumn(freed.end),
      blockedFrom: toInstantColumn(freed.blockedFrom),
      blockedUntil: toInstantColumn(freed.blockedUntil),
      cause,
      causedByAppointmentId: freed.id,
    },
    select: { id: true },
  });
  audit({ action: "create", resource: "opening", resourceId: id, detail: { appointmentId: freed.id } });
  emit("opening/created", { openingId: id });
}
