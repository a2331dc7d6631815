import { expect, test } from "@quietroom/testing/browser";
import { seeTimes } from "@quietroom/testing/book-a-visit";
import type { Page } from "@playwright/test";

test("QUAL-12 a visit is booked by keyboard alone", async ({ page, studio }) => {
  await page.goto(studio.url);
  await tabTo(page, /Regular session/);
  await page.keyboard.press("Enter");
  await page.waitForURL(/regular-session/);
  await seeTimes(page);
  await tabTo(page, /^\d{1,2}:\d{2}/);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/hold\//);
  for (const [label, text] of [
    ["First name", "Kim"],
    ["Last name", "Larsen"],
    ["Date of birth", "04121988"],
    ["Email", `keys-${studio.slug}@example.com`],
    ["Phone", "+1 212 555 0188"],
  ] as const) {
    await tabToLabel(page, label);
    await page.keyboard.type(text);
  }
  await tabToLabel(page, "I have read this and accept it");
  await page.keyboard.press("Space");
  await tabTo(page, /Book this visit/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("You are booked, Kim");
});

/** Presses Tab until the focused element reads like this, and checks that one can see where the focus is. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let press = 0; press < 120; press += 1) {
    await page.keyboard.press("Tab");
    const focused = page.locator(":focus");
    const words = (await focused.count()) === 0 ? "" : ((await focused.textContent()) ?? "").trim();
    if (name.test(words)) {
      await expect(focused).toBeInViewport();
      return;
    }
  }
  throw new Error(`no way to ${name} by Tab`);
}

async function tabToLabel(page: Page, label: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  for (let press = 0; press < 40; press += 1) {
    if (await field.evaluate((element) => element === element.ownerDocument.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`no way to the field "${label}" by Tab`);
}
