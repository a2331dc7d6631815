import { expect, linksIn, test } from "@quietroom/testing/browser";
import { addDays, instant, localTime, resolveWallTime } from "@quietroom/domain/time";
import { ana, chooseDistantTime, chooseFirstTime, confirm } from "@quietroom/testing/book-a-visit";

const newYork = "America/New_York";

test("BOOK-01 BOOK-02 BOOK-08 NOTIF-01 WAIT-04 WAIT-05 WAIT-07 booked, confirmed, reminded, cancelled, offered, refilled, and all of it on the calendar", async ({
  page,
  browser,
  studio,
  staffPage,
  inbox,
  advance,
}) => {
  const stamp = studio.slug.slice(-8);
  const anasEmail = `ana-${stamp}@example.com`;
  const bensEmail = `ben-${stamp}@example.com`;

  // Far enough ahead that all three reminders are still to come.
  await chooseDistantTime(page, studio.url);
  await expect(page.getByText(/This time is kept for you until/)).toBeVisible();
  await confirm(page, anasEmail);
  const visitUrl = page.url();

  // The practitioner's calendar shows it within two seconds, without a reload.
  const start = await page.locator("time").first().getAttribute("datetime");
  if (start === null) throw new Error("the visit has no time");
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: newYork }).format(new Date(start));
  await staffPage.goto(`${new URL(staffPage.url()).origin}/calendar?view=day&date=${day}`);
  const anasCard = staffPage.getByRole("button", {
    name: new RegExp(`${ana.givenName} ${ana.familyName}.*Scheduled`),
  });
  await expect(anasCard).toBeVisible();
  await expect(staffPage.getByText("Live", { exact: true })).toBeVisible();

  const [confirmation] = await inbox(anasEmail);
  expect(confirmation?.subject).not.toContain("Ana");
  expect(confirmation?.attachments[0]?.content).toContain("BEGIN:VCALENDAR");
  expect(linksIn(confirmation ?? never(), "visit")[0]).toBeDefined();

  // Ben wants that very day.
  const ben = await (await browser.newContext()).newPage();
  await ben.goto(`${studio.url}/waitlist/regular-session?date=${day}`);
  await ben.getByLabel("From").fill(day);
  await ben.getByLabel("Until").fill(day);
  for (const box of await ben.getByRole("checkbox").all()) await box.check();
  await ben.getByLabel("First name").fill("Ben");
  await ben.getByLabel("Last name").fill("Okafor");
  await ben.getByLabel("Date of birth").fill("1979-10-02");
  await ben.getByLabel("Email").fill(bensEmail);
  await ben.getByLabel("Phone").fill("+1 212 555 0177");
  await ben.getByRole("button", { name: "Join the waitlist" }).click();
  await expect(ben.getByText("You are first in line.")).toBeVisible();
  await inbox(bensEmail); // it has to leave before the clock moves by weeks: news older than a week is not sent

  // Two days before, at the same time on the wall, one reminder, and not the confirmation again.
  const visit = instant(Date.parse(start));
  const { date, time } = localTime(visit, newYork);
  const due = resolveWallTime(addDays(date, -2), time, newYork);
  await advance(due - (confirmation?.studioNowMs ?? 0) + 1000);
  const reminded = await inbox(anasEmail, 2);
  expect(reminded).toHaveLength(2);
  // It leads to where reminders are switched off, which opening the link alone does not do.
  const toStop = reminded.flatMap(({ text }) => text.match(/https?:\/\/\S+\/unsubscribe\/\S+/g) ?? []);
  expect(toStop).toHaveLength(1);
  await page.goto(toStop[0] ?? never());
  await expect(page.getByRole("heading", { name: "Stop these messages?" })).toBeVisible();

  // Ana cancels by her link; the hour goes to Ben, one person at a time.
  await page.goto(visitUrl);
  await page.getByRole("link", { name: "Cancel this visit" }).click();
  await page.getByRole("button", { name: "Cancel the visit" }).click();
  await expect(page.getByRole("heading", { name: "This visit is cancelled" })).toBeVisible();
  await expect(staffPage.getByRole("button", { name: /Waitlist offer/ })).toBeVisible({ timeout: 60_000 });

  const bensMail = await inbox(bensEmail, 2); // joined, offered
  const offerUrl = bensMail.flatMap((email) => linksIn(email, "offer"))[0];
  await ben.goto(offerUrl ?? never());
  await expect(ben.getByRole("heading", { name: "An hour is free for you" })).toBeVisible();
  await ben.getByRole("button", { name: "Take this hour" }).click();
  await expect(ben.getByRole("heading", { level: 1 })).toContainText("You are booked, Ben");
  await expect(staffPage.getByRole("button", { name: /Ben Okafor.*Scheduled/ })).toBeVisible();

  // Why Ben, and nobody else: on the board.
  await staffPage.goto(`${new URL(staffPage.url()).origin}/waitlist`);
  await expect(staffPage.getByText("filled", { exact: true })).toBeVisible();
  await staffPage.getByText("Who was considered in round 1").click();
  await expect(staffPage.getByText(/was asked/)).toBeVisible();
  await expect(
    staffPage.getByText(/^Fits \d+ of 100: practitioner 30 of 30, day 20 of 20/).first(),
  ).toBeVisible();
  await staffPage.getByRole("button", { name: /^Decide again from the record/ }).click();
  await expect(staffPage.getByText(/^Round 1: the same, Ben Okafor/)).toBeVisible();

  // Used up: the same link again says so, and Ana's says that the visit is cancelled.
  await ben.goto(offerUrl ?? never());
  await expect(ben.getByRole("heading", { name: "This hour is yours" })).toBeVisible();
  await page.goto(visitUrl);
  await expect(page.getByRole("heading", { name: "This visit is cancelled" })).toBeVisible();
});

test("CAL-09 a booking made in another browser appears on the calendar within two seconds", async ({
  page,
  studio,
  staffPage,
}) => {
  await chooseFirstTime(page, studio.url);
  const when = await page.locator("time").first().getAttribute("datetime");
  if (when === null) throw new Error("the hold has no time");
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York" }).format(new Date(when));
  await staffPage.goto(`${new URL(staffPage.url()).origin}/calendar?view=day&date=${day}`);
  await expect(staffPage.getByText("Live", { exact: true })).toBeVisible();
  await expect(staffPage.getByRole("button", { name: /Being booked/ })).toBeVisible();
  await confirm(page, `live-${studio.slug}@example.com`);
  await expect(staffPage.getByRole("button", { name: /Ana Ruiz Ortega.*Scheduled/ })).toBeVisible({
    timeout: 2000,
  });
});

test("CAL-09 what happened while the connection was lost is there when it is back", async ({
  page,
  studio,
  staffPage,
}) => {
  await chooseFirstTime(page, studio.url);
  const when = await page.locator("time").first().getAttribute("datetime");
  if (when === null) throw new Error("the hold has no time");
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York" }).format(new Date(when));
  await staffPage.goto(`${new URL(staffPage.url()).origin}/calendar?view=day&date=${day}`);
  await expect(staffPage.getByText("Live", { exact: true })).toBeVisible();
  await staffPage.context().setOffline(true);
  await confirm(page, `lost-${studio.slug}@example.com`);
  await staffPage.context().setOffline(false);
  await expect(staffPage.getByRole("button", { name: /Ana Ruiz Ortega.*Scheduled/ })).toBeVisible({
    timeout: 60_000,
  });
});

function never(): never {
  throw new Error("the story stopped before this point");
}
