import { expect, expectAccessible, photograph, signInAs, test } from "@quietroom/testing/browser";

test("AUTH-02 AUTH-03 an admin asks for more of passwords; one that is over is replaced before anything else, by one that has what is asked for", async ({
  page,
  staffPage,
  studio,
  addresses,
  sql,
}) => {
  const { signIn, tenantId } = studio;
  await staffPage.goto(`${addresses.dashboard}/security`);
  const rules = staffPage.getByRole("region", { name: "Passwords" });
  await rules.getByLabel("A capital letter").check();
  await rules.getByLabel("A digit").check();
  await rules.getByLabel("Nobody may go back to a password they had").check();
  await rules.getByLabel("How many of their last passwords").fill("99");
  await rules.getByLabel("Passwords end after a while").check();
  await expect(rules.getByLabel("After how many days")).toHaveValue("90");
  await rules.getByRole("button", { name: "Save the password rules" }).click();
  await expect(rules.getByText("Write a number from 1 to 24.")).toBeVisible();
  await expectAccessible(staffPage);
  await rules.getByLabel("How many of their last passwords").fill("3");
  await rules.getByRole("button", { name: "Save the password rules" }).click();
  await expect(staffPage.getByText("Saved", { exact: true })).toBeVisible();
  await staffPage.reload();
  await expect(rules.getByLabel("How many of their last passwords")).toHaveValue("3");
  await expect(rules.getByLabel("A capital letter")).toBeChecked();
  await expectAccessible(staffPage);
  await photograph(staffPage, "dashboard-9-password-rules");

  await sql(
    "update staff_user set password_set_at = now() - interval '90 days' where tenant_id = $1 and email = $2",
    [tenantId, signIn.email],
  );
  await page.goto(`${addresses.dashboard}/sign-in?next=%2Fteam`);
  await signInAs(page, signIn, "next");
  await page.waitForURL(/\/sign-in\/new-password/);
  await expect(page.getByRole("heading", { name: "Choose a new password" })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-0-expired-password");
  for (const path of ["calendar", "team", "account"]) {
    await page.goto(`${addresses.dashboard}/${path}`);
    await page.waitForURL(/\/sign-in\/new-password/);
  }
  const asked = await page.request.get(`${addresses.dashboard}/api/trpc/me?input=%7B%22json%22%3A%7B%7D%7D`);
  expect(asked.status()).toBe(401);

  const keep = page.getByRole("button", { name: "Keep this password" });
  await page.getByLabel("Password until now").fill("not the password at all");
  await page.getByLabel("New password").fill("Five herons by lake 7");
  await keep.click();
  await expect(page.getByText("That is not your password.")).toBeVisible();
  await page.getByLabel("Password until now").fill(signIn.password);
  await page.getByLabel("New password").fill("five herons by the lake");
  await keep.click();
  await expect(page.getByText("Add a capital letter and a digit.")).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("New password").fill("Five herons by lake 7");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/account/);
  await expect(page.getByText(/This one counts until/)).toBeVisible();
  await expectAccessible(page);
  await staffPage.goto(`${addresses.dashboard}/calendar`);
  await expect(staffPage.getByText("Your password was changed. Sign in with the new one.")).toBeVisible();
});

test("AUTH-44 AUTH-04 an admin sets the hours people sign in at, and where a colleague works", async ({
  staffPage: page,
  studio,
  addresses,
  sql,
}) => {
  await page.goto(`${addresses.dashboard}/security`);
  const hours = page.getByRole("region", { name: "Sign-in hours" });
  await expect(hours.getByText(/No hour is unusual so far/)).toBeVisible();
  await hours.getByLabel("Monday", { exact: true }).check();
  await hours.getByLabel("Friday", { exact: true }).check();
  await hours.getByLabel("Friday from").fill("22:00");
  await hours.getByLabel("Friday until").fill("02:00");
  await expect(hours.getByText("the day after")).toBeVisible();
  await hours.getByRole("button", { name: "Save the hours" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.reload();
  await expect(hours.getByLabel("Friday until")).toHaveValue("02:00");
  await expect(hours.getByLabel("Tuesday", { exact: true })).not.toBeChecked();
  await expectAccessible(page);
  await photograph(page, "dashboard-9-sign-in-hours");

  const nell = await studio.hire("Nell", "receptionist");
  await sql(
    `insert into location (tenant_id, name, address_line, city, postal_code, country, time_zone)
     values ($1, 'Harbour Street', '2 Harbour Street', 'New York', '10001', 'US', 'America/New_York')`,
    [studio.tenantId],
  );
  await page.goto(`${addresses.dashboard}/team`);
  const row = page.getByRole("row", { name: new RegExp(nell.email) });
  await expect(row).toContainText("everywhere");
  await row.getByRole("button", { name: "Change Nell Sample" }).click();
  await page.getByRole("menuitem", { name: "Change locations" }).click();
  const dialog = page.getByRole("dialog", { name: "Where Nell Sample works" });
  await dialog.getByLabel("Every location, also new ones").uncheck();
  await dialog.getByRole("button", { name: "Save locations" }).click();
  await expect(dialog.getByText("Tick one location at least.")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-8-locations");
  await dialog.getByLabel("Harbour Street").check();
  await dialog.getByRole("button", { name: "Save locations" }).click();
  await expect(row).toContainText("Harbour Street");
  await expect(row).not.toContainText("Main Street");
  await page.getByRole("button", { name: "Invite a colleague" }).click();
  const invite = page.getByRole("dialog", { name: "Invite a colleague" });
  await expect(invite.getByLabel("Every location, also new ones")).toBeChecked();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await photograph(page, "dashboard-8-team-locations");
});
