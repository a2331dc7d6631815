import { join } from "node:path";
import { expect, test } from "@quietroom/testing/browser";
import { builtRoutes } from "@quietroom/testing/built-routes";
import { enterPortal } from "@quietroom/testing/portal-visitor";

const built = builtRoutes(join(import.meta.dirname, ".."));
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
