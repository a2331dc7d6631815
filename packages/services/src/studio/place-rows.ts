import type { listPlaces } from "@quietroom/contracts/places";
import type { OutputOf } from "@quietroom/contracts/wire";
import type { LocationModel, Tx } from "@quietroom/db";
import { blockingStatuses, isWithinOpening } from "@quietroom/domain/scheduling";
import { type Instant, interval } from "@quietroom/domain/time";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import { storedOpening } from "./opening-column.ts";

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
  const coming = await tx.$queryRaw<{ locationId: string; startsAt: Date; endsAt: Date }[]>`
    select location_id as "locationId", starts_at as "startsAt", ends_at as "endsAt" from appointment
    where tenant_id = ${tenantId}::uuid and location_id = any(${ids}::uuid[])
      and starts_at > ${toInstantColumn(now)}::timestamptz and not superseded and undo_hold_of is null
      and status = any(${[...blockingStatuses]}::appointment_status[])
      and (status <> 'held' or hold_expires_at > ${toInstantColumn(now)}::timestamptz)`;
  return locations.map(({ tenantId: _studio, ...place }) => {
    const opening = storedOpening(place.opening);
    const visits = coming.filter(({ locationId }) => locationId === place.id);
    return {
      ...place,
      opening,
      visitsAhead: visits.length,
      visitsOutside: visits.filter(({ startsAt, endsAt }) => {
        const visit = interval(fromInstantColumn(startsAt), fromInstantColumn(endsAt));
        return !isWithinOpening(opening, place.timeZone, visit);
      }).length,
    };
  });
}
