import { addDays, localDate } from "@quietroom/domain/time";
import { dayAhead, expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";

test("ec-A28 ec-A29 hours by video go by the practitioner's own clock, and by another while they travel", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  test.slow();
  const date = localDate(await dayAhead(sql, 5), "America/New_York");
  await page.goto(`${addresses.dashboard}/hours/${studio.practitionerId}/zone`);
  const zones = page.getByRole("region", { name: "Time zones", exact: true });
  await expect(zones).toContainText("America/New York time");
  await expect(zones.getByText("No travel ahead")).toBeVisible();
  await zones.getByLabel("Zone of the hours by video").selectOption("America/Chicago");
  await zones.getByRole("button", { name: "Save time zone" }).press("Enter");
  await expect(page.getByText("Time zone saved", { exact: true })).toBeVisible();
  await expect(zones.locator("dd").last()).toHaveText("America/Chicago time");

  await zones.getByRole("button", { name: "Add travel" }).press("Enter");
  const form = page.getByRole("dialog");
  await form.getByRole("button", { name: "Add", exact: true }).press("Enter");
  await expect(form.getByText("Choose the first day.")).toBeVisible();
  await expect(form.getByLabel("First day")).toHaveAttribute("aria-invalid", "true");
  await form.getByLabel("First day").fill(date);
  await form.getByLabel("Last day").fill(addDays(date, -1));
  await form.getByLabel("Time zone there").selectOption("Asia/Tokyo");
  await form.getByRole("button", { name: "Add", exact: true }).press("Enter");
  await expect(form.getByText("Choose a last day that is not before the first.")).toBeVisible();
  await form.getByLabel("Last day").fill(addDays(date, 1));
  await expectAccessible(page);
  await photograph(page, "own-zone-1-add-travel");
  await form.getByRole("button", { name: "Add", exact: true }).press("Enter");
  await expect(form).toBeHidden();
  await expect(zones.getByText("By video: Asia/Tokyo time")).toBeVisible();
  await expect(zones.getByText("not in person")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "own-zone-2-saved");

  await zones.getByRole("button", { name: "Add travel" }).click();
  await form.getByLabel("First day").fill(date);
  await form.getByLabel("Last day").fill(date);
  await form.getByRole("button", { name: "Add", exact: true }).click();
  await expect(form.getByText("There is another trip on some of these days.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(form).toBeHidden();

  await page.setViewportSize({ width: 320, height: 700 });
  await zones.scrollIntoViewIfNeeded();
  await photograph(page, "own-zone-3-narrow");
  await zones.getByRole("button", { name: /^Take back/ }).press("Enter");
  const dialog = page.getByRole("alertdialog");
  await dialog.getByRole("button", { name: "Take back" }).press("Enter");
  await expect(dialog).toBeHidden();
  await expect(zones.getByText("No travel ahead")).toBeVisible();
});
