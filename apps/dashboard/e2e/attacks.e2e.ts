import { expect, test } from "@quietroom/testing/browser";
import { rawRequest } from "@quietroom/testing/raw-request";
import { addressOf, built, closed, secret } from "./built-pages.ts";

test("check 24 check 60 every page that is built is closed to nobody's request, however it is asked for, and kept by no cache", async ({
  studio,
  addresses,
}) => {
  expect(closed.length).toBeGreaterThan(8);
  expect(closed).toEqual(expect.arrayContaining(["/", "/calendar", "/hours/[practitioner]", "/team"]));
  const leaks: string[] = [];
  for (const route of closed) {
    const path = addressOf(route, studio);
    const plain = await rawRequest(addresses.dashboard, path);
    if (route !== "/")
      expect([route, plain.status, plain.headers.location]).toEqual([
        route,
        307,
        expect.stringMatching(/^\/sign-in\?/),
      ]);
    for (const [asked, headers] of [
      [path, {}],
      [path, { rsc: "1" }],
      [path, { rsc: "1", "next-router-prefetch": "1" }],
      [path, { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" }],
      [path, { rsc: "1", "next-router-segment-prefetch": "/(staff)/__PAGE__" }],
      [`${path}?_rsc=1`, { rsc: "1", "next-url": path }],
      [`${path}.rsc`, {}],
      [`${path}.segments/_tree.segment.rsc`, {}],
      [`${path}.txt`, {}],
      [`/_next/data/${built.buildId}${path}.json`, { "x-nextjs-data": "1" }],
      [path, { "next-action": "0".repeat(42), "content-type": "text/plain" }],
    ] as const) {
      const answer = await rawRequest(addresses.dashboard, asked, { headers });
      if (secret(studio).test(answer.text)) leaks.push(`${asked} ${JSON.stringify(headers)}`);
      expect(answer.headers["cache-control"], asked).toContain("no-store");
      expect(answer.headers["content-security-policy"], asked).toContain("default-src 'none'");
      expect(answer.status, asked).toBeLessThan(500);
    }
  }
  for (const call of [
    "/api/trpc/me?input=%7B%22json%22%3A%7B%7D%7D",
    "/api/trpc/me,calendar.range?batch=1&input=%7B%7D",
    "/api/trpc/service.list?input=%7B%22json%22%3A%7B%7D%7D",
    "/api/auth/session",
    "/api/health",
    "/api/sign-in/oidc",
    "/api/nothing",
  ]) {
    for (const headers of [{}, { rsc: "1" }, { "x-middleware-subrequest": "src/proxy:src/proxy" }]) {
      const answer = await rawRequest(addresses.dashboard, call, { headers });
      if (secret(studio).test(answer.text)) leaks.push(`${call} ${JSON.stringify(headers)}`);
      expect(answer.headers["cache-control"], call).toContain("no-store");
      expect(answer.status, call).toBeLessThan(500);
    }
  }
  expect(leaks).toEqual([]);
});

test("check 24 what is built besides pages is what was meant: no sources, no rewrites, no actions, nothing that signs nobody in", async ({
  studio,
  addresses,
  request,
}) => {
  expect(built.files.length).toBeGreaterThan(10);
  expect(built.files.filter((file) => file.endsWith(".map"))).toEqual([]);
  const [chunk] = built.files.filter((file) => file.endsWith(".js"));
  expect((await rawRequest(addresses.dashboard, `${chunk}.map`)).status).toBe(404);
  expect(built.rewrites).toEqual([]);
  expect(built.actions).toEqual([]);
  for (const path of [
    "providers",
    "csrf",
    "session",
    "error",
    "verify-request",
    "callback/credentials",
    "_log",
    "nothing",
    "signin",
    "signout",
  ]) {
    const answer = await request.get(`${addresses.dashboard}/api/auth/${path}`, { maxRedirects: 0 });
    expect(answer.status(), path).toBeLessThan(500);
    expect(secret(studio).test(await answer.text()), path).toBe(false);
    expect(answer.headers()["cache-control"], path).toContain("no-store");
    expect(answer.headers()["set-cookie"] ?? "", path).not.toMatch(/quietroom-session=[^;]/);
  }
  for (const override of ["x-http-method-override", "x-method-override", "x-http-method"]) {
    const path = "/api/trpc/service.list,service.save?batch=1&input=%7B%7D";
    const { status, text } = await rawRequest(addresses.dashboard, path, { headers: { [override]: "POST" } });
    expect([400, 401, 403, 405, 207], override).toContain(status);
    expect(secret(studio).test(text)).toBe(false);
  }
});

test("check 59 no address and no header leads around the pages' own guard", async ({ studio, addresses }) => {
  const { host } = new URL(addresses.dashboard);
  const loop = (name: string) => Array.from({ length: 6 }, () => name).join(":");
  const headers: readonly Readonly<Record<string, string>>[] = [
    { "x-middleware-subrequest": loop("middleware") },
    { "x-middleware-subrequest": loop("src/middleware") },
    { "x-middleware-subrequest": loop("src/proxy") },
    { "x-middleware-subrequest-id": "0".repeat(32), "x-middleware-subrequest": loop("proxy") },
    { "x-nextjs-data": "1" },
    { "x-middleware-prefetch": "1" },
    { "x-middleware-next": "1" },
    { "x-middleware-rewrite": "/calendar" },
    { "x-middleware-invoke": "1", "x-invoke-path": "/calendar", "x-invoke-status": "200" },
    { "x-matched-path": "/calendar" },
    { "x-original-url": "/calendar", "x-rewrite-url": "/calendar" },
    { "x-forwarded-host": "localhost", "x-forwarded-proto": "https", forwarded: "for=127.0.0.1" },
    { "x-quietroom-path": "/calendar", "x-quietroom-nonce": "mine", "x-quietroom-peer": "127.0.0.1" },
    { "x-nextjs-html-request-id": "1", "next-resume": "1", "x-prerender-revalidate": "1" },
    { authorization: "Bearer null", cookie: "quietroom-session=null; __Secure-next-auth.session-token=null" },
    { host: host.replace(":", ".:") },
    { host: "localhost" },
    { host: "evil.example" },
  ];
  const paths = [
    "//calendar",
    "///calendar",
    "/./calendar",
    "/x/../calendar",
    "/%63alendar",
    "/calendar%2f",
    "/calendar/",
    "/CALENDAR",
    "/en/calendar",
    "/default/calendar",
    "/calendar;x=1",
    "/calendar%00",
    "/calendar%23",
    "/calendar?nxtPpath=1",
    "/calendar?__nextLocale=en&__nextDefaultLocale=en",
    "/calendar?__nextDataReq=1",
    "/calendar?nextInternalLocale=en",
    `/hours/x?nxtPpractitioner=${studio.practitionerId}`,
    "/_next/static/../calendar",
    "/_next/static/%2e%2e/%2e%2e/calendar",
    "/api/../calendar",
    "/api/%2e%2e/calendar",
    "/icon.svg/../calendar",
    "/icon.svg%2f..%2fcalendar",
    "/_next/image?url=%2Fcalendar&w=640&q=75",
    `/_next/data/${built.buildId}/calendar.json`,
    `/_next/data/${built.buildId}/en/calendar.json`,
    "/calendar.rsc",
    "/(staff)/calendar",
    "/calendar/page",
    "/_next/postponed/resume/calendar",
    "http://localhost/calendar",
  ];
  const leaks: string[] = [];
  for (const [path, sent] of [
    ...["/calendar", "/team", "/services"].flatMap((one) => headers.map((header) => [one, header] as const)),
    ...paths.flatMap((one) => [[one, {}] as const, [one, { rsc: "1" }] as const]),
  ]) {
    const answer = await rawRequest(addresses.dashboard, path, { headers: sent });
    if (secret(studio).test(answer.text)) leaks.push(`${path} ${JSON.stringify(sent)}`);
    if (answer.status >= 500) leaks.push(`${path} ${JSON.stringify(sent)}: ${answer.status}`);
  }
  expect(leaks).toEqual([]);
});
