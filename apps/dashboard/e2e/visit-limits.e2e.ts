import { bookVisit, person } from "@quietroom/testing/booking";
import {
  dayAhead,
  expect,
  expectAccessible,
  photograph,
  test,
  untilTakenOver,
} from "@quietroom/testing/browser";
import { localDate } from "@quietroom/domain/time";

test("SCHED-07 SCHED-25 ec-D1 ec-L3 an admin limits visits a day and a week: a full day is not offered, the rule is named, and the studio's week begins where it says", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  test.slow();
  const startsAt = await dayAhead(sql, 5);
  const date = localDate(startsAt, "America/New_York");
  await bookVisit(studio, { startsAt, who: person("Nora") });
  const visitor = await page.context().newPage();
  const [who] = await sql("select slug from practitioner where id = $1", [studio.practitionerId]);
  const day = `with=${String(who?.["slug"])}&month=${date.slice(0, 7)}&date=${date}`;
  await visitor.goto(`${studio.url}/regular-session?${day}`);
  const chosenDay = visitor.locator(`a[href*="date=${date}#times"]`);
  await expect(chosenDay).toHaveCount(1);

  await page.goto(`${addresses.dashboard}/hours/${studio.practitionerId}/limits`);
  const limits = page.getByRole("region", { name: "Limits" });
  await expect(limits.getByLabel("Most visits a day")).toHaveValue("");
  await limits.getByLabel("Most visits a day").fill("0");
  await limits.getByRole("button", { name: "Save limits" }).press("Enter");
  await expect(limits.getByText("A whole number from 1 to 200, or nothing for no limit.")).toBeVisible();
  await expect(limits.getByLabel("Most visits a day")).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
  await photograph(page, "visit-limits-1-refused");
  // Side by side they stand in a line, whatever is said above or below one of them.
  for (const pair of [
    ["Most visits a day", "Most visits a week"],
    ["Most minutes a day", "Minutes for notes after each visit"],
    ["Most minutes of visits in a row", "Minutes of break after them"],
  ]) {
    const tops = await Promise.all(
      pair.map(async (label) => (await limits.getByLabel(label).boundingBox())?.y),
    );
    expect([pair, tops[0]]).toEqual([pair, tops[1]]);
  }
  await limits.getByLabel("Most visits a day").fill("1");
  await limits.getByLabel("Most minutes of visits in a row").fill("120");
  await limits.getByRole("button", { name: "Save limits" }).press("Enter");
  await expect(
    limits.getByText("A whole number of minutes from 5 to 240, or nothing in both fields for no break."),
  ).toBeVisible();
  await expect(limits.getByLabel("Minutes of break after them")).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
  await photograph(page, "visit-limits-1-half-a-break");
  await limits.getByLabel("Minutes of break after them").fill("15");
  await limits.getByRole("button", { name: "Save limits" }).press("Enter");
  await expect(page.getByText("Limits saved", { exact: true })).toBeVisible();
  await page.reload();
  await expect(limits.getByLabel("Minutes of break after them")).toHaveValue("15");

  await page.getByRole("link", { name: "Why not this time", exact: true }).click();
  const why = page.getByRole("region", { name: "Why not this time?" });
  await expect(why.getByRole("button", { name: "Explain this time" })).toBeEnabled();
  await why.getByLabel("Date").fill(date);
  await why.getByLabel("Time", { exact: true }).fill("14:00");
  await why.getByRole("button", { name: "Explain this time" }).click();
  await expect(why.getByText("One rule keeps clients from this time")).toBeVisible();
  await expect(why.getByText(/ has 1 visit on .*\. The limit is 1 a day\./)).toBeVisible();
  await expect(why.getByRole("link", { name: "Change the limits" })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "visit-limits-2-why-not");

  await visitor.reload();
  await expect(visitor.getByRole("heading", { level: 2 }).last()).toBeVisible();
  await expect(chosenDay).toHaveCount(0);
  await photograph(visitor, "visit-limits-3-booking");
  await visitor.close();

  await page.goto(`${addresses.dashboard}/services`);
  await page.getByRole("button", { name: "Edit Regular session" }).press("Enter");
  const form = page.getByRole("dialog");
  await expect(form).toBeVisible();
  await form.getByLabel("Most visits a week").fill("often");
  await form.getByRole("button", { name: "Save service" }).click();
  await expect(form.getByText("A whole number from 1 to 1000, or nothing for no limit.")).toBeVisible();
  await expect(form.getByLabel("Most visits a week")).toHaveValue("often");
  await expectAccessible(page);
  await photograph(page, "visit-limits-4-service");
  await form.getByLabel("Most visits a week").fill("30");
  await form.getByLabel("Who may book it").selectOption("new_only");
  await form.getByRole("button", { name: "Save service" }).click();
  await expect(form).toBeHidden();
  await page.getByRole("button", { name: "Edit Regular session" }).press("Enter");
  await expect(form.getByLabel("Most visits a week")).toHaveValue("30");
  await expect(form.getByLabel("Who may book it")).toHaveValue("new_only");
  await form.getByRole("button", { name: "Close", exact: true }).last().click();
  await expect(form).toBeHidden();

  const week = page.getByRole("region", { name: "The studio's week" });
  await expect(week.getByLabel("Weeks begin on")).toHaveValue("0"); // as in the United States
  await week.getByLabel("Weeks begin on").selectOption("6");
  await week.getByRole("button", { name: "Save" }).press("Enter");
  await expect(page.getByText("Saved", { exact: true }).first()).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "visit-limits-5-week");
  await page.goto(`${addresses.dashboard}/hours/${studio.practitionerId}`);
  const weekly = page.getByRole("region", { name: "Every week" });
  await expect(weekly.getByRole("heading", { level: 3 }).first()).toHaveText("Saturday");
});

test("ec-B11 a visit on a day that is taken off stands, and is listed by the hours with the way to it until somebody decides", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  const startsAt = await dayAhead(sql, 5);
  const visit = await bookVisit(studio, { startsAt, who: person("Nora") });
  await page.goto(`${addresses.dashboard}/hours/${studio.practitionerId}/dates`);
  const add = page.getByRole("button", { name: "Add an exception" });
  await untilTakenOver(add);
  await add.press("Enter");
  const exception = page.getByRole("dialog");
  await exception.getByLabel("Date").fill(localDate(startsAt, "America/New_York"));
  await exception.getByLabel("What it is").selectOption("Not working");
  await exception.getByRole("button", { name: "Save exception" }).press("Enter");
  await expect(page.getByText("Exception saved", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByText(/^1 booked visit lies outside these hours/)).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "outside-hours");
  await page.getByRole("link", { name: /10:00 AM/ }).press("Enter");
  await page.waitForURL(new RegExp(`open=${visit.id}`));
  await expect(page.getByRole("dialog")).toContainText("Nora");
});
