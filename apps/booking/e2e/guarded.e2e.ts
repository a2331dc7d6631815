import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@quietroom/testing/browser";
import { chooseDistantTime, confirm, seeTimes } from "@quietroom/testing/book-a-visit";
import type { Page } from "@playwright/test";

/** What the browser's policy refused on these pages, as it says it in its console. */
function refusals(page: Page): string[] {
  const said: string[] = [];
  page.on("console", (message) => {
    if (/Content Security Policy|Permissions policy/i.test(message.text())) said.push(message.text());
  });
  return said;
}

test("check 61 check 63 every answer carries its protections, whatever it is", async ({
  request,
  studio,
  addresses,
}) => {
  const statics = join(import.meta.dirname, "../.next/static/chunks");
  const chunk = readdirSync(statics).find((name) => name.endsWith(".js"));
  const nonces = new Set<string>();
  for (const path of [
    `/${studio.slug}`,
    `/${studio.slug}/regular-session`,
    `/${studio.slug}/hold/forged`,
    `/${studio.slug}/visit/forged`,
    `/${studio.slug}/visit/forged/calendar.ics`,
    `/${studio.slug}/no/such/page`,
    "/no-such-studio",
    "/",
    "/icon.svg",
    "/api/health",
    "/api/trpc/ping",
    "/api/trpc/no.such.call",
    "/api/no-such-call",
    `/_next/static/chunks/${chunk}`,
  ]) {
    const answer = await request.get(`${addresses.booking}${path}`, { maxRedirects: 0 });
    const headers = answer.headers();
    const policy = headers["content-security-policy"] ?? "";
    expect([path, headers], path).toEqual([
      path,
      expect.objectContaining({
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": expect.stringContaining("camera=()"),
      }),
    ]);
    expect(policy, path).toMatch(/^default-src 'none'/);
    expect(policy, path).toContain("frame-ancestors 'none'");
    expect(policy, path).not.toMatch(/unsafe|https?:|\*/);
    expect(
      Object.keys(headers).filter((name) => /^access-control|^x-powered-by|^server$/.test(name)),
    ).toEqual([]);
    // The tests' product is reached over plain http, where strict transport may not be promised.
    expect(headers).not.toHaveProperty("strict-transport-security");
    if (!path.startsWith("/_next/") && path !== "/icon.svg") {
      expect(headers["cache-control"], path).toContain("no-store");
    }
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
    if (nonce !== undefined) {
      expect(nonces.has(nonce), path).toBe(false);
      nonces.add(nonce);
    }
  }
  expect(nonces.size).toBeGreaterThan(7);
});

test("check 61 a whole booking, and a message page after it, asks nothing that the policy refuses", async ({
  page,
  studio,
}) => {
  const refused = refusals(page);
  await chooseDistantTime(page, studio.url);
  await confirm(page, `guarded-${studio.slug}@example.com`);
  const visit = page.url().split("?")[0] ?? "";
  await page.goto(`${visit}/reschedule`);
  await seeTimes(page);
  await page.goto(`${visit}/cancel`);
  await page.goto(`${studio.url}/waitlist/regular-session`);
  await page.goto(`${studio.url}/no/such/page`);
  expect(refused).toEqual([]);
  const answer = await page.goto(studio.url);
  expect((await answer?.text())?.includes(' style="')).toBe(false);
});

test("check 61 a script that got into a page does not run, and neither does a style of its own", async ({
  page,
  studio,
}) => {
  const refused = refusals(page);
  let dialogs = 0;
  page.on("dialog", (dialog) => {
    dialogs += 1;
    void dialog.dismiss();
  });
  await page.route(studio.url, async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replace(
      "</body>",
      `<img src="x" onerror="alert(1)"><script>alert(2)</script><p id="dressed" style="text-indent:7px">x</p><a href="javascript:alert(3)">go</a></body>`,
    );
    await route.fulfill({ response: answer, body });
  });
  await page.goto(studio.url);
  await page.getByText("go", { exact: true }).click();
  expect(await page.locator("#dressed").evaluate((node) => getComputedStyle(node).textIndent)).toBe("0px");
  expect(dialogs).toBe(0);
  expect(refused.length).toBeGreaterThan(2);
});

test("check 72 more than a form may hold, and headers without end, are refused and not a failure", async ({
  request,
  studio,
  addresses,
}) => {
  const origin = addresses.booking;
  const flood = await request.get(studio.url, { headers: { "x-flood": "a".repeat(40_000) } });
  expect(flood.status()).toBe(431);
  const long = await request.get(`${studio.url}?a=${"a".repeat(40_000)}`);
  expect([400, 414, 431]).toContain(long.status());
  const call = await request.post(`${origin}/api/trpc/hold.create`, {
    headers: { origin, "content-type": "application/json" },
    data: `{"json":"${"a".repeat(5_000_000)}"}`,
  });
  expect(call.status()).toBe(413);
  const form = await request.post(`${studio.url}/regular-session`, {
    headers: { origin },
    form: { startsAt: "1".repeat(2_000_000) },
  });
  expect(form.status()).toBeLessThan(500);
  expect((await request.get(studio.url)).status()).toBe(200);
});
