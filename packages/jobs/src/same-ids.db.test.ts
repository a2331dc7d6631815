import { randomUUID } from "node:crypto";
import {
  bookInput,
  createStudio,
  holdTime,
  inspect,
  joinInput,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  wallTime,
} from "@quietroom/testing";
import { bookHold } from "@quietroom/services/scheduling";
import { joinWaitlist } from "@quietroom/services/waitlist";
import { afterAll, expect, test } from "vitest";
import { createJobs } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const ours = await createStudio(runtime);
const theirs = await createStudio(runtime);
const jobs = createJobs({
  mode: { kind: "embedded" },
  runtime,
  databaseUrl: database.appUrl,
  log: runtime.log,
});
afterAll(() => jobs.stop());
await jobs.settle();

test("check 19 TEN-09 an event of the same id from two studios is two events to the job engine", async () => {
  const id = randomUUID();
  for (const { tenantId, serviceId } of [ours, theirs]) {
    await query("insert into outbox (tenant_id, id, name, data) values ($1, $2, 'service/changed', $3)", [
      tenantId,
      id,
      JSON.stringify({ tenantId, serviceId }),
    ]);
  }
  await jobs.settle();
  const told = await query(
    "select coalesce(payload->'data'->>'tenantId', payload->>'tenantId') as tenant from jobs.event where id like $1",
    [`%${id}`],
  );
  expect(new Set(told.map(({ tenant }) => tenant))).toEqual(new Set([ours.tenantId, theirs.tenantId]));
});

test("check 19 TEN-09 one idempotency key at two studios is two bookings and two places in line", async () => {
  const booking = bookInput(person("Ana"));
  const joining = joinInput(ours, person("Ben"));
  for (const studio of [ours, theirs]) {
    const hold = await holdTime(studio, { startsAt: wallTime(4, "10:00") });
    succeeded(await bookHold(hold.context, booking));
    const { serviceId } = studio;
    succeeded(await joinWaitlist(studio.as("public"), { ...joining, serviceId }));
  }
  const [rows] = await query(
    `select (select count(distinct tenant_id)::int from appointment where idempotency_key = $1) as booked,
       (select count(distinct tenant_id)::int from waitlist_entry where idempotency_key = $2) as waiting`,
    [booking.idempotencyKey, joining.idempotencyKey],
  );
  expect(rows).toEqual({ booked: 2, waiting: 2 });
});
