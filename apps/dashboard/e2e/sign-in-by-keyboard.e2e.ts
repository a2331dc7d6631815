import { appCode, expect, expectAccessible, lookAgainUntil, test } from "@quietroom/testing/browser";

test("check 105 sign-in, the second step and the question before the end are done by keyboard alone, without an axe violation", async ({
  page,
  studio,
  addresses,
  sql,
}) => {
  await page.goto(`${addresses.dashboard}/sign-in`);
  await expectAccessible(page);
  const press = async (label: string) => {
    for (let turn = 0; turn < 15; turn += 1) {
      await page.keyboard.press("Tab");
      if (
        await page.getByLabel(label).evaluateAll((all) => all.some((one) => one === document.activeElement))
      )
        return;
    }
    throw new Error(`${label} is not reached by Tab`);
  };
  await press("Email");
  await page.keyboard.type(studio.signIn.email);
  await press("Password");
  await page.keyboard.type("not the password at all");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "do not belong together" })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Password").focus();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type(studio.signIn.password);
  await page.keyboard.press("Enter");
  await page.waitForURL(/second-factor/);
  await expectAccessible(page);
  await press("Code");
  await page.keyboard.type("000000");
  await page.keyboard.press("Enter");
  const code = page.getByRole("textbox", { name: "Code" });
  await expect(code).toHaveAttribute("aria-invalid", "true");
  await expect(code).toHaveAccessibleDescription(/That code does not count/);
  await expectAccessible(page);
  await code.focus();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type(appCode(studio.signIn.secret, "current"));
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/calendar/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();

  const began = Date.now();
  const question = page.getByRole("alertdialog", { name: "Are you still there?" });
  const idle = async () =>
    await sql(
      "update session set last_active_at = now() - interval '13 minutes 20 seconds' where tenant_id = $1 and revoked_at is null",
      [studio.tenantId],
    );
  await lookAgainUntil(page, idle, () => expect(question).toBeVisible({ timeout: 3_000 }));
  await expect(question).toHaveAccessibleDescription(/You will be signed out in (a|\d) minutes?/);
  expect(Date.now() - began).toBeLessThan(60_000); // so that well over twenty seconds are left to answer
  await expectAccessible(page);
  expect(await question.evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true);
  const stay = question.getByRole("button", { name: "Stay signed in" });
  for (
    let turn = 0;
    turn < 4 && !(await stay.evaluate((button) => button === document.activeElement));
    turn += 1
  ) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await expect(question).toBeHidden();
  await page.waitForURL(/\/calendar/);
});
