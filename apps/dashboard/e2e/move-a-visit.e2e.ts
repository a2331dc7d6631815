import { bookVisit, person } from "@quietroom/testing/booking";
import {
  dayAhead,
  expect,
  expectAccessible,
  photograph,
  test,
  untilTakenOver,
} from "@quietroom/testing/browser";
import { addDays, localDate } from "@quietroom/domain/time";

test("SCHED-16 ec-H20 ec-C14 ec-L8 a day without free times leads to the next that has some, and a visit moves to a typed time off the grid, and past a rule with a reason", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  const startsAt = await dayAhead(sql, 5);
  const { id } = await bookVisit(studio, { startsAt, who: person("Ximena") });
  const date = localDate(startsAt, "America/New_York");
  await page.goto(`${addresses.dashboard}/calendar?view=day&date=${date}&open=${id}`);
  const panel = page.getByRole("dialog", { name: /^Ximena/ });
  await panel.getByRole("button", { name: "Move", exact: true }).press("Enter");
  await untilTakenOver(panel.getByLabel("Date"));
  await panel.getByLabel("Date").fill(addDays(date, -30));
  await expect(panel.getByText(/^Nothing free on that date\. Next free:/)).toBeVisible();
  await page.setViewportSize({ width: 320, height: 720 });
  await expectAccessible(page);
  await photograph(page, "move-1-next-free");
  await panel.getByRole("button", { name: "Go to that day" }).press("Enter");
  await expect(panel.locator('[data-slot="time-button"]').first()).toBeVisible();

  await panel.getByRole("button", { name: "Move there" }).press("Enter");
  await expect(panel.getByText("Choose a date and a time.")).toBeVisible();
  await expect(panel.getByLabel("Another time")).toHaveAttribute("aria-invalid", "true");
  await photograph(page, "move-2-missing");
  await panel.getByLabel("Date").fill(date);
  await panel.getByLabel("Another time").fill("10:10");
  await panel.getByRole("button", { name: "Move there" }).press("Enter");
  await expect(page.getByText("Visit moved", { exact: true })).toBeVisible();
  await expect(panel.getByText(/10:10/).first()).toBeVisible();

  // Before the practitioner works: told, and moved there all the same for a reason that the visit then shows.
  await panel.getByRole("button", { name: "Move", exact: true }).press("Enter");
  await untilTakenOver(panel.getByLabel("Date"));
  await panel.getByLabel("Another time").fill("06:20");
  await panel.getByRole("button", { name: "Move there" }).press("Enter");
  await expect(panel.getByText("Not moved", { exact: true })).toBeVisible();
  await expect(panel.getByText("That is outside the practitioner's hours.")).toBeVisible();
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(page);
  await photograph(page, "move-3-in-the-way-narrow-dark");
  await page.emulateMedia({ colorScheme: "light" });
  await panel.getByRole("button", { name: "Move anyway" }).press("Enter");
  await expect(panel.getByText("Say why.")).toBeVisible();
  await panel.getByLabel("Reason to move it all the same").fill("She flies at nine");
  await panel.getByRole("button", { name: "Move anyway" }).press("Enter");
  await expect(panel.getByText("Booked over a rule", { exact: true })).toBeVisible();
  await expect(panel.getByText(/because: “She flies at nine”/)).toBeVisible();
  await expect(panel.getByText("moved over a rule")).toBeVisible();
});
