import { expect, expectAccessible, linksIn, photograph, test } from "@quietroom/testing/browser";
import { freeForms } from "@quietroom/domain/scheduling";
import { chooseFirstTime, confirm, fillDetails, seeTimes } from "@quietroom/testing/book-a-visit";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

test("an address that no studio has is a page with a next step, not an error, without scripts too", async ({
  page,
  browser,
  addresses,
  studio,
}) => {
  const unknown = `${addresses.booking}/no-such-studio`;
  const answer = await page.goto(unknown);
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "There is no studio at this address" })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "booking-unknown-studio");
  const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  for (const [address, status, words] of [
    [unknown, 404, "There is no studio at this address"],
    [`${unknown}/portal/visit/nothing`, 404, "There is no studio at this address"],
    [`${addresses.booking}/%E0%A4%A`, 404, "There is no studio at this address"],
    [`${studio.url}?studio=no-such-studio`, 404, "There is no studio at this address"],
    [`${studio.url}/legal/nothing`, 404, "This page is not here"],
    [`${studio.url}/legal/privacy?version=99`, 404, "This page is not here"],
    [`${studio.url}/no-such-service`, 200, "This cannot be booked online"],
  ] as const) {
    const drawn = await plain.goto(address);
    expect([address, drawn?.status()]).toEqual([address, status]);
    await expect(plain.getByRole("heading", { level: 1, name: words })).toBeVisible();
  }
  for (const site of [addresses.booking, addresses.dashboard]) {
    for (const path of ["/api/%E0%A4%A", "/api/trpc/%ff"]) {
      const unread = await page.request.get(`${site}${path}`);
      expect([path, unread.status()]).toEqual([path, 400]);
      expect(await unread.text()).toContain("This address cannot be read.");
    }
  }
  const lost = await plain.goto(`${addresses.dashboard}/hours/%E0%A4%A`);
  expect(lost?.status()).toBe(404);
  await expect(plain.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
  await page.goto(`${studio.url}/legal/nothing`);
  await expectAccessible(page);
  await photograph(page, "booking-not-here");
});

test("TEN-12 a suspended studio says that booking is closed and how to reach it", async ({
  page,
  studio,
  sql,
}) => {
  await sql("update tenant set status = 'suspended' where id = $1", [studio.tenantId]);
  await page.goto(studio.url);
  await expect(page.getByText("Online booking is closed for now")).toBeVisible();
  await expect(page.getByRole("link", { name: /212 555 0100/ }).first()).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "booking-closed-studio");
  await page.goto(`${studio.url}/regular-session`);
  await expect(page.getByRole("heading", { name: "Online booking is closed for now" })).toBeVisible();
});

test("BOOK-03 losing the race: friendly words, the next options, and one press takes one", async ({
  page,
  browser,
  studio,
}) => {
  await page.goto(`${studio.url}/regular-session?with=practitioner-1`);
  await seeTimes(page);
  const rival = await (await browser.newContext()).newPage();
  await rival.goto(page.url());
  const wanted = await page.locator('button[name="startsAt"]').first().getAttribute("value");
  await rival.locator(`button[name="startsAt"][value="${wanted}"]`).click();
  await rival.waitForURL(/\/hold\//);
  await page.locator(`button[name="startsAt"][value="${wanted}"]`).click();
  const notice = page.getByRole("alert").filter({ hasText: "That time was just taken" });
  await expect(notice).toBeVisible();
  await expect(notice.locator('button[name="startsAt"]')).toHaveCount(3);
  await expectAccessible(page);
  await photograph(page, "booking-lost-race");
  await notice.locator('button[name="startsAt"]').first().click();
  await page.waitForURL(/\/hold\//);
});

test("BOOK-05 ec-H3 after ten minutes the hour is still the visitor's if nobody took it", async ({
  page,
  studio,
  advance,
}) => {
  await chooseFirstTime(page, studio.url);
  await advance(11 * minuteMs);
  await confirm(page, `late-${studio.slug}@example.com`);
});

test("BOOK-05 ec-H6 who keeps five times from one address is told what to do instead of a sixth", async ({
  page,
  browser,
  studio,
}) => {
  for (let kept = 0; kept < 5; kept += 1) {
    const another = await (await browser.newContext()).newPage();
    await chooseFirstTime(another, studio.url);
  }
  await page.goto(`${studio.url}/regular-session`);
  await seeTimes(page);
  await page.locator('button[name="startsAt"]').first().click();
  const notice = page.getByRole("alert").filter({ hasText: "Many times are being kept just now" });
  await expect(notice).toContainText("Finish the booking you began");
  await expectAccessible(page);
  await photograph(page, "booking-many-kept");
});

test("BOOK-12 from an address that sent very much a device works a moment for each form, and books all the same; without scripts it says whom to call", async ({
  page,
  browser,
  studio,
  addresses,
}) => {
  const { serviceId, locationId } = studio;
  const choice = { serviceId, practitionerId: null, mode: "telehealth", locationId };
  const over = {
    studio: studio.slug,
    choice,
    startsAt: 1_000_000_000_000,
    viewerZone: null,
    releaseToken: null,
  };
  for (let sent = 0; sent < freeForms; sent += 1) {
    const answer = await page.request.post(`${addresses.booking}/api/trpc/hold.create`, {
      headers: { origin: addresses.booking },
      data: { json: over },
    });
    expect(answer.status()).toBe(200);
  }
  const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  for (const each of [plain, page]) {
    await each.goto(`${studio.url}/regular-session`);
    await seeTimes(each);
    await each.locator('button[name="startsAt"]').first().click();
    const notice = each.getByRole("alert").filter({ hasText: "Very many forms came" });
    await expect(notice.getByRole("link", { name: "Call now" })).toBeVisible();
    await expect(notice).toContainText("212 555 0100");
  }
  await expectAccessible(page);
  await photograph(page, "booking-proof-needed");
  await page.getByRole("alert").locator('button[name="startsAt"]').click();
  await page.waitForURL(/\/hold\//);
  await confirm(page, `busy-${studio.slug}@example.com`);
});

for (const hours of [2, -2]) {
  test(`BOOK-05 ec-H8 where the browser's clock is wrong by ${hours} hours, the time left is the server's, and so is the end`, async ({
    page,
    studio,
    advance,
  }) => {
    await page.addInitScript((wrongMs) => {
      const right = Date.now.bind(Date);
      Date.now = () => right() + wrongMs;
    }, hours * hourMs);
    await chooseFirstTime(page, studio.url);
    await expect(page.locator('[data-slot="countdown"]')).toContainText(/(10:00|9:\d\d|8:\d\d) left/);
    await advance(9 * minuteMs);
    await page.reload();
    await expect(page.locator('[data-slot="countdown"]')).toContainText(/(1:00|0:\d\d) left/);
    await confirm(page, `clock-${studio.slug}@example.com`);
  });
}

test("BOOK-05 ec-H4 after ten minutes the hour may be someone else's: the details are kept, the times are a press away", async ({
  page,
  browser,
  studio,
  advance,
}) => {
  await page.goto(`${studio.url}/regular-session?with=practitioner-1`);
  await seeTimes(page);
  const rival = await (await browser.newContext()).newPage();
  await rival.goto(page.url());
  const wanted = await page.locator('button[name="startsAt"]').first().getAttribute("value");
  await page.locator(`button[name="startsAt"][value="${wanted}"]`).click();
  await page.waitForURL(/\/hold\//);
  await advance(11 * minuteMs);
  await rival.reload();
  await rival.locator(`button[name="startsAt"][value="${wanted}"]`).click();
  await rival.waitForURL(/\/hold\//);
  await fillDetails(page, `gone-${studio.slug}@example.com`);
  await page.getByLabel("I have read this and accept it").check();
  await page.getByRole("button", { name: "Book this visit" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "just taken" })).toBeVisible();
  await expect(page.getByLabel("First name")).toHaveValue("Ana");
  await expectAccessible(page);
});

test("BOOK-11 a forged, a foreign and a cut-off link lead to a designed page", async ({
  page,
  studio,
  inbox,
}) => {
  const email = `links-${studio.slug}@example.com`;
  await chooseFirstTime(page, studio.url);
  await confirm(page, email);
  const [visitUrl] = linksIn((await inbox(email))[0] ?? ({ text: "" } as never), "visit");
  if (visitUrl === undefined) throw new Error("no link in the confirmation");
  const forged = visitUrl.replace(/.$/, (last) => (last === "A" ? "B" : "A"));
  for (const bad of [
    forged,
    visitUrl.slice(0, -4),
    visitUrl.replace("/visit/", "/offer/"),
    visitUrl.replace("/visit/", "/hold/"),
  ]) {
    const answer = await page.goto(bad);
    expect(answer?.status()).toBe(200);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(/does not work|does not lead/);
  }
  await expectAccessible(page);
  await photograph(page, "booking-bad-link");
});

test("SCHED-17 ec-J2 after the deadline the page asks to call, and cancels nothing", async ({
  page,
  studio,
  sql,
}) => {
  await chooseFirstTime(page, studio.url);
  await confirm(page, `deadline-${studio.slug}@example.com`);
  await sql("update appointment set cancel_deadline = app.now() - interval '1 second' where tenant_id = $1", [
    studio.tenantId,
  ]);
  await page.goto(`${page.url().split("?")[0]}/cancel`);
  await expect(page.getByText("Too late to cancel online")).toBeVisible();
  await expect(page.getByRole("button", { name: "Cancel the visit" })).toHaveCount(0);
  await expectAccessible(page);
});

test("BOOK-11 the link ends with the visit", async ({ page, studio, sql }) => {
  await chooseFirstTime(page, studio.url);
  await confirm(page, `over-${studio.slug}@example.com`);
  await sql(
    "update appointment set starts_at = app.now() - $2 * interval '1 ms', ends_at = app.now() - interval '1 hour', blocked_from = app.now() - $2 * interval '1 ms', blocked_until = app.now() - interval '1 hour' where tenant_id = $1",
    [studio.tenantId, 2 * hourMs],
  );
  await page.goto(page.url());
  await expect(page.getByRole("heading", { name: "This visit is over" })).toBeVisible();
});
