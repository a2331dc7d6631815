import { expect, type Page } from "@playwright/test";

export const ana = {
  givenName: "Ana",
  familyName: "Ruiz Ortega",
  birthDate: "1988-04-12",
  phone: "+1 212 555 0142",
};

/** From the studio's page to its times, and on to the details by the first time of the first free day. */
export async function chooseFirstTime(page: Page, studioUrl: string): Promise<void> {
  await page.goto(studioUrl);
  await page.getByRole("link", { name: /Regular session/ }).click();
  await page.waitForURL(/regular-session/);
  await seeTimes(page);
  await chooseTime(page);
}

/** The same with a time that is weeks away: the first of the last free day of next month. */
export async function chooseDistantTime(page: Page, studioUrl: string): Promise<void> {
  await page.goto(studioUrl);
  await page.getByRole("link", { name: /Regular session/ }).click();
  await page.waitForURL(/regular-session/);
  const days = page.getByRole("navigation", { name: /^Days in/ });
  await days
    .getByRole("link", { name: /^[A-Z][a-z]+ \d{4}$/ })
    .last()
    .click();
  await page.waitForURL(/month=/);
  const lastDay = days.getByRole("link", { name: /times?$/ }).last();
  await lastDay.click();
  await expect(lastDay).toHaveAttribute("aria-current", "date");
  await chooseTime(page);
}

/** Waits for times; on the last evening of a month they are in the next one, a press away. */
export async function seeTimes(page: Page): Promise<void> {
  const times = page.locator('button[name="startsAt"]');
  const further = page.getByRole("link", { name: /^Go to/ });
  await expect(times.or(further).first()).toBeVisible();
  if (await further.isVisible()) await further.click();
  await expect(times.first()).toBeVisible();
}

/** Takes one of the times on show, by its place among them. */
export async function chooseTime(page: Page, index = 0): Promise<void> {
  await page.locator('button[name="startsAt"]').nth(index).click();
  await page.waitForURL(/\/hold\//);
}

/** Types the five details, accepts the policy, and books. */
export async function fillDetails(
  page: Page,
  email: string,
  person: Partial<typeof ana> = {},
): Promise<void> {
  const { givenName, familyName, birthDate, phone } = { ...ana, ...person };
  await page.getByLabel("First name").fill(givenName);
  await page.getByLabel("Last name").fill(familyName);
  await page.getByLabel("Date of birth").fill(birthDate);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Phone").fill(phone);
}

/** Details, policy, confirm: ends on the visit's own page. */
export async function confirm(page: Page, email: string, person: Partial<typeof ana> = {}): Promise<void> {
  await fillDetails(page, email, person);
  await page.getByLabel("I have read this and accept it").check();
  await page.getByRole("button", { name: "Book this visit" }).click();
  await page.waitForURL(/\/visit\//);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("You are booked");
}
