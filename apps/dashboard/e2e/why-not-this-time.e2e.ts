import type { Page } from "@playwright/test";
import { bookVisit } from "@quietroom/testing";
import { dayAhead, expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";

test("BOOK-03 ec-C1 ec-C4 why a time cannot be booked is told rule by rule, with the keyboard, and what is in the way is one link away", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  const { practitionerId } = studio;
  const startsAt = await dayAhead(sql, 3);
  await bookVisit(studio, { startsAt, practitionerId });
  const date = new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York" }).format(startsAt);
  await page.goto(`${addresses.dashboard}/hours/${practitionerId}/why`);
  const panel = page.getByRole("region", { name: "Why not this time?" });
  await expect(panel.getByRole("button", { name: "Explain this time" })).toBeEnabled();
  await panel.getByLabel("Service").focus();
  await page.keyboard.press("Tab");
  await expect(panel.getByLabel("Where")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(panel.getByLabel("Date")).toBeFocused();
  await page.keyboard.type(`${date.slice(5, 7)}${date.slice(8)}${date.slice(0, 4)}`);
  await expect(panel.getByLabel("Date")).toHaveValue(date);

  await ask(page, "0430P", "16:30");
  await expect(panel.getByText("One rule keeps clients from this time")).toBeVisible();
  await expect(
    panel.getByText(/A 60-minute visit from 4:30\sPM would end at 5:30\sPM, and they end at 5:00\sPM\./),
  ).toBeVisible();
  await expect(panel.getByRole("link", { name: "Change the weekly hours" })).toBeVisible();

  await ask(page, "0145P", "13:45");
  await expect(panel.getByText(/The nearest are 1:30\sPM and 2:00\sPM\./)).toBeVisible();
  await expect(panel.getByText(/you can move a visit there on the calendar all the same/)).toBeVisible();

  await ask(page, "0130P", "13:30");
  await expect(panel.getByText("Clients can book this time")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-10-time-is-free");

  // The night of which the clocks show an hour twice: each of the two is asked about by itself.
  await panel.getByLabel("Date").fill("2027-11-07");
  await ask(page, "0130A", "01:30");
  await expect(panel.getByText(/show 1:30\sAM twice on that date; this is the first one\./)).toBeVisible();
  await panel.getByRole("button", { name: "Ask about the second" }).press("Enter");
  await expect(panel.getByText(/this is the second one\./)).toBeVisible();
  await expectAccessible(page);
  await panel.getByLabel("Date").fill(date);

  await ask(page, "1040A", "10:40");
  await expect(panel.getByText("2 rules keep clients from this time")).toBeVisible();
  await expect(panel.getByText(/A visit is booked for 10:00\sAM – 11:00\sAM\./)).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-11-why-not-this-time");
  await panel.getByRole("link", { name: "Open the visit" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByText("Ana Okafor").first()).toBeVisible();
});

/** Types a time as the field takes it and asks with Enter. */
async function ask(page: Page, typed: string, value: string): Promise<void> {
  const panel = page.getByRole("region", { name: "Why not this time?" });
  const time = panel.getByLabel("Time", { exact: true });
  await panel.getByLabel("Date").focus(); // so that the hour is what is typed first, also the second time
  await time.focus();
  await page.keyboard.type(typed);
  await expect(time).toHaveValue(value);
  await page.keyboard.press("Enter");
}
