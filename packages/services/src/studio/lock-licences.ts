import type { Tx } from "@quietroom/db";
import type { LocalDate } from "@quietroom/domain/time";
import { found } from "../errors.ts";
import { licensedUntil } from "../licensed-until.ts";

/**
 * Until when a practitioner is licensed before that changes, as `licensedUntil` has it. Who is booking them at this moment is waited for, so that
 * their visit is among those that are counted (ec-H18), and who comes after waits for the change. Throws `not_found` for none of the studio's.
 */
export async function lockLicences(
  tx: Tx,
  whose: { readonly tenantId: string; readonly practitionerId: string },
): Promise<LocalDate | null> {
  const { tenantId, practitionerId } = whose;
  const [practitioner] = await tx.$queryRaw<{ id: string }[]>`
    select id from practitioner
    where tenant_id = ${tenantId}::uuid and id = ${practitionerId}::uuid for no key update`;
  found(practitioner);
  return await licensedUntil(tx, whose);
}
