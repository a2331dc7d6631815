import { expect, expectAccessible, test } from "@quietroom/testing/browser";

test("TEN-12 the staff of a suspended studio are told so, still look, and change nothing", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  await page.goto(`${addresses.dashboard}/hours/${studio.practitionerId}`);
  await page.getByRole("button", { name: "Add hours on Monday" }).click();
  await page.getByLabel("Monday, from").last().fill("18:00");
  await page.getByLabel("Monday, until").last().fill("20:00");
  await sql("update tenant set status = 'suspended' where id = $1", [studio.tenantId]);
  await page.getByRole("button", { name: "Save weekly hours" }).click();
  await expect(page.getByText(/hours were not saved.*does not allow it/)).toBeVisible();

  await page.reload();
  await expect(page.getByText("This studio is suspended")).toBeVisible();
  await expect(page.getByLabel("Monday, from").last()).not.toHaveValue("18:00");
  await expectAccessible(page);
});
