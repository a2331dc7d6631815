import { chooseFirstTime, fillDetails } from "@quietroom/testing/book-a-visit";
import {
  type Email,
  expect,
  expectAccessible,
  type LiveStudio,
  photograph,
  tabTo,
  test,
} from "@quietroom/testing/browser";
import type { Page } from "@playwright/test";

const asksForCode = "Confirm your email address";

type Sql = (text: string, values?: readonly unknown[]) => Promise<unknown>;

/** Has a studio ask new visitors to confirm their address, as every studio does that says nothing else. */
async function confirming(sql: Sql, studio: LiveStudio): Promise<void> {
  await sql("update tenant set confirm_emails = true where id = $1", [studio.tenantId]);
}

function codeIn(mail: Email | undefined): string {
  const code = /\b\d{6}\b/.exec(mail?.text ?? "")?.[0];
  if (code === undefined) throw new Error("no code was mailed");
  return code;
}

const otherThan = (code: string) => (code === "000000" ? "000001" : "000000");

/** Details, policy and the button, up to the step that asks for the code. */
async function askForCode(page: Page, email: string): Promise<void> {
  await fillDetails(page, email);
  await page.getByLabel("I have read this and accept it").check();
  await page.getByRole("button", { name: "Book this visit" }).click();
  await expect(page.getByRole("heading", { name: asksForCode })).toBeVisible();
}

test("BOOK-07 a new visitor confirms their address on a phone, by keyboard: a wrong code, another one, and booked", async ({
  page,
  studio,
  inbox,
  sql,
}) => {
  await confirming(sql, studio);
  await page.setViewportSize({ width: 320, height: 640 });
  const email = `new-${studio.slug}@example.com`;
  await chooseFirstTime(page, studio.url);
  await fillDetails(page, email);
  const accept = page.getByLabel("I have read this and accept it");
  await tabTo(page, accept);
  await page.keyboard.press("Space");
  const book = page.getByRole("button", { name: "Book this visit" });
  await tabTo(page, book);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: asksForCode })).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "Look at your email" })).toBeVisible();
  expect(page.url()).not.toContain("new-");
  await expectAccessible(page);
  await photograph(page, "confirm-email-1-asked");

  const first = codeIn((await inbox(email))[0]);
  const code = page.getByLabel("Code from the email");
  await tabTo(page, code);
  await page.keyboard.type(otherThan(first));
  await page.keyboard.press("Enter");
  await expect(page.getByText("That is not the code of the latest email.", { exact: false })).toBeVisible();
  await expect(code).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
  await photograph(page, "confirm-email-2-wrong");

  await tabTo(page, page.getByRole("button", { name: "Send a new code" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "A new code is on its way" })).toBeVisible();
  const second = codeIn((await inbox(email, 2))[1]);
  await tabTo(page, code);
  await page.keyboard.type(`${second.slice(0, 3)} ${second.slice(3)}`);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("You are booked, Ana");
  // The confirmation follows, and the codes said nothing of the visit.
  const mails = await inbox(email, 3);
  for (const mail of mails.slice(0, 2)) {
    expect(mail.subject).not.toMatch(/\d/);
    expect(mail.text).not.toContain("Practitioner 1");
  }
});

test("BOOK-07 an address that was mistyped is changed, with everything else as it was typed, and needs a code of its own", async ({
  page,
  studio,
  inbox,
  sql,
}) => {
  await confirming(sql, studio);
  const wrong = `wrnog-${studio.slug}@example.com`;
  const right = `right-${studio.slug}@example.com`;
  await chooseFirstTime(page, studio.url);
  await askForCode(page, wrong);
  await expect(page.getByText(wrong)).toBeVisible();
  const stale = codeIn((await inbox(wrong))[0]);
  await page.getByRole("button", { name: "Change the address" }).click();
  await expect(page.getByLabel("First name")).toHaveValue("Ana");
  await expect(page.getByLabel("Email")).toHaveValue(wrong);
  await expect(page.getByLabel("Email")).toBeFocused();
  await page.getByLabel("Email").fill(right);
  await page.getByLabel("I have read this and accept it").check();
  await page.getByRole("button", { name: "Book this visit" }).click();
  await expect(page.getByText(right)).toBeVisible();
  const code = codeIn((await inbox(right))[0]);
  if (code !== stale) {
    await page.getByLabel("Code from the email").fill(stale);
    await page.getByRole("button", { name: "Book this visit" }).click();
    await expect(page.getByText("That is not the code of the latest email.", { exact: false })).toBeVisible();
  }
  await page.getByLabel("Code from the email").fill(code);
  await page.getByRole("button", { name: "Book this visit" }).click();
  await page.waitForURL(/\/visit\//);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("You are booked");
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("BOOK-07 a new visitor confirms their address and books, with a wrong code and another one between", async ({
    page,
    studio,
    inbox,
    sql,
  }) => {
    await confirming(sql, studio);
    const email = `plain-${studio.slug}@example.com`;
    await chooseFirstTime(page, studio.url);
    await askForCode(page, email);
    const code = page.getByLabel("Code from the email");
    await code.fill("12 34");
    await page.getByRole("button", { name: "Book this visit" }).click();
    await expect(page.getByText("Enter the six digits of the email.")).toBeVisible();
    await page.getByRole("button", { name: "Send a new code" }).click();
    await expect(page.getByText("A new code is on its way")).toBeVisible();
    await code.fill(codeIn((await inbox(email, 2))[1]));
    await page.getByRole("button", { name: "Book this visit" }).click();
    await page.waitForURL(/\/visit\//);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("You are booked, Ana");
  });
});
