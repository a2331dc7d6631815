import { randomUUID } from "node:crypto";
import { eventSchemas } from "@quietroom/contracts/events";
import { systemContext } from "@quietroom/services";
import { relayOutbox } from "@quietroom/services/relay-outbox";
import { expireHolds } from "@quietroom/services/scheduling";
import { provisionTenant } from "@quietroom/services/studio";
import { endLapsedSessions } from "@quietroom/services/staff";
import { expireEntries } from "@quietroom/services/waitlist";
import { createStudio, inspect, rowCounts, testDatabase, testRuntime } from "@quietroom/testing";
import { afterAll, expect, test } from "vitest";
import { createJobs } from "../index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime);
const jobs = createJobs({
  mode: { kind: "embedded" },
  runtime,
  databaseUrl: database.appUrl,
  log: runtime.log,
});
afterAll(() => jobs.stop());
await jobs.settle();

const names = Object.keys(eventSchemas);
const nobodys = randomUUID();

test.each([
  ["is missing", {}],
  ["is empty", { tenantId: "" }],
  ["is malformed", { tenantId: "not-a-uuid" }],
  ["is nobody's", { tenantId: nobodys }],
  ["is a list", { tenantId: [studio.tenantId, nobodys] }],
] as const)(
  "check 11 TEN-04 an event whose tenant %s makes no function write or send anything",
  async (_, tenant) => {
    const about = Object.fromEntries(
      ["appointmentId", "openingId", "offerId", "entryId", "mailId", "notificationId"].map((id) => [
        id,
        randomUUID(),
      ]),
    );
    const before = await rowCounts(query);
    await jobs.client.send(
      names.map((name) => ({ id: randomUUID(), name, data: { ...about, version: 1, ...tenant } })),
    );
    await jobs.settle();
    const [runs] = await query(
      "select count(*)::int as n from jobs.run where status = 'completed' and output::text like '%sent%'",
    );
    expect(runs).toEqual({ n: 0 });
    expect(await rowCounts(query)).toEqual(before);
  },
);

test.each(["", "not-a-uuid"])(
  "check 11 TEN-04 timers, the relay and the seed are refused for the tenant '%s'",
  async (tenantId) => {
    const context = systemContext(runtime, tenantId, "test");
    const before = await rowCounts(query);
    const deliver = async () => await Promise.reject(new Error("nothing may be delivered"));
    for (const work of [
      () => expireHolds(context, {}),
      () => expireEntries(context, {}),
      () => endLapsedSessions(context, {}),
      () => relayOutbox(context, deliver),
      () => provisionTenant(context, seed),
    ]) {
      await expect(work()).rejects.toThrow("tenant id is not a UUID");
    }
    expect(await rowCounts(query)).toEqual(before);
  },
);

const seed: Parameters<typeof provisionTenant>[1] = {
  name: "Nobody's studio",
  slug: "nobodys",
  tagline: "",
  about: "",
  timeZone: "America/New_York",
  locale: "en-US",
  currency: "USD",
  primaryColor: "#3B82F6",
  phone: "+1 212 555 0100",
  email: "studio@example.com",
  cancellationPolicy: "",
  services: "first",
  location: {
    name: "Main Street",
    addressLine: "1 Main Street",
    city: "New York",
    region: "NY",
    postalCode: "10001",
    country: "US",
    phone: "",
    directions: "",
    timeZone: "America/New_York",
  },
};
