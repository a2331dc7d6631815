import { bookVisit, person } from "@quietroom/testing/booking";
import { dayAhead, expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";
import { localDate } from "@quietroom/domain/time";

test("SCHED-03 SCHED-05 an admin closes a day: its visit is listed, nothing more can be booked, and the day opens again", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  test.slow();
  const startsAt = await dayAhead(sql, 5);
  const date = localDate(startsAt, "America/New_York");
  const visit = await bookVisit(studio, { startsAt, who: person("Nora") });

  const visitor = await page.context().newPage();
  await visitor.goto(`${studio.url}/regular-session?month=${date.slice(0, 7)}&date=${date}`);
  const chosenDay = visitor.locator(`a[href*="date=${date}#times"]`);
  await expect(chosenDay).toHaveCount(1);

  await page.goto(`${addresses.dashboard}/hours/${studio.practitionerId}`);
  await page.getByRole("link", { name: "Closed days" }).click();
  await expect(page.getByRole("heading", { name: "Closed days", level: 1 })).toBeVisible();
  await expect(page.getByText("No closed days ahead")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "closed-days-1-empty");

  await page.getByRole("button", { name: "Add closed days" }).press("Enter");
  const form = page.getByRole("dialog");
  await expect(form).toBeVisible();
  await form.getByLabel("Name").fill("Founders' Day");
  await form.getByLabel("First day").fill(date);
  await expect(form.getByLabel("Last day")).toHaveValue(date);
  await form.getByLabel("Last day").fill("2001-01-01");
  await form.getByRole("button", { name: "Save" }).press("Enter");
  await expect(form.getByText("This ends before it begins.")).toBeVisible();
  await expect(form.getByLabel("Last day")).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
  await photograph(page, "closed-days-2-form");

  await form.getByLabel("Last day").fill(date);
  await form.getByLabel("What it is").selectOption("public_holiday");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form).toBeHidden();
  const closed = page.getByRole("region", { name: "Closed days ahead" }).getByRole("listitem").first();
  await expect(closed).toContainText("Founders' Day");
  await expect(closed).toContainText("1 booked visit stands unchanged although the place is closed.");
  await expectAccessible(page);
  await photograph(page, "closed-days-3-list");

  await visitor.reload();
  await expect(visitor.getByRole("heading", { level: 2 }).last()).toBeVisible();
  await expect(chosenDay).toHaveCount(0);
  await expectAccessible(visitor);
  await photograph(visitor, "closed-days-4-booking");
  await visitor.close();

  await closed.getByRole("link", { name: /10:00/ }).click();
  await page.waitForURL(new RegExp(visit.id));
  await expect(page.getByRole("dialog").getByText("Nora Okafor").first()).toBeVisible();

  await page.goto(`${addresses.dashboard}/hours/closed-days`);
  await page.getByRole("button", { name: "Remove Founders' Day" }).press("Enter");
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toBeVisible();
  await dialog.getByRole("button", { name: "Remove" }).press("Enter");
  await expect(page.getByText("No closed days ahead")).toBeVisible();
});

test("API-18 a change that somebody else made to closed days meanwhile is said at its field, and nothing is overwritten", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  await page.goto(`${addresses.dashboard}/hours/closed-days`);
  await page.getByRole("button", { name: "Add closed days" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Name").fill("Summer break");
  await form.getByLabel("First day").fill("2099-07-01");
  await form.getByLabel("All day").uncheck();
  await form.getByLabel("Closed from").fill("12:00");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("12:00 noon – midnight")).toBeVisible();

  await page.getByRole("button", { name: "Edit Summer break" }).click();
  await expect(form.getByLabel("Closed until")).toHaveValue("00:00");
  await sql("update closure set version = version + 1, name = 'Long break' where tenant_id = $1", [
    studio.tenantId,
  ]);
  await form.getByLabel("Name").fill("Short break");
  await form.getByRole("button", { name: "Save" }).click();
  const conflict = form.getByRole("alert");
  await expect(conflict).toContainText("Somebody changed this meanwhile");
  await expect(conflict).toContainText("Name: Long break");
  await expect(form.getByLabel("Name")).toHaveAccessibleDescription("By now it is: Long break.");
  await expect(form.getByLabel("Name")).toHaveValue("Short break");
  // Saved once more without a decision, it is said once more.
  await form.getByRole("button", { name: "Save" }).press("Enter");
  await expect(conflict).toBeFocused();
  await form.getByRole("button", { name: "Keep what I typed" }).press("Enter");
  await expect(form.getByLabel("Name")).toHaveAccessibleDescription("By now it is: Long break.");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form).toBeHidden();
  await expect(page.getByRole("heading", { name: "Short break" })).toBeVisible();
});
