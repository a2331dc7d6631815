import type { Page } from "@playwright/test";
import { appCode, expect, expectAccessible, photograph, signInAs, test } from "@quietroom/testing/browser";

/** A device with a fingerprint reader, in Chromium's own software; taken away again by the returned function. */
async function plugIn(page: Page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    /** Whether the device knows its person when it is asked. */
    knows: async (isUserVerified: boolean) =>
      await devtools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
  };
}

async function leave(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign out" }).first().click();
  await page.waitForURL(/\/sign-in$/);
}

const asIfLongAgo =
  "update session set mfa_passed_at = now() - interval '6 minutes' where tenant_id = $1 and mfa_passed_at is not null";

test("check 58 AUTH-20 AUTH-21 AUTH-23 a passkey is added, signs in alone, stands in for the code, proves anew, and is removed", async ({
  staffPage: page,
  studio,
  addresses,
  sql,
  inbox,
}) => {
  const device = await plugIn(page);
  const { email, password, secret } = studio.signIn;
  await page.goto(`${addresses.dashboard}/account`);
  await expect(page.getByText("You have none.").last()).toBeVisible();
  await expectAccessible(page);

  // Added by keyboard alone.
  await page.getByRole("button", { name: "Add a passkey" }).focus();
  await page.keyboard.press("Enter");
  const adding = page.getByRole("dialog", { name: "Add a passkey" });
  await expect(adding.getByLabel("Name")).toBeVisible();
  await adding.getByRole("button", { name: "Go on" }).click();
  await expect(adding.getByText("Give it a name first.")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-9-add-passkey");
  await device.knows(false);
  await adding.getByLabel("Name").fill("Desk computer");
  await page.keyboard.press("Enter");
  await expect(adding.getByText(/Your device made none/)).toBeVisible();
  await device.knows(true);
  await adding.getByRole("button", { name: "Go on" }).click();
  const own = page.getByRole("list", { name: "Your passkeys" });
  await expect(own.getByRole("button", { name: "Remove Desk computer" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Add a passkey" })).toBeFocused();
  await expectAccessible(page);
  await photograph(page, "dashboard-9-passkeys");
  await expect
    .poll(async () => (await inbox(email)).map(({ subject }) => subject).join())
    .toContain("A passkey was added to your account");
  // The same device keeps no second one.
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await adding.getByLabel("Name").fill("Twice");
  await page.keyboard.press("Enter");
  await expect(adding.getByText("This device has a passkey of yours already.")).toBeVisible();
  await adding.getByRole("button", { name: "Leave it as it is" }).click();

  await leave(page);
  await expectAccessible(page);
  await photograph(page, "dashboard-0-sign-in");
  await device.knows(false);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByText("No passkey was used")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-0-no-passkey");
  await device.knows(true);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await page.waitForURL(/\/calendar/);

  await leave(page);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(/second-factor/);
  await expectAccessible(page);
  await photograph(page, "dashboard-0-second-step-passkey");
  await page.getByRole("button", { name: "Use a passkey" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/calendar/);

  await sql(asIfLongAgo, [studio.tenantId]);
  await page.goto(`${addresses.dashboard}/account`);
  await page.getByRole("button", { name: "Remove Desk computer" }).click();
  const removing = page.getByRole("alertdialog", { name: "Remove Desk computer?" });
  await expectAccessible(page);
  await removing.getByRole("button", { name: "Remove" }).click();
  const proof = page.getByRole("dialog", { name: "Is it still you?" });
  await proof.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByText("The passkey is removed", { exact: true })).toBeVisible();
  await expect(own).toHaveCount(0);
  const mails = await inbox(email, 2);
  expect(mails.map(({ subject }) => subject).join()).toContain("A passkey was removed from your account");

  // The device still offers it.
  await leave(page);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByText("That passkey does not count here")).toBeVisible();
  await expectAccessible(page);
  await signInAs(page, { email, password, secret }, "next");
  await page.waitForURL(/\/calendar/);
});

test("check 50 AUTH-22 an admin lets people trust a browser: the next sign-in there asks for the password alone, until the trust is ended", async ({
  page,
  staffPage,
  studio,
  addresses,
  sql,
}) => {
  const { email, password, secret } = studio.signIn;
  await staffPage.goto(`${addresses.dashboard}/security`);
  const rule = staffPage.getByRole("switch", { name: "People may trust a browser for 30 days" });
  await expect(rule).not.toBeChecked();
  await sql(asIfLongAgo, [studio.tenantId]);
  await rule.focus();
  await staffPage.keyboard.press("Space");
  const proof = staffPage.getByRole("dialog", { name: "Is it still you?" });
  await proof.getByLabel("Code").fill(appCode(secret, "next"));
  await proof.getByRole("button", { name: "Continue" }).click();
  await expect(rule).toBeChecked();
  await expectAccessible(staffPage);
  await photograph(staffPage, "dashboard-9-trust-rule");

  // As if these codes had not been used, so that one person can sign in more often than the clock lets them.
  const forget = async () =>
    await sql("update staff_totp set last_step = 1 where tenant_id = $1", [studio.tenantId]);
  const withPassword = async () => {
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
  };
  await forget();
  await page.goto(`${addresses.dashboard}/sign-in`);
  await withPassword();
  await page.getByLabel("Code").fill(appCode(secret));
  await page.getByLabel("Trust this browser for 30 days").check();
  await expectAccessible(page);
  await photograph(page, "dashboard-0-trust");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(/\/calendar/);

  await leave(page);
  await withPassword();
  await page.waitForURL(/\/calendar/);
  await page.goto(`${addresses.dashboard}/account`);
  await expect(page.getByRole("heading", { name: "Trusted browsers" })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-9-trusted");
  // Trust is no fresh second factor.
  await page.getByRole("button", { name: /recovery codes|ten new codes/ }).click();
  await expect(page.getByRole("dialog", { name: "Is it still you?" })).toBeVisible();
  await page.getByRole("button", { name: "Leave it" }).click();
  await page.getByRole("button", { name: /^Stop trusting/ }).click();
  await expect(page.getByRole("heading", { name: "Trusted browsers" })).toHaveCount(0);

  await leave(page);
  await withPassword();
  await page.waitForURL(/second-factor/);
});

test("AUTH-43 check 51 after three failures the page solves a puzzle by itself; the right password then comes in", async ({
  page,
  studio,
  addresses,
}) => {
  const { email, password } = studio.signIn;
  let puzzles = 0;
  page.on("request", (request) => {
    if (request.url().endsWith("/api/sign-in/puzzle")) puzzles += 1;
  });
  const refused: string[] = [];
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) refused.push(message.text());
  });
  await page.goto(`${addresses.dashboard}/sign-in`);
  await page.getByLabel("Email").fill(email);
  const sign = page.getByRole("button", { name: "Sign in", exact: true });
  for (let turn = 0; turn < 3; turn += 1) {
    await page.getByLabel("Password").fill("not the password at all");
    const answered = page.waitForResponse(/callback\/credentials/);
    await sign.click();
    await answered;
    await expect(sign).toBeVisible();
  }
  expect(puzzles).toBe(0);
  await page.getByLabel("Password").fill(password);
  // The puzzle is kept back until the page has been looked at.
  const looked = Promise.withResolvers<undefined>();
  await page.route("**/api/sign-in/puzzle", async (route) => {
    await looked.promise;
    await route.continue();
  });
  await sign.click();
  await expect(page.getByText(/your computer solves a small puzzle first/)).toBeVisible();
  await expectAccessible(page);
  looked.resolve(undefined);
  await page.waitForURL(/second-factor/);
  expect(puzzles).toBe(1);
  expect(refused).toEqual([]);
});

test("AUTH-43 without JavaScript the sign-in page says what to do, and nothing typed gets into an address", async ({
  browser,
  addresses,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${addresses.dashboard}/sign-in`);
  await expect(page.getByText(/Signing in needs JavaScript/)).toBeVisible();
  await photograph(page, "dashboard-0-no-script");
  await page.getByLabel("Email").fill("somebody@example.com");
  await page.getByLabel("Password").fill("a secret of some length");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForLoadState();
  expect(page.url()).not.toContain("secret");
  expect(page.url()).not.toContain("somebody");
  await context.close();
});

test("check 62 check 24 what the way in asks for is given to our own pages alone", async ({
  request,
  addresses,
}) => {
  for (const asked of ["passkey", "second-factor", "puzzle"]) {
    const url = `${addresses.dashboard}/api/sign-in/${asked}`;
    for (const headers of [{}, { origin: "https://evil.example" }, { origin: "null" }]) {
      expect((await request.post(url, { headers })).status(), asked).toBe(403);
    }
    expect((await request.get(url)).status(), asked).toBe(405);
    const own = await request.post(url, { headers: { origin: addresses.dashboard } });
    expect(own.status(), asked).toBe(asked === "second-factor" ? 404 : 200);
    expect(own.headers()["cache-control"], asked).toContain("no-store");
    expect(own.headers()["content-security-policy"], asked).toContain("default-src 'none'");
  }
  const other = await request.post(`${addresses.dashboard}/api/sign-in/constructor`, {
    headers: { origin: addresses.dashboard },
  });
  expect(other.status()).toBe(404);
});
