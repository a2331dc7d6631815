import { staffRoles } from "@quietroom/domain/access";
import { createStudio, inspect, rowCounts, testDatabase, testRuntime } from "@quietroom/testing";
import { TRPCError } from "@trpc/server";
import { expect, test } from "vitest";
import { type ApiContext, publicContext, type StaffActor, staffContext } from "./context.ts";
import { pageContext, pageKeepsToTenant } from "./page-context.ts";
import { createPublicCaller } from "./root.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const ours = await createStudio(runtime);
const theirs = await createStudio(runtime);
const { actor: admin } = ours.as("admin");
if (admin.kind !== "staff") throw new Error("an admin is staff");

type Position = readonly [headers: Readonly<Record<string, string>>, search?: string];

function asked(context: ApiContext, [headers, search = ""]: Position): ApiContext {
  return pageContext(context, {
    headers: new Headers(headers),
    path: `/calendar${search}`,
    siteUrl: "https://site.test",
  });
}

const foreign: readonly Position[] = [
  [{ "x-tenant-id": theirs.tenantId }],
  [{ "x-studio": theirs.slug }],
  [{ host: `${theirs.slug}.site.test` }],
  [{ "x-forwarded-host": `${theirs.slug}.site.test` }],
  [{}, `?tenantId=${theirs.tenantId}`],
  [{}, `?studio=${theirs.slug}`],
  [{}, "?tenant=no-such-studio"],
];
const own: readonly Position[] = [
  [{}],
  [{ "x-tenant-id": ours.tenantId, host: "site.test" }],
  [{ host: `${ours.slug}.site.test` }, `?studio=${ours.slug}`],
];

const codes = (since: number) => runtime.logged.slice(since).map(({ code }) => code);
const records = async () => ({
  ...(await rowCounts(query)),
  audit_event: 0,
  security_incident: 0,
  outbox: 0,
});

test("check 18 TEN-05 a staff page that names another studio is not there, whoever asks, and is noticed", async () => {
  const before = await records();
  for (const role of staffRoles) {
    const actor: StaffActor = { ...admin, roles: [role] };
    const context = staffContext(runtime, async () => await Promise.resolve(actor));
    for (const position of own) expect(await pageKeepsToTenant(asked(context, position), actor)).toBe(true);
    for (const position of foreign) {
      const since = runtime.logged.length;
      expect(await pageKeepsToTenant(asked(context, position), actor), JSON.stringify(position)).toBe(false);
      expect(codes(since)).toContain("tenant_disagrees");
    }
  }
  expect(await records()).toEqual(before);
  const incidents = await query("select tenant_id from security_incident");
  expect(new Set(incidents.map(({ tenant_id }) => tenant_id))).toEqual(new Set([ours.tenantId]));
});

test("check 18 TEN-05 a public page that names another studio than its address is refused, and is noticed", async () => {
  const view = async (position: Position) =>
    await createPublicCaller(asked(publicContext(runtime), position)).studio.view({ studio: ours.slug });
  for (const position of own) expect((await view(position)).slug).toBe(ours.slug);
  for (const position of foreign) {
    const since = runtime.logged.length;
    const refused: unknown = await view(position).catch((error: unknown) => error);
    expect(refused instanceof TRPCError && refused.code, JSON.stringify(position)).toBe("FORBIDDEN");
    expect(codes(since)).toContain("tenant_disagrees");
  }
});
