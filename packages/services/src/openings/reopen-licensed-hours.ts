import type { LocalDate } from "@quietroom/domain/time";
import type { VerbWork } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import { lockOffers } from "./lock-offers.ts";
import { lockOpening } from "./lock-opening.ts";
import { reopenOpening } from "./reopen-opening.ts";

/**
 * Offers again the hours that were taken back, though not by the visit that freed them, and that a practitioner may hold once more, alone or with others: those of the dates, by the
 * calendar of their place, that their licences cover now and did not before (ADM-04). One that cannot be given for another reason is found so
 * by its job and closes again. `before`, `after`: the last date on which a licence of theirs held, and holds; null: none is on record.
 */
export async function reopenLicensedHours(
  work: Pick<VerbWork<unknown>, "tx" | "tenantId" | "now" | "audit" | "emit">,
  practitionerId: string,
  { before, after }: { readonly before: LocalDate | null; readonly after: LocalDate | null },
): Promise<void> {
  if (before === null || (after !== null && after <= before)) return;
  const { tx, tenantId, now } = work;
  await lockOffers(tx, tenantId);
  const hours = await tx.$queryRaw<{ id: string }[]>`
    select o.id from opening o
      join location l on l.tenant_id = o.tenant_id and l.id = o.location_id
      join appointment c on c.tenant_id = o.tenant_id and c.id = o.caused_by_appointment_id
    where o.tenant_id = ${tenantId}::uuid and o.status = 'withdrawn' and not o.undone and o.starts_at > ${toInstantColumn(now)}::timestamptz
      and ${practitionerId}::uuid = any(c.with_practitioner_ids || c.practitioner_id || o.practitioner_id)
      and (o.starts_at at time zone l.time_zone)::date > ${before}::date
      and (${after}::date is null or (o.starts_at at time zone l.time_zone)::date <= ${after}::date)
    order by o.id`;
  for (const { id } of hours) {
    const opening = await lockOpening(tx, tenantId, id);
    if (opening?.status !== "withdrawn") continue;
    // Whose offer was taken back with the hour gave no answer to it, and is asked like everybody else.
    await tx.waitlistOffer.updateMany({
      where: { tenantId, openingId: id, status: "withdrawn", answeredAt: opening.closedAt },
      data: { askedAnew: true },
    });
    await reopenOpening(work, id);
  }
}
