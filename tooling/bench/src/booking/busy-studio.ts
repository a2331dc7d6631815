import { type Runtime } from "@quietroom/services";
import { addClient, person } from "@quietroom/testing";
import { createStudio, type TestStudio } from "@quietroom/testing/create-studio";
import type { BookingBench } from "./booking-bench.ts";

/**
 * A studio of twenty practitioners, each with 200 visits over the next 50 days that leave free times between them. The first two days
 * are left empty for what is booked while it is measured.
 */
export async function busyStudio(runtime: Runtime, query: BookingBench["query"]): Promise<TestStudio> {
  const studio = await createStudio(runtime, {
    practitioners: 20,
    rooms: 1,
    hours: [["07:00", "22:00"]],
  });
  const client = await addClient(runtime, studio.tenantId, person("Bench"));
  await query(
    `insert into appointment (tenant_id, status, practitioner_id, location_id, service_id, client_id, mode, starts_at, ends_at,
       blocked_from, blocked_until, time_zone, cancel_deadline, booked_by, booked_at)
     select $1, 'scheduled', practitioner, $3, $4, $5, 'telehealth', at, at + interval '1 hour', at, at + interval '1 hour',
       'America/New_York', at - interval '1 day', 'staff', app.now()
     from unnest($2::uuid[]) practitioner, generate_series(0, 199) n,
       lateral (select date_trunc('day', app.now()) + interval '3 days' + (n / 4) * interval '1 day' + interval '14 hours'
         + (n % 4) * interval '2 hours' as at) x`,
    [studio.tenantId, studio.practitionerIds, studio.locationId, studio.serviceId, client],
  );
  await query("vacuum analyze");
  return studio;
}
