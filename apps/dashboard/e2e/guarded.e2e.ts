import { expect, test } from "@quietroom/testing/browser";

test("check 61 the staff pages ask nothing that their policy refuses, dialogs included", async ({
  staffPage: page,
  studio,
  addresses,
}) => {
  const refused: string[] = [];
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) refused.push(message.text());
  });
  for (const path of [
    "/calendar?view=week",
    "/calendar?view=day",
    "/waitlist",
    "/messages",
    `/hours/${studio.practitionerId}`,
    "/services",
  ]) {
    const answer = await page.goto(`${addresses.dashboard}${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(answer?.headers()["cache-control"], path).toContain("no-store");
    expect((await answer?.text())?.includes(' style="'), path).toBe(false);
  }
  await page.getByRole("button", { name: "Add a service" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  // What keeps the page behind a dialog still is a style element that needs the document's nonce.
  expect(await page.evaluate(() => getComputedStyle(document.body).overflow)).toBe("hidden");
  expect(refused).toEqual([]);
});

test("check 24 check 60 nobody's request gets a byte of a studio, and no cache may keep what it gets", async ({
  request,
  studio,
  addresses,
}) => {
  for (const path of [
    "/calendar",
    "/calendar?_rsc=1",
    "/waitlist",
    "/messages",
    `/hours/${studio.practitionerId}`,
    "/services",
    "/api/trpc/me?input=%7B%22json%22%3A%7B%7D%7D",
    "/api/trpc/me,calendar.range?batch=1&input=%7B%7D",
    "/api/auth/session",
  ]) {
    for (const headers of [{}, { rsc: "1" }, { "x-middleware-subrequest": "src/proxy:src/proxy" }]) {
      const answer = await request.get(`${addresses.dashboard}${path}`, { headers, maxRedirects: 0 });
      expect((await answer.text()).includes("Studio under test"), path).toBe(false);
      expect(answer.headers()["cache-control"], path).toContain("no-store");
      expect(answer.headers()["content-security-policy"], path).toContain("default-src 'none'");
    }
  }
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
