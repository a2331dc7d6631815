import { join } from "node:path";
import { expect, test } from "@quietroom/testing/browser";
import { builtRoutes } from "@quietroom/testing/built-routes";
import { enterPortal } from "@quietroom/testing/portal-visitor";

const built = builtRoutes(join(import.meta.dirname, ".."));
type Asked = {
  readonly headers: Readonly<Record<string, string>>;
  readonly method?: "POST";
  readonly body?: string;
};

const someId = "0198a1b2-0000-7000-8000-0000000000aa";

/** The id of an action of the portal, by the name of its function. */
function action(name: string): string {
  const id = built.actionNamed.get(name);
  if (id === undefined) throw new Error(`no action is called ${name}`);
  return id;
}

test("check 18 TEN-05 no action of the portal does anything for a request that names another studio", async ({
  page,
  studio,
  addresses,
  inbox,
  sql,
}) => {
  const { slug, tenantId } = studio;
  const visitId = await enterPortal(page, studio, inbox);
  const password = { next: "slow rivers carry warm stones", current: "", code: "" };
  const who = { email: `ana-${slug}@example.com`, birthDate: "1988-04-12", password: "x" };
  const back = `/${slug}/portal`;
  const own = `${back}/visit/${visitId}`;
  // Arguments as each takes them, with a form at their end that it finds nothing wrong with.
  const calls: readonly (readonly [string, readonly unknown[], Readonly<Record<string, string>>])[] = [
    ["endOtherSessions", [slug], {}],
    ["endSession", [slug], { sessionId: someId }],
    ["cancelOwn", [slug, visitId], { reason: "" }],
    ["moveOwn", [slug, visitId, `${own}/reschedule?x=1`], { startsAt: "4102444800000", practitionerId: "" }],
    ["askOfRecord", [slug], { kind: "correction", wish: "My name is spelt wrong" }],
    ["takeBack", [slug], { requestId: someId }],
    ["sayConsent", [slug], { kind: "treatment", answer: "given", version: "1" }],
    ["acceptPublished", [slug], { documents: "terms:1", acceptDocuments: "on" }],
    ["setPassword", [slug, {}], password],
    ["removePassword", [slug, {}], password],
    ["passStep", [slug, back, {}], { code: "123456" }],
    ["renewCodes", [slug, {}], { code: "123456" }],
    ["removeApp", [slug, {}], { code: "123456" }],
    ["signIn", [slug, back, {}], who],
  ];
  const send = async (
    [name, before, fields]: (typeof calls)[number],
    named: { readonly headers?: Readonly<Record<string, string>>; readonly query?: string },
  ) => {
    // As React writes arguments whose last is a form: its fields first, and then the list that refers to them.
    const form = new FormData();
    for (const [field, value] of Object.entries(fields)) form.set(`1_${field}`, value);
    form.set("0", JSON.stringify([...before, "$K1"]));
    return await page.request.post(`${studio.url}${named.query ?? ""}`, {
      headers: { ...named.headers, origin: addresses.booking, "next-action": action(name) },
      multipart: form,
      maxRedirects: 0,
    });
  };
  const kept = async () =>
    await sql(
      `select (select count(*) from client_session where tenant_id = $1 and revoked_at is null) as sessions,
        (select count(*) from client_password where tenant_id = $1) as passwords,
        (select count(*) from consent where tenant_id = $1) as consents,
        (select count(*) from rights_request where tenant_id = $1) as requests,
        (select array_agg(status::text) from appointment where tenant_id = $1) as visits`,
      [tenantId],
    );
  const before = await kept();
  for (const call of calls) {
    for (const named of [{ headers: { "x-tenant-id": someId } }, { query: `?tenantId=${someId}` }]) {
      const answer = await send(call, named);
      expect([call[0], named, answer.status()]).toEqual([call[0], named, 404]);
    }
  }
  expect(await kept()).toEqual(before);
  const incidents = await sql("select 1 from security_incident where tenant_id = $1", [tenantId]);
  expect(incidents.length).toBeGreaterThan(0);

  // The same calls without it are taken.
  for (const call of calls.filter(([name]) => name === "askOfRecord" || name === "cancelOwn")) {
    expect([call[0], (await send(call, {})).status()]).toEqual([call[0], 303]);
  }
  expect(await kept()).toMatchObject([{ requests: "1", visits: ["cancelled"] }]);
});

test("check 56 AUTH-30 a portal's page that looks by itself keeps no session awake; a page that is opened, a click and a form do", async ({
  page,
  studio,
  inbox,
  sql,
}) => {
  await enterPortal(page, studio, inbox);
  const fallIdle = async () =>
    await sql(
      "update client_session set last_active_at = now() - interval '14 minutes' where tenant_id = $1 and revoked_at is null",
      [studio.tenantId],
    );
  const idleMinutes = async () => {
    const [session] = await sql(
      "select floor(extract(epoch from now() - last_active_at) / 60)::int as idle from client_session where tenant_id = $1 and revoked_at is null",
      [studio.tenantId],
    );
    return session?.["idle"];
  };
  /** Asks from within the page, so that the browser says what it asks for. */
  const fetched = async (path: string, init: Asked) =>
    await page.evaluate(
      async ([address, how]) => (await fetch(address, { ...how, redirect: "manual" })).status,
      [path, init] as const,
    );

  await fallIdle();
  await page.goto(`${studio.url}/portal/account`);
  expect(await idleMinutes()).toBe(0);

  await fallIdle();
  const asked = encodeURIComponent(JSON.stringify({ json: { studio: studio.slug } }));
  for (const [path, headers] of [
    [`/${studio.slug}/portal`, { rsc: "1" }],
    [`/${studio.slug}/portal`, { rsc: "1", "next-router-prefetch": "1" }],
    [`/${studio.slug}/portal/record/file`, {}],
    [`/api/trpc/portal.clock?input=${asked}`, {}],
  ] as const) {
    expect([path, await fetched(path, { headers })]).toEqual([path, 200]);
    expect([path, await idleMinutes()]).toEqual([path, 14]);
  }

  const form = { "next-action": action("endOtherSessions"), "content-type": "text/plain;charset=UTF-8" };
  await fetched(`/${studio.slug}/portal/account`, {
    method: "POST",
    headers: form,
    body: JSON.stringify([studio.slug]),
  });
  expect(await idleMinutes()).toBe(0);

  await fallIdle();
  await page.getByRole("link", { name: "My visits" }).first().click();
  await expect.poll(idleMinutes).toBe(0);
});
