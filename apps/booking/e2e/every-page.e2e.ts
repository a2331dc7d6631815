import { expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";
import { chooseDistantTime, confirm, seeTimes } from "@quietroom/testing/book-a-visit";

test("QUAL-12 QUAL-19 every page of a booking is accessible and fits from 320 px", async ({
  page,
  studio,
  sql,
}) => {
  await sql(
    "update tenant set name = 'Hollow Oak Therapy', tagline = 'Room to think, time to heal', about = 'A small practice for grown-ups who carry a lot. We see people in person and online, and we answer the telephone.', primary_color = '#7A4B2A' where id = $1",
    [studio.tenantId],
  );
  await page.goto(studio.url);
  await expectAccessible(page);
  await photograph(page, "booking-1-studio");
  await page.getByRole("link", { name: /Regular session/ }).click();
  await seeTimes(page);
  await expectAccessible(page);
  await photograph(page, "booking-2-times");
  await chooseDistantTime(page, studio.url);
  await expectAccessible(page);
  await photograph(page, "booking-3-details");
  await confirm(page, `pages-${studio.slug}@example.com`);
  await expectAccessible(page);
  await photograph(page, "booking-4-visit");
  const visit = page.url().split("?")[0] ?? "";
  await page.goto(`${visit}/reschedule`);
  await seeTimes(page);
  await expectAccessible(page);
  await photograph(page, "booking-5-move");
  await page.locator('button[name="startsAt"]').last().click();
  await expect(page.getByText("Your visit was moved")).toBeVisible();
  await page.goto(`${visit}/cancel`);
  await expectAccessible(page);
  await photograph(page, "booking-6-cancel");
  await page.goto(`${studio.url}/waitlist/regular-session`);
  await expectAccessible(page);
  await photograph(page, "booking-7-waitlist");
  const calendar = await page.request.get(`${visit}/calendar.ics`);
  expect(await calendar.text()).toContain("SEQUENCE:3"); // held, booked, moved
});

test("ec-A25 times of visits in person are shown by the venue's clock first, with the visitor's below when it differs", async ({
  browser,
  studio,
}) => {
  const page = await (await browser.newContext({ timezoneId: "Europe/Berlin" })).newPage();
  await page.goto(`${studio.url}/regular-session`);
  await seeTimes(page);
  await expect(page.getByText(/below each stands your time/)).toBeVisible();
  const time = page.locator('button[name="startsAt"]').first();
  const inNewYork = new Intl.DateTimeFormat("en-US", {
    timeZone: "America/New_York",
    hour: "numeric",
    minute: "2-digit",
  }).format(Number(await time.getAttribute("value")));
  await expect(time).toHaveText(new RegExp(`^${inNewYork.replace(/\s/, "\\s")}.*(?:GMT\\+|CES?T)`));
  await time.click();
  await page.waitForURL(/\/hold\//);
  await expect(page.getByText("(your time)")).toBeVisible();
});

test("ec-A24 a zone that does not exist falls back to the studio's", async ({
  page,
  context,
  addresses,
  studio,
}) => {
  await context.addCookies([{ name: "quietroom-zone", value: "Mars/Olympus", url: addresses.booking }]);
  const answer = await page.goto(`${studio.url}/regular-session`);
  expect(answer?.status()).toBe(200);
  await seeTimes(page);
});
