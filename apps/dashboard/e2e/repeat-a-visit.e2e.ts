import { addDays, localDate } from "@quietroom/domain/time";
import { bookVisit, person } from "@quietroom/testing/booking";
import { dayAhead, expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";

test("SCHED-15 ec-G6 the desk repeats a visit: every date is shown with what is in its way, agreed to, and booked at once", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  test.slow();
  const first = await dayAhead(sql, 5);
  const date = localDate(first, "America/New_York");
  const visit = await bookVisit(studio, { startsAt: first, who: person("Nora") });
  await bookVisit(studio, { startsAt: await dayAhead(sql, 12), who: person("Max") });
  await bookVisit(studio, { startsAt: await dayAhead(sql, 19), who: person("Eve") });

  await page.goto(`${addresses.dashboard}/calendar?view=day&date=${date}&open=${visit.id}`);
  const panel = page.getByRole("dialog");
  await panel.getByRole("button", { name: "Repeat", exact: true }).press("Enter");
  const planner = panel.getByRole("region", { name: "Repeat this visit" });
  await planner.getByLabel("Visits, this one included").fill("1");
  await planner.getByRole("button", { name: "Show the dates" }).press("Enter");
  await expect(planner.getByText("Choose between 2 and 100 visits.")).toBeVisible();
  await planner.getByLabel("Visits, this one included").fill("4");
  await planner.getByRole("button", { name: "Show the dates" }).press("Enter");
  const dates = planner.getByRole("list", { name: "Dates of the series" }).getByRole("listitem");
  await expect(dates).toHaveCount(4);
  await expect(dates.nth(0)).toContainText("this visit");
  await expect(dates.nth(1)).toContainText("Cannot be booked: another visit is there");
  await expect(planner.getByRole("button", { name: "Book 1 visit", exact: true })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "series-1-dates");

  // One is booked at the time that is proposed, the other stays left out.
  await dates.nth(1).getByRole("combobox").selectOption({ index: 0 });
  await expect(planner.getByRole("button", { name: "Book 2 visits", exact: true })).toBeVisible();
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 320, height: 720 });
  await expectAccessible(page);
  await photograph(page, "series-2-narrow-dark");
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 800 });
  await planner.getByRole("button", { name: "Book 2 visits", exact: true }).press("Enter");
  await expect(page.getByText("Series booked", { exact: true })).toBeVisible();
  await expect(panel.getByText("One of a series", { exact: true })).toBeVisible();
  await expect(panel.getByRole("list", { name: "Dates that are not booked" })).toContainText("left out");
  await expect(panel.getByRole("button", { name: "Repeat", exact: true })).toHaveCount(0);
  await expectAccessible(page);
  await photograph(page, "series-3-booked");

  // Before this and those that follow are moved, each date is shown with what is in its way.
  await panel.getByRole("button", { name: "Move", exact: true }).press("Enter");
  await panel.getByLabel("Which visits of the series").selectOption("following");
  await panel.locator('[data-slot="time-button"]').last().press("Enter");
  const preview = panel.getByRole("region", { name: "Dates after the move" });
  const goes = preview.getByRole("list", { name: "Where each visit goes" }).getByRole("listitem");
  await expect(goes).toHaveCount(2);
  await expect(preview.getByText("1 visit stays where it is.")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "series-5-move-preview");
  await preview.getByRole("button", { name: "Move 2 visits", exact: true }).press("Enter");
  await expect(page.getByText("2 visits moved", { exact: true })).toBeVisible();

  // This one and those that follow are cancelled together; the one that was chosen at another time stays.
  await panel.getByRole("button", { name: "Cancel visit", exact: true }).click();
  const asks = page.getByRole("alertdialog");
  await asks.getByLabel("Which visits of the series").selectOption("following");
  await expectAccessible(page);
  await photograph(page, "series-4-cancel");
  await asks.getByRole("button", { name: "Cancel the visit" }).press("Enter");
  await expect(page.getByText("2 visits cancelled", { exact: true })).toBeVisible();
  const booked = await sql(
    "select series_date::text as date from appointment where series_id is not null and tenant_id = $1 order by 1",
    [studio.tenantId],
  );
  expect(booked.map(({ date }) => date)).toEqual([date, addDays(date, 7), addDays(date, 21)]);
});

test("SCHED-15 ec-G2 a series is repeated otherwise from a visit on: what will be cancelled is named before it is", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  test.slow();
  const first = await dayAhead(sql, 5);
  const date = localDate(first, "America/New_York");
  const visit = await bookVisit(studio, { startsAt: first, who: person("Nora") });
  await page.goto(`${addresses.dashboard}/calendar?view=day&date=${date}&open=${visit.id}`);
  const panel = page.getByRole("dialog");
  await panel.getByRole("button", { name: "Repeat", exact: true }).press("Enter");
  await panel.getByLabel("Visits, this one included").fill("4");
  await panel.getByRole("button", { name: "Show the dates" }).press("Enter");
  await panel.getByRole("button", { name: "Book 3 visits", exact: true }).press("Enter");
  await expect(page.getByText("Series booked", { exact: true })).toBeVisible();

  await panel.getByRole("button", { name: "Repeat otherwise" }).press("Enter");
  const planner = panel.getByRole("region", { name: "Repeat otherwise from this visit on" });
  await expect(planner.getByLabel("Visits, this one included")).toHaveValue("4");
  await planner.getByLabel("Every", { exact: true }).fill("2");
  await planner.getByLabel("Visits, this one included").fill("2");
  await planner.getByRole("button", { name: "Show the dates" }).press("Enter");
  await expect(planner.getByText("2 visits will be cancelled", { exact: true })).toBeVisible();
  const leaving = planner.getByRole("list", { name: "Visits that are cancelled" });
  await expect(leaving.getByRole("listitem")).toHaveCount(2);
  await page.setViewportSize({ width: 320, height: 720 });
  await expectAccessible(page);
  await photograph(page, "series-6-otherwise");
  await planner.getByRole("button", { name: "Repeat like this from now on" }).press("Enter");
  await expect(page.getByText("Series changed", { exact: true })).toBeVisible();
  const stand = await sql(
    "select series_date::text as date, status::text from appointment where series_id is not null and tenant_id = $1 order by 1",
    [studio.tenantId],
  );
  expect(stand.map((one) => [one["date"], one["status"]])).toEqual([
    [date, "scheduled"],
    [addDays(date, 7), "cancelled"],
    [addDays(date, 14), "scheduled"],
    [addDays(date, 21), "cancelled"],
  ]);
});
