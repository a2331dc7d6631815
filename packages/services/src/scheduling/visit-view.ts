import type { Tx } from "@quietroom/db";
import { fromInstantColumn } from "../instant-column.ts";
import { locationAddress } from "../location-address.ts";
import type { VisitMode } from "@quietroom/domain/scheduling";

/**
 * A visit as its own client sees it: the names behind its ids, but for their own. `policy`: the words it was booked under (ec-J3); of a time
 * that is only held, those of now.
 */
export async function loadVisitView(tx: Tx, tenantId: string, appointmentId: string) {
  const [row] = await tx.$queryRaw<VisitRow[]>`
    select a.service_id as "serviceId", s.name as "serviceName",
      a.practitioner_id as "practitionerId", app.names_of(a.tenant_id, a.practitioner_id, a.with_practitioner_ids) as "practitionerName",
      a.location_id as "locationId", l.name as "locationName",
      l.address_line as "addressLine", l.city, l.region, l.postal_code as "postalCode",
      a.mode, a.starts_at as "startsAt", a.ends_at as "endsAt", a.time_zone as "timeZone",
      a.client_time_zone as "clientTimeZone", a.price_minor as "priceMinor", a.currency,
      a.party_size as "partySize", a.client_id as "clientId", coalesce(c.words, t.cancellation_policy) as policy, s.approval
    from appointment a
      join tenant t on t.id = a.tenant_id
      left join cancellation_policy c on c.tenant_id = a.tenant_id and c.version = a.policy_version
      join service s on s.tenant_id = a.tenant_id and s.id = a.service_id
      join location l on l.tenant_id = a.tenant_id and l.id = a.location_id
    where a.tenant_id = ${tenantId}::uuid and a.id = ${appointmentId}::uuid`;
  if (row === undefined) return null;
  const { addressLine, city, region, postalCode, startsAt, endsAt, clientId, policy, approval, ...visit } =
    row;
  return {
    visit: {
      ...visit,
      address: locationAddress({ addressLine, city, region, postalCode }),
      startsAt: fromInstantColumn(startsAt),
      endsAt: fromInstantColumn(endsAt),
    },
    clientId,
    policy,
    approval,
  };
}

type VisitRow = {
  readonly serviceId: string;
  readonly serviceName: string;
  readonly practitionerId: string;
  readonly practitionerName: string;
  readonly locationId: string;
  readonly locationName: string;
  readonly addressLine: string;
  readonly city: string;
  readonly region: string;
  readonly postalCode: string;
  readonly mode: VisitMode;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly timeZone: string;
  readonly clientTimeZone: string | null;
  readonly priceMinor: number;
  readonly currency: string;
  readonly partySize: number | null;
  readonly clientId: string | null;
  readonly policy: string;
  readonly approval: "instant" | "request";
};
