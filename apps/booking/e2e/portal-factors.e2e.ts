import { ana, chooseDistantTime, confirm } from "@quietroom/testing/book-a-visit";
import {
  appCode,
  expect,
  expectAccessible,
  photograph,
  previousCode,
  test,
} from "@quietroom/testing/browser";
import { askForWayIn, untilSignedOut, wayInOf } from "@quietroom/testing/way-in";
import type { Page } from "@playwright/test";

const password = "slow rivers carry warm stones";

/** The key as it is written for typing, on whichever page sets an app up. */
async function keyOn(page: Page): Promise<string> {
  const text = await page.getByRole("definition").innerText();
  return text.replace(/\s/g, "");
}

/** Types what the password form asks for, and sends it with the keyboard alone. */
async function signInByPassword(page: Page, studioUrl: string, email: string, typed: string): Promise<void> {
  await page.goto(`${studioUrl}/portal/sign-in`);
  await page.getByRole("link", { name: "Use a password" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Sign in with a password" })).toBeVisible();
  await page.getByLabel("Email").focus();
  await page.keyboard.type(email);
  await page.getByLabel("Date of birth").fill(ana.birthDate);
  await page.getByLabel("Password").focus();
  await page.keyboard.type(typed);
  await page.keyboard.press("Enter");
}

test("AUTH-02 AUTH-07 check 46 check 47 a client adds a password and an authenticator app, and comes in by both, never by one", async ({
  page,
  studio,
  inbox,
  mailed,
}) => {
  test.slow(); // ten pages, most looked at by axe
  const email = `ana-${studio.slug}@example.com`;
  await chooseDistantTime(page, studio.url);
  await confirm(page, email);
  await askForWayIn(page, studio.url, email);
  await page.goto(wayInOf(await inbox(email, 2)).link);
  await page.getByRole("button", { name: "Come in" }).click();
  await expect(page.getByRole("heading", { name: "Hello, Ana" })).toBeVisible();

  await page.getByRole("link", { name: "My account" }).click();
  await expect(page.getByRole("heading", { name: "How you sign in" })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "booking-8-account");
  await expect(page.getByText(/SMS|text message/i)).toHaveCount(0);

  await page.getByRole("link", { name: "Add password" }).click();
  await page.getByLabel("New password").fill("tidal lamps 4");
  await page.getByRole("button", { name: "Add the password" }).click();
  await expect(page.getByText("Use 15 characters or more.")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "booking-8-password");
  await page.getByLabel("New password").fill(password);
  await page.getByRole("button", { name: "Add the password" }).click();
  await expect(page.getByText("Your password counts from now on.")).toBeVisible();
  await mailed(email, "You can sign in with a password");

  await page.getByRole("link", { name: "Set up second step" }).click();
  await expect(page.getByRole("img", { name: /QR code/ })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "booking-8-set-up");
  const secret = await keyOn(page);
  await page.getByLabel("Code", { exact: true }).fill("000000");
  await page.getByRole("button", { name: "Turn it on" }).click();
  await expect(page.getByText("That code does not count.")).toBeVisible();
  const codes = page.getByRole("list", { name: "Your recovery codes" }).getByRole("listitem");
  await page.getByLabel("Code", { exact: true }).fill(await previousCode(secret, 8_000));
  await page.getByRole("button", { name: "Turn it on" }).click();
  await expect(codes).toHaveCount(10);
  await expectAccessible(page);
  await photograph(page, "booking-8-recovery-codes");
  await page.getByRole("link", { name: "I have kept them, go on" }).click();
  await expect(page.getByText("An authenticator app, and 10 recovery codes.")).toBeVisible();
  await mailed(email, "Your second step is set up");
  await page.getByRole("button", { name: "Sign out" }).click();
  await untilSignedOut(page);

  await signInByPassword(page, studio.url, email, "not this one at all");
  await expect(page.getByText(/These do not belong together/)).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "booking-8-sign-in-by-password");
  await signInByPassword(page, studio.url, email, password);
  await expect(page.getByRole("heading", { name: "Your second step" })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "booking-8-second-step");
  for (const address of ["portal", "portal/account"]) {
    await page.goto(`${studio.url}/${address}`);
    await page.waitForURL(/\/portal\/second-step/);
    await expect(page.getByText("Regular session")).toBeHidden();
  }
  await page.getByLabel("Code", { exact: true }).focus();
  await page.keyboard.type(appCode(secret, "next"));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "My account" })).toBeVisible();

  await page.getByRole("link", { name: "Change second step" }).click();
  await expect(page.getByRole("heading", { name: "Second step", exact: true })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "booking-8-manage-second-step");
});

test("AUTH-09 AUTH-23 TEN-22 AUTH-36 the studio shuts and opens a client's account, asks everyone for a second step, and resets one that was lost", async ({
  page,
  staffPage,
  studio,
  addresses,
  inbox,
  mailed,
  sql,
}) => {
  test.slow();
  const email = `cleo-${studio.slug}@example.com`;
  await chooseDistantTime(page, studio.url);
  await confirm(page, email);
  await askForWayIn(page, studio.url, email);
  await page.goto(wayInOf(await inbox(email, 2)).link);
  await page.getByRole("button", { name: "Come in" }).click();
  await expect(page.getByRole("heading", { name: "Hello, Ana" })).toBeVisible();

  await staffPage.goto(`${addresses.dashboard}/portal`);
  const row = staffPage.getByRole("row", { name: new RegExp(email) });
  await expect(row.getByText("active")).toBeVisible();
  await expectAccessible(staffPage);
  await photograph(staffPage, "dashboard-9-portal");
  const decide = async (what: string, button: string) => {
    await staffPage.getByRole("button", { name: "Change the account of Ana Ruiz Ortega" }).click();
    await staffPage.getByRole("menuitem", { name: what }).click();
    await staffPage.getByLabel("Reason").fill("She called us");
    await expectAccessible(staffPage);
    await staffPage.getByRole("dialog").getByRole("button", { name: button }).click();
    await expect(staffPage.getByRole("dialog")).toBeHidden();
  };
  await decide("Suspend …", "Suspend");
  await expect(row.getByText("suspended", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByText("Your session has ended")).toBeVisible();
  await decide("Restore …", "Restore");
  await expect(row.getByText("not verified yet")).toBeVisible();
  // Why it was done stands by the account, for those who may do the same.
  await row.locator("summary").filter({ hasText: "Why (2), the account of Ana Ruiz Ortega" }).focus();
  await staffPage.keyboard.press("Enter");
  await expect(row.getByText("Suspended: She called us")).toBeVisible();
  await expect(row.getByText("Restored: She called us")).toBeVisible();
  await expectAccessible(staffPage);
  await photograph(staffPage, "dashboard-9-portal-why");

  await staffPage.goto(`${addresses.dashboard}/security`);
  const rule = staffPage.getByRole("switch", { name: "Clients need a second step" });
  await expect(rule).not.toBeChecked();
  await rule.click();
  await expect(rule).toBeChecked();
  await expectAccessible(staffPage);
  await photograph(staffPage, "dashboard-9-security-clients");

  await sql("delete from guard.subject");
  await askForWayIn(page, studio.url, email);
  await page.goto(wayInOf(await inbox(email, 3)).link);
  await page.getByRole("button", { name: "Come in" }).click();
  await expect(page.getByRole("heading", { name: "Set up your second step" })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "booking-8-second-step-asked-for");
  await page.getByLabel("Code", { exact: true }).fill(appCode(await keyOn(page)));
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("list", { name: "Your recovery codes" })).toBeVisible();
  await page.getByRole("link", { name: "I have kept them, go on" }).click();
  await expect(page.getByRole("heading", { name: "Hello, Ana" })).toBeVisible();
  await page.goto(`${studio.url}/portal/account/second-step`);
  await expect(page.getByText(/This studio asks all its clients for a second step/)).toBeVisible();

  await staffPage.goto(`${addresses.dashboard}/portal`);
  await expect(row.getByText("with a second step")).toBeVisible();
  await decide("Reset second step …", "Reset second step");
  await expect(row.getByText("with a second step")).toBeHidden();
  await mailed(email, "Your second step was reset");
  await page.reload();
  await expect(page.getByText("Your session has ended")).toBeVisible();
});
