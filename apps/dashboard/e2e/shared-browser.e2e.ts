import { expect, test } from "@quietroom/testing/browser";
import { keptInBrowser } from "@quietroom/testing/kept-in-browser";
import { rawRequest } from "@quietroom/testing/raw-request";
import { addressOf, closed, secret } from "./built-pages.ts";

test("check 60 check 79 what a member of staff was shown is nowhere once they have left, not behind the back button either", async ({
  staffPage: page,
  studio,
  addresses,
}) => {
  const origin = addresses.dashboard;
  for (const path of closed.map((route) => addressOf(route, studio))) {
    for (const headers of [{}, { rsc: "1" }, { rsc: "1", "next-router-prefetch": "1" }]) {
      const answer = await page.request.get(`${origin}${path}`, { headers, maxRedirects: 0 });
      expect(answer.headers()["cache-control"], path).toMatch(/no-store/);
      expect(answer.headers()["cache-control"], path).not.toMatch(/public|s-maxage/);
    }
  }
  const call = `${origin}/api/trpc/service.list?input=%7B%22json%22%3A%7B%7D%7D`;
  const own = await page.request.get(call);
  expect(await own.text()).toContain("Regular session");
  expect(own.headers()["cache-control"]).toContain("no-store");
  const { hostname } = new URL(origin);
  const cookies = (await page.context().cookies()).filter(({ domain }) => domain === hostname);
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  // The same address with a body, then without anybody: no answer is another's.
  const path = new URL(call).pathname + new URL(call).search;
  const withBody = await rawRequest(origin, path, {
    headers: { cookie, "content-type": "application/json" },
    body: "{}",
  });
  expect(withBody.headers["cache-control"]).toContain("no-store");
  expect((await rawRequest(origin, path)).status).toBe(401);

  await page.goto(`${origin}/services`);
  await expect(page.getByText("Regular session").first()).toBeVisible();
  await page.goto(`${origin}/calendar`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).first().click();
  await page.waitForURL(/sign-in/);
  for (let step = 0; step < 2; step += 1) {
    await page.goBack();
    await page.waitForURL(/sign-in/);
    expect(secret(studio).test(await page.locator("body").innerText())).toBe(false);
  }
  // Whoever sits down next finds nothing of a person in what the browser keeps, the page itself included.
  const left = await keptInBrowser(page);
  expect(secret(studio).test(left)).toBe(false);
  expect(left).not.toContain(studio.signIn.email);
  const sessions = (await page.context().cookies()).filter(
    ({ name, value }) => /quietroom-session/.test(name) && value !== "",
  );
  expect(sessions).toEqual([]);
});
