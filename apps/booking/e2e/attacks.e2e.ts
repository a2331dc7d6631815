import { join } from "node:path";
import { expect, test } from "@quietroom/testing/browser";
import { builtRoutes } from "@quietroom/testing/built-routes";
import { bookVisit, person, wallTime } from "@quietroom/testing/booking";
import { rawRequest } from "@quietroom/testing/raw-request";
import { nowhere } from "../src/studio/nowhere.ts";

const built = builtRoutes(join(import.meta.dirname, ".."));

test("check 24 check 60 every route that is built is asked for by nobody, in every way: no word of a client, no failure, and kept by no cache", async ({
  studio,
  addresses,
}) => {
  const visit = await bookVisit(studio, { startsAt: wallTime(8, "10:00"), who: person("Zerlina") });
  const addressOf = (route: string) =>
    route
      .replace("[studio]", studio.slug)
      .replace("[service]", "regular-session")
      .replace("[id]", visit.id)
      .replace("[token]", "A".repeat(76))
      .replace("[link]", "A".repeat(43))
      .replace(/\[.*\]/, "none");
  expect(built.routes.length).toBeGreaterThan(15);
  const portal = built.routes.filter((route) => /portal(?!\/(sign-in|way-in))/.test(route));
  expect(portal.length).toBeGreaterThan(4);
  const wrong: string[] = [];
  for (const route of built.routes.filter((each) => !each.startsWith("/_"))) {
    const path = addressOf(route);
    const plain = await rawRequest(addresses.booking, path);
    if (portal.includes(route)) {
      expect([route, plain.status, plain.headers.location?.split("?")[0]]).toEqual([
        route,
        307,
        `/${studio.slug}/portal/sign-in`,
      ]);
    }
    for (const [asked, headers] of [
      [path, {}],
      [path, { rsc: "1" }],
      [path, { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" }],
      [`${path}?_rsc=1`, { rsc: "1", "next-url": path }],
      [`${path}.rsc`, {}],
      [`${path}.segments/_tree.segment.rsc`, {}],
      [`${path}.txt`, {}],
      [`/_next/data/${built.buildId}${path}.json`, { "x-nextjs-data": "1" }],
      [path, { "next-action": "0".repeat(42), "content-type": "text/plain" }],
    ] as const) {
      const answer = await rawRequest(addresses.booking, asked, { headers });
      const kept = answer.headers["cache-control"] ?? "";
      if (/Zerlina|Okafor/.test(answer.text)) wrong.push(`${asked} ${JSON.stringify(headers)}: a name`);
      if (answer.status >= 500) wrong.push(`${asked} ${JSON.stringify(headers)}: ${answer.status}`);
      if (route !== "/icon.svg" && !kept.includes("no-store")) wrong.push(`${asked}: ${kept}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("check 24 what is built besides pages is what was meant, and an action by its id is answered like its form", async ({
  studio,
  addresses,
  sql,
}) => {
  expect(built.files.filter((file) => file.endsWith(".map"))).toEqual([]);
  // One rule, by which the proxy leads what is not there to where no page is.
  expect(built.rewrites).toMatchObject([
    { source: nowhere.source, has: [...nowhere.has], destination: nowhere.destination },
  ]);
  expect(built.routes.filter((route) => /\/_(?!not-found|global-error)/.test(route))).toEqual([]);
  expect(built.actions.length).toBeGreaterThan(3);
  const visit = await bookVisit(studio, { startsAt: wallTime(8, "10:00"), who: person("Zerlina") });
  const { host } = new URL(addresses.booking);
  for (const id of built.actions) {
    for (const headers of [{ origin: "https://evil.example" }, { origin: "null" }, {}]) {
      const foreign = await rawRequest(addresses.booking, `/${studio.slug}`, {
        method: "POST",
        headers: { ...headers, "next-action": id, "content-type": "text/plain;charset=UTF-8" },
        body: "[]",
      });
      expect([id, foreign.status]).toEqual([id, 403]);
    }
    for (const body of [
      "[]",
      '["$undefined"]',
      '[{"__proto__":{"polluted":1}}]',
      JSON.stringify([studio.slug]),
      JSON.stringify([studio.slug, visit.id, "//evil.example", null]),
      JSON.stringify([studio.slug, {}, {}, {}]),
    ]) {
      const answer = await rawRequest(addresses.booking, `/${studio.slug}`, {
        method: "POST",
        headers: {
          origin: addresses.booking,
          host,
          "next-action": id,
          "content-type": "text/plain;charset=UTF-8",
        },
        body,
      });
      expect(answer.status, `${id} ${body}`).toBeLessThan(500);
      expect(answer.headers["cache-control"], id).toContain("no-store");
      expect(answer.text, id).not.toMatch(/node_modules|packages\/|at async|PrismaClient|Zerlina/);
      expect(answer.headers["x-action-redirect"] ?? "", id).not.toMatch(/evil/);
    }
  }
  const [kept] = await sql("select status, version from appointment where id = $1", [visit.id]);
  expect(kept).toMatchObject({ status: "scheduled" });
});

test("check 24 what lies beside the sites is not served", async ({ request, addresses }) => {
  for (const origin of [addresses.booking, addresses.dashboard]) {
    for (const path of [
      ".git/config",
      ".env",
      "package.json",
      ".next/BUILD_ID",
      "src/env.ts",
      "_next/static/x.js.map",
    ]) {
      const answer = await request.get(`${origin}/${path}`, { maxRedirects: 0 });
      expect([307, 404], `${origin}/${path}`).toContain(answer.status());
      expect(await answer.text(), path).not.toMatch(/repositoryformatversion|DATABASE_URL|"scripts"/);
    }
  }
});

test("check 62 AUTH-34 a form is taken from the site's own pages only", async ({ request, studio }) => {
  for (const headers of [
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "http://x.localhost", "sec-fetch-site": "same-site" },
    {},
  ]) {
    const answer = await request.post(`${studio.url}/regular-session`, { form: { startsAt: "1" }, headers });
    expect(answer.status()).toBe(403);
  }
});

test("check 59 what once talked servers out of their guard talks this one out of nothing", async ({
  request,
  studio,
}) => {
  for (const headers of [
    { "x-middleware-subrequest": "src/proxy:src/proxy:src/proxy:src/proxy:src/proxy" },
    { "x-middleware-subrequest": "proxy" },
    { "x-nextjs-data": "1" },
    { "x-middleware-prefetch": "1" },
    { rsc: "1" },
    { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" },
  ]) {
    const answer = await request.get(studio.url, { headers });
    expect([headers, answer.headers()["content-security-policy"]]).toEqual([
      headers,
      expect.stringContaining("'strict-dynamic'"),
    ]);
    const posted = await request.post(studio.url, {
      form: { a: "1" },
      headers: { ...headers, origin: "null" },
    });
    expect([headers, posted.status()]).toEqual([headers, 403]);
  }
});

test("check 59 check 60 a client's own page is nobody else's, however it is asked for, and kept by no cache", async ({
  studio,
  addresses,
  runtime,
}) => {
  const visit = await bookVisit(studio, { startsAt: wallTime(9, "10:00"), who: person("Wilhelmina") });
  const token = runtime.links.sign({ kind: "appointment", tenantId: studio.tenantId, id: visit.id });
  const path = `/${studio.slug}/visit/${token}`;
  const own = await rawRequest(addresses.booking, path);
  expect(own.text).toContain("Practitioner 1");
  const loop = (name: string) => Array.from({ length: 6 }, () => name).join(":");
  for (const headers of [
    {},
    { rsc: "1" },
    { rsc: "1", "next-router-prefetch": "1" },
    { "x-nextjs-data": "1" },
    { "x-middleware-prefetch": "1" },
  ]) {
    const answer = await rawRequest(addresses.booking, path, { headers });
    expect([headers, answer.headers["cache-control"]]).toEqual([
      headers,
      expect.stringContaining("no-store"),
    ]);
    expect(answer.headers["cache-control"]).not.toMatch(/public|s-maxage/);
  }
  const forged = `${token.slice(0, 20)}${token[20] === "A" ? "B" : "A"}${token.slice(21)}`;
  for (const wrong of [forged, `${token}=`, token.slice(1), "x".repeat(76)]) {
    const at = `/${studio.slug}/visit/${wrong}`;
    for (const [asked, headers] of [
      [at, {}],
      [at, { rsc: "1" }],
      [at, { "x-middleware-subrequest": loop("src/proxy") }],
      [at, { "x-nextjs-data": "1" }],
      [at, { "x-matched-path": path, "x-invoke-path": path, "x-rewrite-url": path, "x-original-url": path }],
      [`${at}?nxtPtoken=${token}`, {}],
      [`${at}?nxtPstudio=${studio.slug}&nxtPtoken=${token}`, { rsc: "1" }],
      [`/${at}`, {}],
      [`${at}/calendar.ics`, {}],
      [`${at}/%2e%2e/${token.slice(0, 40)}`, {}],
      [`/en${at}`, {}],
      [`${at}.rsc`, {}],
      [`/_next/data/${built.buildId}${at}.json`, {}],
    ] as const) {
      const answer = await rawRequest(addresses.booking, asked, { headers });
      expect([asked, answer.text.includes("Wilhelmina")]).toEqual([asked, false]);
      expect([
        asked,
        answer.text.includes("Practitioner 1") && answer.text.includes("Add to calendar"),
      ]).toEqual([asked, false]);
      expect(answer.status, asked).toBeLessThan(500);
    }
  }
});

test("check 18 TEN-05 a page that names another studio besides its address is not there", async ({
  studio,
  addresses,
  sql,
}) => {
  const [other] = await sql("select id, slug from tenant where id <> $1 limit 1", [studio.tenantId]);
  const { host } = new URL(addresses.booking);
  const named = textOf(other?.["slug"]) ?? "no-such-studio";
  const path = `/${studio.slug}`;
  expect((await rawRequest(addresses.booking, path)).text).toContain("Studio under test");
  for (const [asked, headers] of [
    [path, { "x-studio": named }],
    [path, { "x-tenant-id": textOf(other?.["id"]) ?? "0198a1b2-0000-7000-8000-0000000000aa" }],
    [path, { host: `${named}.${host}` }],
    [`${path}?studio=${named}`, {}],
    [`${path}/regular-session?tenantId=${named}`, {}],
  ] as const) {
    const answer = await rawRequest(addresses.booking, asked, { headers });
    expect([asked, answer.status]).toEqual([asked, 404]);
  }
});

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
