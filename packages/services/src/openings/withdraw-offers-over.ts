import { Prisma } from "@quietroom/db";
import type { Interval } from "@quietroom/domain/time";
import type { VerbWork } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import { closeOpening } from "./close-opening.ts";
import { endOffer } from "./end-offer.ts";
import { lockOpening } from "./lock-opening.ts";

/**
 * Takes back every offer that holds some of these practitioners' time within `range` (the blocked range of what staff are about
 * to book there by hand): staff go first, the hour is freed for them in this transaction, and whoever was asked is told that it
 * is gone and keeps the place in line (ec-I11). `visit` is what is booked there without its buffers: with it, an offer of which only a
 * buffer meets that of the visit stays where the longer of the two counts (ec-C4). Call it before taking the time. Answers how many were
 * withdrawn. A time that is kept only because its cancellation can still be undone is free to staff as well (ec-I15).
 */
export async function withdrawOffersOver(
  work: Pick<VerbWork<unknown>, "tx" | "tenantId" | "now" | "emit" | "audit">,
  {
    practitionerIds,
    range,
    visit = range,
  }: { readonly practitionerIds: readonly string[]; readonly range: Interval; readonly visit?: Interval },
): Promise<number> {
  const { tx, tenantId, emit } = work;
  const open = await tx.$queryRaw<{ opening_id: string }[]>`
    select o.opening_id
    from waitlist_offer o join appointment a on a.tenant_id = o.tenant_id and a.id = o.appointment_id
    where o.tenant_id = ${tenantId}::uuid and o.status = 'open' and a.status = 'held'
      and (a.practitioner_id = any(${practitionerIds}::uuid[]) or a.with_practitioner_ids && ${practitionerIds}::uuid[])
      and a.blocked_from < ${toInstantColumn(range.end)} and a.blocked_until > ${toInstantColumn(range.start)}
      and ((a.blocked_from < ${toInstantColumn(visit.end)} and a.blocked_until > ${toInstantColumn(visit.start)})
        or (a.starts_at < ${toInstantColumn(range.end)} and a.ends_at > ${toInstantColumn(range.start)})
        or exists (select from tenant t where t.id = a.tenant_id and t.buffer_sum = 'sum'))
    order by o.opening_id`;
  const people = Prisma.sql`(a.practitioner_id = any(${practitionerIds}::uuid[]) or a.with_practitioner_ids && ${practitionerIds}::uuid[])`;
  const kept = await tx.$queryRaw<{ of: string }[]>`
    select a.undo_hold_of as of from appointment a
    where a.tenant_id = ${tenantId}::uuid and a.undo_hold_of is not null and ${people}
      and a.blocked_from < ${toInstantColumn(range.end)} and a.blocked_until > ${toInstantColumn(range.start)}
    order by a.undo_hold_of`;
  for (const { of } of kept) await giveUpUndo(work, of);
  let withdrawn = 0;
  for (const { opening_id: openingId } of open) {
    await lockOpening(tx, tenantId, openingId);
    const offer = await tx.waitlistOffer.findFirst({ where: { tenantId, openingId, status: "open" } });
    if (offer === null) continue; // answered while we waited
    await endOffer(work, offer, "withdrawn");
    await closeOpening(work, openingId, { status: "withdrawn" });
    emit("waitlist/answered", { openingId, offerId: offer.id });
    withdrawn += 1;
  }
  return withdrawn;
}

/** Lets go of what is kept for a visit's return; nobody has been asked about its hour yet, and now nobody is. */
async function giveUpUndo(
  work: Pick<VerbWork<unknown>, "tx" | "now" | "tenantId" | "emit" | "audit">,
  appointmentId: string,
): Promise<void> {
  const { tx, tenantId } = work;
  const freed = await tx.opening.findMany({
    where: { tenantId, causedByAppointmentId: appointmentId, status: "offering" },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  for (const { id } of freed) {
    const opening = await lockOpening(tx, tenantId, id);
    if (opening?.status === "offering") await closeOpening(work, id, { status: "withdrawn" });
  }
  await tx.appointment.deleteMany({ where: { tenantId, undoHoldOf: appointmentId, status: "held" } });
}
