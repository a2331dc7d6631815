import { dayAhead, expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";
import { addDays, localDate } from "@quietroom/domain/time";

test("BOOK-02 QUAL-21 on a slow line a pressed month, day and time say that their answer is on its way, and a time is kept once", async ({
  page,
  studio,
  sql,
}) => {
  const today = localDate(await dayAhead(sql, 0), "America/New_York");
  const other = addDays(today, 3);
  await page.goto(`${studio.url}/regular-session?month=${other.slice(0, 7)}&date=${other}`);
  const onItsWay = page.locator('[data-slot="on-its-way"]');
  await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
  await expect(onItsWay).toHaveCount(0);

  // Pages that are asked for, and forms that are sent, wait until they are let through.
  let letThrough = Promise.withResolvers<void>();
  let sent = 0;
  await page.route(/regular-session/, async (route) => {
    const request = route.request();
    const isPage = request.method() === "GET" && request.headers()["rsc"] !== undefined;
    const isPrefetch = request.headers()["next-router-prefetch"] !== undefined;
    if (request.method() === "POST") sent += 1;
    if (request.method() === "POST" || (isPage && !isPrefetch)) await letThrough.promise;
    await route.continue();
  });
  const day = page.getByRole("navigation", { name: /^Days in/ }).locator("a:not([aria-current])");
  await day.last().press("Enter");
  await expect(onItsWay).toHaveCount(1);
  await expect(onItsWay).toContainText("One moment …");
  await expectAccessible(page);
  letThrough.resolve();
  await page.waitForURL((url) => url.searchParams.get("date") !== other);
  await expect(onItsWay).toHaveCount(0);

  letThrough = Promise.withResolvers<void>();
  const times = page.locator('[data-slot="time-button"]');
  await times.first().press("Enter");
  await expect(times.first().getByRole("status")).toHaveText("One moment …");
  await expect(times.nth(1)).toHaveAttribute("aria-disabled", "true");
  await times.nth(1).press("Enter");
  await expectAccessible(page);
  await photograph(page, "time-on-its-way");
  letThrough.resolve();
  await expect(page.getByText(/This time is kept for you until/)).toBeVisible();
  expect(sent).toBe(1);
});
