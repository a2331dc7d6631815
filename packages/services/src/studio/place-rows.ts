import type { listPlaces } from "@quietroom/contracts/places";
import type { OutputOf } from "@quietroom/contracts/wire";
import type { LocationModel, Tx } from "@quietroom/db";
import { blockingStatuses } from "@quietroom/domain/scheduling";
import type { Instant } from "@quietroom/domain/time";
import { toInstantColumn } from "../instant-column.ts";

type PlaceRow = OutputOf<typeof listPlaces>[number];

type Ask = { readonly tenantId: string; readonly now: Instant };

/** Places as the page shows them, each with the number of visits that are still to begin there. No client is read. */
export async function placeRows(
  tx: Tx,
  { tenantId, now }: Ask,
  locations: readonly LocationModel[],
): Promise<PlaceRow[]> {
  const ids = locations.map(({ id }) => id);
  // A hold that has run out takes no time, whether or not it has been set aside yet.
  const counts = await tx.$queryRaw<{ id: string; visits: number }[]>`
    select location_id as id, count(*)::int as visits from appointment
    where tenant_id = ${tenantId}::uuid and location_id = any(${ids}::uuid[])
      and starts_at > ${toInstantColumn(now)}::timestamptz and not superseded
      and status = any(${[...blockingStatuses]}::appointment_status[])
      and (status <> 'held' or hold_expires_at > ${toInstantColumn(now)}::timestamptz)
    group by location_id`;
  return locations.map(({ tenantId: _studio, ...place }) => ({
    ...place,
    visitsAhead: counts.find(({ id }) => id === place.id)?.visits ?? 0,
  }));
}
