import type { Page } from "@playwright/test";
import {
  appCode,
  type Email,
  expect,
  expectAccessible,
  photograph,
  signInAs,
  test,
} from "@quietroom/testing/browser";

const password = "five herons by the lake";

/** Where the one button of a mail leads. */
function linkIn(email: Email | undefined, path: string): string {
  const [link = ""] = email?.text.match(new RegExp(`https?://\\S+${path}#[\\w-]{64}`)) ?? [];
  return link;
}

async function askFor(page: Page, email: string): Promise<void> {
  await page.getByLabel("Email").fill(email);
  await page.getByRole("button", { name: "Send a link" }).click();
}

test("AUTH-05 check 50 a forgotten password: a link by mail, a new one, and the second step as always", async ({
  page,
  staffPage,
  studio,
  addresses,
  mailed,
}) => {
  const { email, secret } = studio.signIn;
  await page.goto(`${addresses.dashboard}/sign-in`);
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await expect(page.getByRole("heading", { name: "Forgot your password?" })).toBeVisible();
  await askFor(page, "no address");
  await expect(page.getByText("Type a whole email address.")).toBeVisible();
  await expectAccessible(page);
  await askFor(page, email);
  await expect(page.getByText("Look into your inbox")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-0-forgot-password");
  const mail = await mailed(email, "Choose a new password");
  const link = linkIn(mail, "/new-password");

  await page.goto(link);
  await expect(page.getByText(`For ${email} at`)).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("New password").fill("passwordpassword");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/Others have chosen this before/)).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-0-new-password");
  await page.getByLabel("Show the password").check();
  await page.getByLabel("New password").fill(password);
  await page.getByRole("button", { name: "Keep this password" }).click();
  await expect(page.getByText("Your password is a new one")).toBeVisible();
  await expectAccessible(page);

  // Whoever was signed in is not any more, and is told why.
  await staffPage.goto(`${addresses.dashboard}/waitlist`);
  await expect(staffPage.getByText("Your password was changed. Sign in with the new one.")).toBeVisible();
  await mailed(email, "Your password was changed");

  await page.getByRole("link", { name: "Sign in" }).click();
  await signInAs(page, { email, password, secret }, "next");
  await page.waitForURL(/\/calendar/);

  await page.goto(link);
  await expect(page.getByText("This link was used already")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-0-link-used");
});

test("AUTH-05 AUTH-43 a link that is over or torn says so; asking too often is said alike for anyone", async ({
  page,
  studio,
  addresses,
  mailed,
  sql,
}) => {
  const { email } = studio.signIn;
  for (const who of [email, `nobody-${studio.slug}@example.com`]) {
    await page.goto(`${addresses.dashboard}/forgot-password`);
    for (let time = 0; time < 3; time += 1) {
      await askFor(page, who);
      await expect(page.getByText("Look into your inbox")).toBeVisible();
      await page.getByRole("button", { name: "Ask for another address" }).click();
    }
    await askFor(page, who);
    await expect(page.getByText("Asked too often")).toBeVisible();
    await expectAccessible(page);
  }
  const mail = await mailed(email, "Choose a new password");
  const link = linkIn(mail, "/new-password");
  await sql("update staff_link set expires_at = now() where tenant_id = $1", [studio.tenantId]);
  await page.goto(link);
  await expect(page.getByText("This link is over")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Ask for a new link" }).click();
  await page.waitForURL(/\/forgot-password/);
  await page.goto(`${addresses.dashboard}/new-password#${"x".repeat(20)}`);
  await expect(page.getByText("This link is not whole")).toBeVisible();
});

test("AUTH-36 AUTH-11 AUTH-21 one's own password and address: a fresh code, a link to the new address, news to the old one", async ({
  staffPage: page,
  studio,
  addresses,
  mailed,
  sql,
}) => {
  const { email, secret, password: before } = studio.signIn;
  const to = `moved-${studio.slug}@example.com`;
  const later = async () =>
    await sql("update session set mfa_passed_at = now() - interval '6 minutes' where tenant_id = $1", [
      studio.tenantId,
    ]);
  await later();
  await page.goto(`${addresses.dashboard}/account`);
  await page.getByRole("button", { name: "Change password" }).click();
  const dialog = page.getByRole("dialog", { name: "Change your password" });
  await expect(dialog.getByLabel("Password until now")).toBeFocused();
  await dialog.getByLabel("Password until now").fill("not this one");
  await dialog.getByLabel("New password").fill(password);
  await page.keyboard.press("Enter");
  const proof = page.getByRole("dialog", { name: "Is it still you?" });
  await proof.getByLabel("Code").fill(appCode(secret, "next"));
  await proof.getByRole("button", { name: "Continue" }).click();
  await expect(dialog.getByText("That is not your password.")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-8-own-password");
  await dialog.getByLabel("Password until now").fill(before);
  await dialog.getByRole("button", { name: "Change password" }).click();
  await expect(dialog).toBeHidden();
  await mailed(email, "Your password was changed");
  // The session goes on, under another id.
  await page.reload();
  await expect(page.getByText(`You sign in as ${email}.`)).toBeVisible();

  await page.getByRole("button", { name: "Change email" }).click();
  const asking = page.getByRole("dialog", { name: "Change your email" });
  await asking.getByLabel("New email").fill(email);
  await page.keyboard.press("Enter");
  await expect(asking.getByText("You sign in with this one already.")).toBeVisible();
  await expectAccessible(page);
  await asking.getByLabel("New email").fill(to);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Look into the new inbox")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-8-own-email");
  const mail = await mailed(to, "Confirm your new address");

  await page.goto(linkIn(mail, "/confirm-email"));
  await expect(page.getByRole("button", { name: "Confirm this address" })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-0-confirm-email");
  await page.getByRole("button", { name: "Confirm this address" }).press("Enter");
  await expect(page.getByText("Your address is confirmed")).toBeVisible();
  await mailed(email, "Your account has another address");
  await page.goto(`${addresses.dashboard}/account`);
  await expect(page.getByText("Your address was changed. Sign in with the new one.")).toBeVisible();
  await page.getByLabel("Email").fill(to);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Your second step" })).toBeVisible();
});
