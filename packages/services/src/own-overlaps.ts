import type { AppointmentModel, Tx } from "@quietroom/db";
import { type OwnVisit, ownOverlaps } from "@quietroom/domain/scheduling";
import { fromInstantColumn } from "./instant-column.ts";

type OverlappingVisit = OwnVisit & { readonly practitionerId: string };

/**
 * The other visits of the same client that overlap with this one, soonest first (SCHED-12). For the client's own mailbox and for
 * staff, never for a page that whoever typed the client's details may see (BOOK-07).
 */
export async function loadOwnOverlaps(tx: Tx, visit: AppointmentModel): Promise<OverlappingVisit[]> {
  const { tenantId, clientId, startsAt, endsAt } = visit;
  if (clientId === null) return [];
  const others = await tx.appointment.findMany({
    where: { tenantId, clientId, startsAt: { lt: endsAt }, endsAt: { gt: startsAt } },
    select: { id: true, status: true, practitionerId: true, startsAt: true, endsAt: true },
  });
  return ownOverlaps(toOwnVisit(visit), others.map(toOwnVisit));
}

type Row = Pick<AppointmentModel, "id" | "status" | "practitionerId" | "startsAt" | "endsAt">;

function toOwnVisit({ id, status, practitionerId, startsAt, endsAt }: Row): OverlappingVisit {
  return { id, status, practitionerId, start: fromInstantColumn(startsAt), end: fromInstantColumn(endsAt) };
}
