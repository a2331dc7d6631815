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

test("SCHED-19 an admin writes the reasons to cancel in their order, a visit is cancelled for one with a note, and it is counted", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  test.slow();
  const startsAt = await dayAhead(sql, 5);
  const { id } = await bookVisit(studio, { startsAt, who: person("Ximena") });
  await page.goto(`${addresses.dashboard}/services`);
  const section = page.getByRole("region", { name: "Reasons to cancel" });
  const list = section.getByLabel("Reasons, one on each line");
  await expect(list).toHaveValue(/^Unwell\nWork or family\n/);
  await expect(section.getByText("No visit was cancelled.")).toBeVisible();
  await untilTakenOver(list);
  await list.fill("Unwell\nunwell");
  await section.getByRole("button", { name: "Save reasons" }).press("Enter");
  await expect(section.getByText(/each of them once/)).toBeVisible();
  await expect(list).toHaveAttribute("aria-invalid", "true");
  await list.fill("Moved to another city\nUnwell\n\n");
  await section.getByRole("button", { name: "Save reasons" }).press("Enter");
  await expect(page.getByText("Reasons saved", { exact: true })).toBeVisible();
  await expect(list).toHaveValue("Moved to another city\nUnwell");
  await expectAccessible(page);

  const date = localDate(startsAt, "America/New_York");
  await page.goto(`${addresses.dashboard}/calendar?view=day&date=${date}&open=${id}`);
  const panel = page.getByRole("dialog");
  await panel.getByRole("button", { name: "Cancel visit", exact: true }).click();
  const asks = page.getByRole("alertdialog");
  await asks.getByLabel("Reason").selectOption("Moved to another city");
  await asks.getByLabel("Note").fill("Rang at nine");
  await expectAccessible(page);
  await photograph(page, "cancellation-1-asked");
  await asks.getByRole("button", { name: "Cancel the visit" }).press("Enter");
  await expect(page.getByText("Visit cancelled", { exact: true })).toBeVisible();
  await expect(panel.getByText("Moved to another city", { exact: true })).toBeVisible();
  await expect(panel.getByText("Rang at nine", { exact: true })).toBeVisible();

  await page.goto(`${addresses.dashboard}/services`);
  const row = section.getByRole("row", { name: /Moved to another city/ });
  await expect(row.getByRole("cell").last()).toHaveText("1");
  await expectAccessible(page);
  await photograph(page, "cancellation-2-counted");
});
