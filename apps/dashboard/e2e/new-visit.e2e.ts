import { localDate } from "@quietroom/domain/time";
import { bookVisit, person } from "@quietroom/testing/booking";
import { dayAhead, expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";

test("ec-H20 the desk books a visit for a client, is told what is in the way, and books over it for a reason that both visits show", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  test.slow();
  const ten = await dayAhead(sql, 5);
  const date = localDate(ten, "America/New_York");
  await bookVisit(studio, { startsAt: ten, who: person("Nora") });
  await bookVisit(studio, { startsAt: await dayAhead(sql, 12), who: person("Max") });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${addresses.dashboard}/calendar?view=day&date=${date}`);

  // By keyboard, without a client and a time at first.
  await page.getByRole("button", { name: "New visit", exact: true }).press("Enter");
  const panel = page.getByRole("dialog", { name: "New visit" });
  const times = panel.getByRole("region", { name: "Free times" });
  await expect(times.getByRole("button").first()).toBeVisible();
  await panel.getByRole("button", { name: "Book the visit" }).press("Enter");
  await expect(panel.getByText("Find the client first.")).toBeVisible();
  await panel.getByRole("button", { name: "Client Find a client" }).press("Enter");
  const search = page.getByRole("combobox", { name: "Find a client" });
  await search.fill("Max");
  await expect(page.getByRole("option").first()).toContainText("Max");
  await search.press("Enter");
  await expect(panel.getByRole("button", { name: /^Client Max/ })).toBeFocused();
  await panel.getByRole("button", { name: "Book the visit" }).press("Enter");
  await expect(panel.getByText("Choose a date, and a free time or another one.")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "new-visit-1-form");

  // Half of somebody else's hour: told, with times that are free; one of them could be had.
  await panel.getByLabel("Where", { exact: true }).selectOption({ index: 1 });
  await panel.getByLabel("Time", { exact: true }).fill("10:30");
  await panel.getByRole("button", { name: "Book the visit" }).press("Enter");
  await expect(panel.getByText("The practitioner has another visit then.")).toBeVisible();
  await expect(panel.getByRole("region", { name: "Free instead" }).getByRole("button")).toHaveCount(3);
  await expectAccessible(page);
  await photograph(page, "new-visit-2-in-the-way");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 320, height: 720 });
  await expectAccessible(page);
  await photograph(page, "new-visit-3-narrow-dark");
  await page.emulateMedia({ colorScheme: "light" });
  await panel.getByRole("button", { name: "Book anyway" }).press("Enter");
  await expect(panel.getByText("Say why.")).toBeVisible();
  await panel.getByLabel("Reason to book it all the same").fill("Her sister is in town");
  // Another time chosen since is asked about anew: the reason was not for that.
  await panel.getByLabel("Time", { exact: true }).fill("10:35");
  await panel.getByRole("button", { name: "Book anyway" }).press("Enter");
  await expect(panel.getByLabel("Reason to book it all the same")).toHaveValue("");
  await panel.getByLabel("Reason to book it all the same").fill("Her sister is in town");
  await panel.getByRole("button", { name: "Book anyway" }).press("Enter");
  await expect(page.getByText("Visit booked", { exact: true })).toBeVisible();

  // The visit is open, says whom it meets, and can be repeated; so does the other one say it.
  const visit = page.getByRole("dialog", { name: /^Max/ });
  await expect(visit.getByText("Double booked", { exact: true })).toBeVisible();
  await expect(visit.getByText(/because: “Her sister is in town”/)).toBeVisible();
  await expect(visit.getByText("booked over a rule")).toBeVisible();
  await expect(visit.getByRole("button", { name: "Repeat", exact: true })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "new-visit-4-double-booked-narrow");
  await page.setViewportSize({ width: 1440, height: 900 });
  await visit.getByRole("link", { name: /^10:00/ }).press("Enter");
  const other = page.getByRole("dialog", { name: /^Nora/ });
  await expect(other.getByText("Double booked", { exact: true })).toBeVisible();
  await expect(other.getByText(/because: “Her sister is in town”/)).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "new-visit-5-the-other");
});
