import { expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";
import { chooseFirstTime, confirm } from "@quietroom/testing/book-a-visit";

test("SCHED-09 SCHED-16 CAL-05 a visit is confirmed, moved and cancelled from its panel", async ({
  page: client,
  staffPage: page,
  studio,
  addresses,
  inbox,
}) => {
  const email = `panel-${studio.slug}@example.com`;
  await chooseFirstTime(client, studio.url);
  await confirm(client, email);
  const when = await client.locator("time").first().getAttribute("datetime");
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York" }).format(new Date(when ?? 0));
  await page.goto(`${addresses.dashboard}/calendar?view=day&date=${day}`);
  await page
    .getByRole("button", { name: /Ana Ruiz Ortega/ })
    .first()
    .click();
  const panel = page.getByRole("dialog");
  await expect(panel.getByText(email)).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-7-visit");

  await panel.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(panel.locator('[data-status="confirmed"]')).toBeVisible();

  await panel.getByRole("button", { name: "Move" }).click();
  const other = panel.locator('[data-slot="time-button"]').last();
  await other.click();
  await expect(page.getByText("Visit moved", { exact: true })).toBeVisible();
  await inbox(email, 2);

  await panel.getByRole("button", { name: "Cancel visit" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel the visit" }).click();
  await expect(panel.locator('[data-status="cancelled"]')).toBeVisible();
  const told = await inbox(email, 3);
  expect(told.flatMap((message) => message.attachments.map((file) => file.content)).join()).toContain(
    "METHOD:CANCEL",
  );
});

test("SCHED-01 SCHED-02 hours and exceptions change what can be booked", async ({
  page: client,
  staffPage: page,
  studio,
  addresses,
}) => {
  await page.goto(`${addresses.dashboard}/hours/${studio.practitionerId}`);
  await page.getByRole("button", { name: "Add hours on Monday" }).click();
  await page.getByLabel("Monday, from").last().fill("18:00");
  await page.getByLabel("Monday, until").last().fill("20:00");
  await page.getByRole("button", { name: "Save weekly hours" }).click();
  await expect(page.getByText("Weekly hours saved", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Monday, from").last()).toHaveValue("18:00");

  await client.goto(`${studio.url}/regular-session?with=practitioner-1`);
  const days = client.getByRole("navigation", { name: /^Days in/ });
  await days
    .getByRole("link", { name: /^[A-Z][a-z]+ \d{4}$/ })
    .last()
    .click();
  await client.waitForURL(/month=/);
  await days
    .getByRole("link", { name: /^Monday/ })
    .first()
    .click();
  await expect(client.getByRole("heading", { name: "Evening" })).toBeVisible();
});

test("CAL-07 a service that someone else changed meanwhile is not overwritten", async ({
  staffPage: page,
  studio,
  addresses,
  sql,
}) => {
  await page.goto(`${addresses.dashboard}/services`);
  await page.getByRole("button", { name: "Edit Regular session" }).click();
  await sql("update service set version = version + 1, name = 'Longer session' where tenant_id = $1", [
    studio.tenantId,
  ]);
  await page.getByRole("button", { name: "Save service" }).click();
  await expect(page.getByText(/Someone else changed this service meanwhile/)).toBeVisible();
});
