import { createServer } from "node:http";
import { expect, test } from "@quietroom/testing/browser";
import { rawRequest } from "@quietroom/testing/raw-request";

test("check 62 no other site signs anybody in or out, or changes a session", async ({
  staffPage: page,
  studio,
  addresses,
}) => {
  const { email, password } = studio.signIn;
  const token: unknown = await (await page.request.get(`${addresses.dashboard}/api/auth/csrf`)).json();
  const csrfToken = String(Reflect.get(Object(token), "csrfToken"));
  for (const headers of [
    { origin: "https://evil.example" },
    { origin: "null", "sec-fetch-site": "cross-site" },
    { origin: "http://x.localhost", "sec-fetch-site": "same-site" },
    {},
  ]) {
    for (const path of [
      "signout",
      "callback/credentials",
      "callback/second-factor",
      "session",
      "signin/credentials",
    ]) {
      const answer = await page.request.post(`${addresses.dashboard}/api/auth/${path}`, {
        headers,
        form: { csrfToken, email, password, code: "000000" },
        maxRedirects: 0,
      });
      expect([path, answer.status()]).toEqual([path, 403]);
    }
  }
  await page.request.get(`${addresses.dashboard}/api/auth/signout`);
  await page.goto(`${addresses.dashboard}/services`);
  await expect(page.getByRole("heading", { name: "Services", level: 1 })).toBeVisible();
});

test("check 62 AUTH-34 a call with the session of a member of staff changes nothing for another site", async ({
  staffPage: page,
  addresses,
}) => {
  const url = `${addresses.dashboard}/api/trpc/service.save`;
  for (const headers of [
    { origin: "https://evil.example", "content-type": "application/json" },
    { origin: "null", "content-type": "application/json" },
    { "content-type": "application/json" },
    { origin: addresses.dashboard, "content-type": "text/plain" },
    { origin: addresses.dashboard, "content-type": "application/x-www-form-urlencoded" },
  ]) {
    const answer = await page.request.post(url, { headers, data: '{"json":{}}' });
    expect([403, 415], JSON.stringify(headers)).toContain(answer.status());
  }
  const own = await page.request.post(url, {
    headers: { origin: addresses.dashboard, "content-type": "application/json" },
    data: '{"json":{}}',
  });
  expect(own.status()).toBe(400);
});

test("check 63 nothing that an address says leads to another site, and no other site reads or frames ours", async ({
  staffPage: page,
  addresses,
}) => {
  const { origin, host } = new URL(addresses.dashboard);
  const evil = [
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "/\t/evil.example",
    "https:evil.example",
    `${origin}.evil.example`,
    `${origin}@evil.example`,
  ];
  for (const next of evil) {
    const there = encodeURIComponent(next);
    for (const path of [
      `/sign-in?next=${there}`,
      `/sign-in/second-factor?next=${there}`,
      `/api/auth/signin?callbackUrl=${there}`,
      `/api/auth/signout?callbackUrl=${there}`,
      `/api/auth/error?callbackUrl=${there}`,
      `/sign-in?callbackUrl=${there}`,
      `/calendar?next=${there}`,
    ]) {
      const answer = await page.request.get(`${origin}${path}`, { maxRedirects: 0 });
      const { location } = answer.headers();
      if (location !== undefined) expect([path, new URL(location, origin).host]).toEqual([path, host]);
    }
  }
  const visitor = await page.context().browser()?.newContext();
  if (visitor === undefined) throw new Error("there is a browser");
  const token: unknown = await (await visitor.request.get(`${origin}/api/auth/csrf`)).json();
  const answered = await visitor.request.post(`${origin}/api/auth/callback/credentials`, {
    headers: { origin },
    form: {
      csrfToken: String(Reflect.get(Object(token), "csrfToken")),
      email: "nobody@example.com",
      password: "not the password at all",
      callbackUrl: "https://evil.example/",
      json: "true",
    },
    maxRedirects: 0,
  });
  const told =
    /"url":\s*"([^"]+)"/.exec(await answered.text())?.[1] ?? answered.headers()["location"] ?? origin;
  expect(new URL(told, origin).host).toBe(host);
  await visitor.close();
  for (const path of ["/sign-in", "/api/trpc/me?input=%7B%22json%22%3A%7B%7D%7D", "/api/auth/session"]) {
    const answer = await page.request.get(`${origin}${path}`, {
      headers: { origin: "https://evil.example" },
    });
    const headers = answer.headers();
    expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
    expect(headers["x-frame-options"]).toBe("DENY");
    expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  }
});

test("check 68 there is no optimiser of pictures that fetches an address for whoever names one", async ({
  addresses,
}) => {
  let hits = 0;
  const inside = createServer((_, response) => {
    hits += 1;
    response.end("inside");
  });
  await new Promise<void>((resolve) => inside.listen(0, "127.0.0.1", resolve));
  const address = inside.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  for (const site of [addresses.dashboard, addresses.booking]) {
    for (const url of [
      `http://127.0.0.1:${port}/a.png`,
      `//127.0.0.1:${port}/a.png`,
      `/\\127.0.0.1:${port}/a.png`,
      "/icon.svg",
    ]) {
      const answer = await rawRequest(site, `/_next/image?url=${encodeURIComponent(url)}&w=640&q=75`);
      expect([url, answer.status]).toEqual([url, 404]);
    }
    const upgraded = await rawRequest(site, `http://127.0.0.1:${port}/`, {
      headers: { connection: "upgrade", upgrade: "websocket" },
    }).catch(() => null);
    expect(upgraded?.text ?? "").not.toContain("inside");
  }
  expect(hits).toBe(0);
  inside.close();
});
