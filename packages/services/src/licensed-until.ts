import type { Tx } from "@quietroom/db";
import type { LocalDate } from "@quietroom/domain/time";
import { fromDateColumn } from "./date-column.ts";

/** The last date on which a licence of a practitioner holds; null where none is on record, which stops nobody (ADM-04). */
export async function licensedUntil(
  tx: Tx,
  { tenantId, practitionerId }: { readonly tenantId: string; readonly practitionerId: string },
): Promise<LocalDate | null> {
  const last = await tx.practitionerLicence.aggregate({
    where: { tenantId, practitionerId },
    _max: { expiresOn: true },
  });
  return last._max.expiresOn && fromDateColumn(last._max.expiresOn);
}
