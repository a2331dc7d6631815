import { createStudio, inspect, rowCounts, testDatabase, testRuntime } from "@quietroom/testing";
import { expect, test } from "vitest";
import { signedInPortal } from "../test/portal-calls.ts";
import { served } from "../test/served.ts";
import { arrange, validCalls } from "../test/valid-calls.ts";
import { publicContext, staffContext, type StaffActor } from "./context.ts";
import { publicRouter, staffRouter } from "./root.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime);
const scene = await arrange(studio, query);
const elsewhere = await createStudio(runtime);
const portal = await signedInPortal(runtime, studio, query);
const calls = [...validCalls(studio, scene), ...portal.calls];

const { actor } = studio.as("admin");
const admin: StaffActor | null = actor.kind === "staff" ? actor : null;
const sites = {
  client: portal.site,
  public: served(publicRouter, () => publicContext(runtime)),
  staff: served(staffRouter, () => staffContext(runtime, async () => await Promise.resolve(admin))),
};

/** What a caller would like to say about a record, and may not: whose it is, who made it, what it costs, how it stands, what to read. */
const planted: Readonly<Record<string, unknown>> = {
  tenantId: elsewhere.tenantId,
  tenant_id: elsewhere.tenantId,
  id: elsewhere.practitionerId,
  role: "admin",
  roles: ["admin"],
  permissions: ["staff:manage"],
  staffUserId: scene.staffUserId,
  practitionerId: elsewhere.practitionerId,
  locationId: elsewhere.locationId,
  clientId: elsewhere.practitionerId,
  teamId: elsewhere.tenantId,
  actor: { kind: "system" },
  price: 0,
  priceMinor: 0,
  currency: "XXX",
  status: "completed",
  version: 99,
  signedAt: 0,
  createdAt: 0,
  updatedAt: 0,
  bookedBy: "staff",
  cancelDeadline: 0,
  lateCancel: false,
  mfaEnabled: false,
  mfaPassedAt: 0,
  active: false,
  where: {},
  select: { passwordHash: true },
  include: { client: true },
  orderBy: { id: "asc" },
  take: 1_000_000,
  limit: 1_000_000,
};

/** The objects inside an input, itself first. */
function objects(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, item]) => objects(item, [...path, key]));
  return Array.isArray(value) ? inner : [[...path], ...inner];
}

/** The input with a field more in the object at `path`; null when that object has the field by right. */
function withField(value: unknown, [key, ...rest]: readonly string[], name: string): unknown {
  if (typeof value !== "object" || value === null) return null;
  if (key === undefined) return name in value ? null : { ...value, [name]: planted[name] };
  const part: unknown = Object.entries(value).find(([known]) => known === key)?.[1];
  const inner = withField(part, rest, name);
  if (inner === null) return null;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (String(index) === key ? inner : item));
  return { ...value, [key]: inner };
}

test("check 23 check 25 check 36 what a caller adds about owner, price, state or reading is refused, everywhere, and changes nothing", async () => {
  const before = await rowCounts(query);
  const wrong: string[] = [];
  let tried = 0;
  for (const { router, path, kind, input } of calls) {
    for (const at of objects(input)) {
      for (const name of Object.keys(planted)) {
        const more = withField(input, at, name);
        if (more === null) continue;
        const reply = await sites[router].call(path, kind, more);
        tried += 1;
        // Another studio named in a call is refused before the call is read.
        const expected = at.length === 0 && name.startsWith("tenant") ? 403 : 400;
        if (reply.status !== expected) wrong.push(`${path} ${[...at, name].join(".")}: ${reply.status}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(tried).toBeGreaterThan(1_000);
  // That another studio was named is kept, each time (TEN-05).
  const noticed = { audit_event: 0, security_incident: 0, outbox: 0 };
  expect({ ...(await rowCounts(query)), ...noticed }).toEqual({ ...before, ...noticed });
});
