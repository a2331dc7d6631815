import { randomBytes } from "node:crypto";
import { openRuntime } from "@quietroom/services";
import { addClient, person } from "@quietroom/testing";
import { createStudio, type TestStudio } from "@quietroom/testing/create-studio";
import pg from "pg";
import { testKeys } from "@quietroom/testing/test-keys";

/** A studio of five practitioners with 200 appointments each over the next 60 days, which leaves free times between them. */
export async function busyStudio(urls: {
  readonly app: string;
  readonly owner: string;
}): Promise<TestStudio> {
  const quiet = () => undefined;
  const runtime = await openRuntime({
    databaseUrl: urls.app,
    linkKey: randomBytes(32),
    keyService: testKeys,
    bookingUrl: "http://localhost",
    log: { info: quiet, warn: quiet, error: quiet },
  });
  const studio = await createStudio(runtime, { practitioners: 5, rooms: 12, hours: [["07:00", "22:00"]] });
  const client = await addClient(runtime, studio.tenantId, person("Bench"));
  await runtime.close();
  const owner = new pg.Client({ connectionString: urls.owner });
  await owner.connect();
  await owner.query("begin");
  await owner.query("select set_config('app.tenant_id', $1, true)", [studio.tenantId]);
  // Every second hour from 08:00 UTC on, so that each day keeps gaps; a day in front is left free for bookings.
  await owner.query(
    `insert into appointment (tenant_id, status, practitioner_id, location_id, service_id, client_id, mode, starts_at, ends_at,
       blocked_from, blocked_until, time_zone, cancel_deadline, booked_by, booked_at)
     select $1, 'scheduled', practitioner, $3, $4, $5, 'telehealth', at, at + interval '1 hour', at, at + interval '1 hour',
       'America/New_York', at - interval '1 day', 'staff', app.now()
     from unnest($2::uuid[]) practitioner, generate_series(0, 199) n,
       lateral (select date_trunc('day', app.now()) + interval '2 days' + (n / 4) * interval '1 day' + interval '14 hours'
         + (n % 4) * interval '2 hours' as at) x`,
    [studio.tenantId, studio.practitionerIds, studio.locationId, studio.serviceId, client],
  );
  await owner.query("commit");
  await owner.end();
  return studio;
}
