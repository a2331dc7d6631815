import { bookVisit, person } from "@quietroom/testing/booking";
import {
  dayAhead,
  expect,
  expectAccessible,
  photograph,
  test,
  untilTakenOver,
} from "@quietroom/testing/browser";
import { addDays, localDate, weekdayOf } from "@quietroom/domain/time";

test("SCHED-02 SCHED-03 a practitioner's week is changed by keyboard: blocked time repeats, splits the hours, and leaves the visit in it alone", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  test.slow();
  const startsAt = await dayAhead(sql, 8);
  const date = localDate(startsAt, "America/New_York");
  const visit = await bookVisit(studio, { startsAt, who: person("Nora") });
  const asBooked = await sql("select status, version from appointment where id = $1", [visit.id]);
  await page.goto(`${addresses.dashboard}/hours/${studio.practitionerId}`);
  const week = page.getByRole("region", { name: "Week by week" });
  const days = week.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3 }) });
  await expect(days).toHaveCount(7);

  const next = week.getByRole("button", { name: "Next week" });
  await untilTakenOver(next);
  await next.focus();
  const day = days.filter({ hasText: headed(date) });
  // The studio's weeks begin on Sunday: on a Saturday, eight days ahead is the week after the next.
  const weeksAhead = weekdayOf(addDays(date, -8)) === 6 ? 2 : 1;
  for (let presses = 0; presses < weeksAhead; presses += 1) await page.keyboard.press("Enter");
  await expect(day.getByText("Open 9:00 AM – 5:00 PM")).toBeVisible();
  await expect(day.getByRole("link", { name: /^Visit 10:00 AM/ })).toBeVisible();

  const change = day.getByRole("button", { name: "Change" });
  await change.focus();
  await page.keyboard.press("Enter");
  const form = page.getByRole("dialog");
  await expect(form.getByLabel("Date", { exact: true })).toHaveValue(date);
  await form.getByLabel("Times, from").fill("");
  await form.getByRole("button", { name: "Save exception" }).press("Enter");
  await expect(form.getByText("Say from when until when.")).toBeVisible();
  await form.getByLabel("Times, from").fill("10:30");
  await form.getByLabel("Times, until").fill("12:00");
  await form.getByRole("button", { name: "Add times" }).press("Enter");
  await form.getByLabel("Times 2, from").fill("11:00");
  await form.getByLabel("Times 2, until").fill("13:00");
  await form.getByLabel("Reason").fill("Team");
  await form.getByLabel("Repeats").selectOption("Every week");
  await form.getByRole("button", { name: "Save exception" }).press("Enter");
  await expect(form.getByText("This overlaps a range above. Make them one, or leave a gap.")).toBeVisible();
  await expect(form.getByLabel("Reason")).toHaveValue("Team");
  await expectAccessible(page);
  await photograph(page, "dates-that-differ-1-refused");
  await form.getByRole("button", { name: "Remove times 2" }).press("Enter");
  await form.getByRole("button", { name: "Save exception" }).press("Enter");
  await expect(form.getByText("Choose the last date.")).toBeVisible();
  await form.getByLabel("Last date").fill(addDays(date, 14));
  await form.getByRole("button", { name: "Save exception" }).press("Enter");
  await expect(page.getByText("Exception saved for 3 dates", { exact: true })).toBeVisible();
  await expect(form).toBeHidden();

  await expect(day.getByText("Open 9:00 AM – 10:30 AM")).toBeVisible();
  await expect(day.getByText("Meeting 10:30 AM – 12:00 noon · Team")).toBeVisible();
  await expect(day.getByRole("link", { name: /outside these hours, and stands/ })).toBeVisible();
  await expect(page.getByText(/^1 booked visit lies outside these hours/).first()).toBeVisible();
  expect(await sql("select status, version from appointment where id = $1", [visit.id])).toEqual(asBooked);
  await expectAccessible(page);
  await photograph(page, "dates-that-differ-2-week");

  const parts = page.getByRole("navigation", { name: "Hours of Practitioner 1" });
  await expect(parts.locator("[aria-current=page]")).toHaveText("Week");
  await parts.getByRole("link", { name: "Dates that differ" }).press("Enter");
  await expect(parts.locator("[aria-current=page]")).toHaveText("Dates that differ");
  const list = page.getByRole("region", { name: "Dates that differ" });
  await list.getByText("Every week until").press("Enter");
  await list
    .getByRole("button", { name: /^Change Meeting/ })
    .first()
    .press("Enter");
  await expect(form.getByText("Only this date changes.", { exact: false })).toBeVisible();
  await form.getByRole("button", { name: "Close", exact: true }).last().press("Enter");
  await expect(form).toBeHidden();
  await expect(list.getByRole("button", { name: /^Remove Meeting/ })).toHaveCount(3);
  await expectAccessible(page);
  await photograph(page, "dates-that-differ-3-list");
  await list.getByRole("button", { name: "Remove all 3 dates" }).press("Enter");
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove", exact: true }).press("Enter");
  await expect(page.getByText("Back to weekly hours", { exact: true })).toBeVisible();
  await expect(list.getByText("No exceptions ahead")).toBeVisible();
});

test("ec-B5 what somebody else saved meanwhile is shown beside what is typed here, and neither is lost", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  test.slow();
  const date = localDate(await dayAhead(sql, 6), "America/New_York");
  await sql(
    `insert into date_override (tenant_id, practitioner_id, location_id, local_date, blocks)
     select $1::uuid, $2::uuid, id, $3::date, '[["09:00", "13:00"]]'::jsonb from location where tenant_id = $1::uuid limit 1`,
    [studio.tenantId, studio.practitionerId, date],
  );
  await page.goto(`${addresses.dashboard}/hours/${studio.practitionerId}/dates`);
  const list = page.getByRole("region", { name: "Dates that differ" });

  const add = page.getByRole("button", { name: "Add an exception" });
  await untilTakenOver(add);
  await add.press("Enter");
  const form = page.getByRole("dialog");
  await form.getByLabel("Date", { exact: true }).fill(date);
  await form.getByLabel("What it is").selectOption("Not working");
  await expect(form.getByText("Saving replaces what is said of this date")).toBeVisible();
  await expect(form.getByText("Other hours 9:00 AM – 1:00 PM", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await form.getByRole("button", { name: "Close", exact: true }).last().press("Enter");

  await list.getByRole("button", { name: /^Change Other hours 9:00\sAM – 1:00\sPM/ }).press("Enter");
  await form.getByLabel("Times, until").fill("15:00");
  await sql('update date_override set blocks = \'[["10:00", "12:00"]]\', version = 2 where tenant_id = $1', [
    studio.tenantId,
  ]);
  await form.getByRole("button", { name: "Save exception" }).press("Enter");
  const conflict = form.getByRole("alert");
  await expect(conflict).toContainText("Somebody changed this meanwhile");
  await expect(conflict).toContainText(/Times: 10:00\sAM – 12:00 noon/);
  await expect(form.getByRole("group", { name: "Times" })).toHaveAccessibleDescription(
    /By now it is: 10:00\sAM – 12:00 noon\./,
  );
  await expect(form.getByLabel("Times, until")).toHaveValue("15:00");
  await expectAccessible(page);
  await photograph(page, "dates-that-differ-4-changed");
  // Saved once more without a decision, it is said once more.
  await form.getByRole("button", { name: "Save exception" }).press("Enter");
  await expect(conflict).toBeFocused();
  await form.getByRole("button", { name: "Keep what I typed" }).press("Enter");
  await form.getByRole("button", { name: "Save exception" }).press("Enter");
  await expect(page.getByText("Exception saved", { exact: true })).toBeVisible();
  await expect(list.getByText("Other hours 9:00 AM – 3:00 PM")).toBeVisible();

  await page.getByRole("link", { name: "Week", exact: true }).press("Enter");
  const weekly = page.getByRole("region", { name: "Every week" });
  await weekly.getByLabel("Monday, until").first().fill("18:00");
  await sql("update weekly_hours set start_time = '08:00' where tenant_id = $1 and practitioner_id = $2", [
    studio.tenantId,
    studio.practitionerId,
  ]);
  await sql("update practitioner set hours_version = hours_version + 1 where tenant_id = $1", [
    studio.tenantId,
  ]);
  await weekly.getByRole("button", { name: "Save weekly hours" }).press("Enter");
  await expect(weekly.getByText("Somebody changed this meanwhile")).toBeVisible();
  await expect(weekly.getByText(/Monday 8:00\sAM – 5:00\sPM/)).toBeVisible();
  await expect(weekly.getByLabel("Monday, until").first()).toHaveValue("18:00");
  await expectAccessible(page);
  await photograph(page, "dates-that-differ-5-weekly");
  await weekly.getByRole("button", { name: "Take what is there now" }).press("Enter");
  await expect(weekly.getByLabel("Monday, from").first()).toHaveValue("08:00");
  await expect(weekly.getByRole("button", { name: "Saved" })).toBeVisible();
});

test("SCHED-01 a week that meets extra hours at another place is refused at its times, with the date and the place, and nothing that was typed is lost", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  const date = localDate(await dayAhead(sql, 6), "America/New_York");
  await sql(
    `with hill as (insert into location (tenant_id, name, address_line, city, region, postal_code, country, time_zone)
       select tenant_id, 'Hill Road', '2 Hill Road', city, region, postal_code, country, time_zone from location
       where tenant_id = $1::uuid and is_primary returning id)
     insert into date_override (tenant_id, practitioner_id, location_id, local_date, kind, blocks)
     select $1::uuid, $2::uuid, id, $3::date, 'extra', '[["18:00", "20:00"]]'::jsonb from hill`,
    [studio.tenantId, studio.practitionerId, date],
  );
  const [weekday = ""] = inFull(date).split(",");
  await page.goto(`${addresses.dashboard}/hours/${studio.practitionerId}`);
  const weekly = page.getByRole("region", { name: "Every week" });
  const save = weekly.getByRole("button", { name: "Save weekly hours" });
  const [from, until] = [weekly.getByLabel(`${weekday}, from`), weekly.getByLabel(`${weekday}, until`)];
  await from.fill("10:00");
  await until.fill("19:00");
  await save.press("Enter");
  const refused = weekly.getByRole("alert");
  await expect(refused).toContainText(new RegExp(`^${weekday} 10:00\\sAM – 7:00\\sPM: `));
  await expect(refused).toContainText(
    `On ${inFull(date)} there are extra hours at Hill Road at that time. Change the one or the other.`,
  );
  await expect(from).toBeFocused();
  await expect(until).toHaveAttribute("aria-invalid", "true");
  await expect(until).toHaveAccessibleDescription(/extra hours at Hill Road/);
  await expect(from).toHaveValue("10:00");
  await expect(until).toHaveValue("19:00");
  await expectAccessible(page);
  await photograph(page, "dates-that-differ-7-elsewhere");
  await until.fill("18:00");
  await save.press("Enter");
  await expect(page.getByText("Weekly hours saved", { exact: true })).toBeVisible();
  await expect(refused).toHaveCount(0);
});

test("a week that cannot be loaded is never shown as one without hours, and can be asked for again; a page on its way is shown to be", async ({
  staffPage: page,
  studio,
  addresses,
}) => {
  await page.goto(`${addresses.dashboard}/hours/${studio.practitionerId}`);
  let isDown = true;
  // Alone or in one request with others.
  await page.route(/\/api\/trpc\/[^?]*availability\.week/, async (route) => {
    await (isDown ? route.fulfill({ status: 503, body: "" }) : route.continue());
  });
  const week = page.getByRole("region", { name: "Week by week" });
  const next = week.getByRole("button", { name: "Next week" });
  await untilTakenOver(next);
  await next.press("Enter");
  await expect(week.getByRole("status")).toContainText("loading");
  await expect(week.getByText("This week could not be loaded")).toBeVisible();
  await expect(week.getByText("Not working")).toHaveCount(0);
  await expectAccessible(page);
  await photograph(page, "dates-that-differ-6-not-loaded");
  isDown = false;
  await week.getByRole("button", { name: "Try again" }).press("Enter");
  await expect(week.getByText("Open 9:00 AM – 5:00 PM")).toHaveCount(7);

  const arrives = Promise.withResolvers<void>();
  await page.route(/\/dates\?_rsc=/, async (route) => {
    if (route.request().headers()["next-router-prefetch"] === undefined) await arrives.promise;
    await route.continue();
  });
  const dates = page.getByRole("link", { name: "Dates that differ" });
  await dates.press("Enter");
  await expect(page.getByText("Loading the hours …")).toBeAttached();
  await expect(dates).toHaveAttribute("aria-current", "page");
  await expect(week).toHaveCount(0);
  arrives.resolve();
  await expect(page.getByRole("region", { name: "Dates that differ" })).toBeVisible();
  await expect(page.getByText("Loading the hours …")).toHaveCount(0);
});

/** A date as the head of its day: "Tuesday, Mar 16". */
function headed(date: string): string {
  return new Intl.DateTimeFormat("en-US", {
    weekday: "long",
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  }).format(Date.parse(`${date}T12:00:00Z`));
}

/** A date as a sentence names it: "Tuesday, March 16, 2027". */
function inFull(date: string): string {
  return new Intl.DateTimeFormat("en-US", { dateStyle: "full", timeZone: "UTC" }).format(
    Date.parse(`${date}T12:00:00Z`),
  );
}
