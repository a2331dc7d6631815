import type { viewLicences } from "@quietroom/contracts/licences";
import type { OutputOf } from "@quietroom/contracts/wire";
import type { Tx } from "@quietroom/db";
import { licenceStanding } from "@quietroom/domain/scheduling";
import { type Instant, localDate } from "@quietroom/domain/time";
import { fromDateColumn } from "../date-column.ts";
import { licensedUntil } from "../licensed-until.ts";
import { standingAfter } from "../scheduling/index.ts";

/** A practitioner's licences, the one that holds longest first, as they stand on the studio's date, with what is booked after the last of them. */
export async function licencesOf(
  tx: Tx,
  ask: { readonly tenantId: string; readonly practitionerId: string; readonly now: Instant },
): Promise<OutputOf<typeof viewLicences>> {
  const { tenantId, practitionerId, now } = ask;
  const { timeZone } = await tx.tenant.findUniqueOrThrow({
    where: { id: tenantId },
    select: { timeZone: true },
  });
  const today = localDate(now, timeZone);
  const rows = await tx.practitionerLicence.findMany({
    where: { tenantId, practitionerId },
    select: { id: true, title: true, number: true, state: true, expiresOn: true, version: true },
    orderBy: [{ expiresOn: "desc" }, { title: "asc" }, { id: "asc" }],
  });
  const last = await licensedUntil(tx, ask);
  return {
    licences: rows.map((row) => {
      const expiresOn = fromDateColumn(row.expiresOn);
      return { ...row, expiresOn, standing: licenceStanding(expiresOn, today) };
    }),
    bookableUntil: last,
    bookedAfter: last === null ? 0 : await standingAfter(tx, ask, last, "licence"),
  };
}
