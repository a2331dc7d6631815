import type { Page } from "@playwright/test";
import { daysBetween, localDate } from "@quietroom/domain/time";
import { groupSession } from "@quietroom/testing";
import { seeTimes } from "@quietroom/testing/book-a-visit";
import { began } from "@quietroom/testing/booking";
import { dayAhead, expect, expectFocusIn, pressOn, test, typeInto } from "@quietroom/testing/browser";

// Nobody has a mouse here: everything is walked to with Tab, seen to have the focus, and pressed or typed into.

test("QUAL-12 a visit is booked by keyboard alone", async ({ page, studio }) => {
  await page.goto(studio.url);
  await pressOn(page, page.getByRole("link", { name: "Skip to content" }));
  await expect(page.getByRole("main")).toBeFocused();
  await pressOn(page, page.getByRole("link", { name: /Regular session/ }));
  await page.waitForURL(/regular-session/);
  await seeTimes(page);
  await pressOn(page, page.locator('button[name="startsAt"]').first());
  await typeDetails(page, `keys-${studio.slug}@example.com`);
});

test("QUAL-12 BOOK-02 ec-C3 by keyboard alone a length, with whom and a month are chosen, each press keeps its place, and the nearest free time is found", async ({
  page,
  studio,
  sql,
}) => {
  await sql(
    `update service set more_lengths = '[{"durationMin": 90, "priceMinor": 17000}]' where tenant_id = $1`,
    [studio.tenantId],
  );
  await page.goto(`${studio.url}/regular-session`);
  const longer = page.getByRole("navigation", { name: "How long" }).getByRole("link", { name: /90 minutes/ });
  await pressOn(page, longer);
  await expect(longer).toHaveAttribute("aria-current", "true");
  await expect(longer).toBeFocused();
  const people = page.getByRole("navigation", { name: "With", exact: true });
  for (const name of ["Practitioner 2", "Anyone"]) {
    const one = people.getByRole("link", { name });
    await pressOn(page, one);
    await expect(one).toHaveAttribute("aria-current", "true");
    await expect(one).toBeFocused();
  }
  const month = page.getByRole("navigation", { name: /^Days in/ });
  const shown = (await month.getByRole("heading").textContent()) ?? "";
  await pressOn(page, month.getByRole("link", { name: /^[A-Z][a-z]+ \d{4}$/ }).last());
  await expect(month.getByRole("heading")).not.toHaveText(shown);
  await expectFocusIn(month);
  const day = month.getByRole("link", { name: /times?$/ }).last();
  await pressOn(page, day);
  await expect(day).toHaveAttribute("aria-current", "date");
  await expect(page.locator('button[name="startsAt"]').first()).toBeVisible();

  // Nobody works before a day of another month: the page leads there.
  const from = localDate(await dayAhead(sql, 40), "America/New_York");
  await sql("update weekly_hours set effective_from = $2::date where tenant_id = $1", [
    studio.tenantId,
    from,
  ]);
  await page.goto(`${studio.url}/regular-session`);
  await pressOn(page, page.getByRole("link", { name: /^Go to/ }));
  await expect(page.locator('button[name="startsAt"]').first()).toBeVisible();
  await expectFocusIn(page.getByRole("main"));
  await pressOn(page, page.locator('button[name="startsAt"]').first());
  await page.waitForURL(/\/hold\//);
});

test("QUAL-12 SCHED-24 by keyboard alone two seats of a class are chosen and booked", async ({
  page,
  studio,
  sql,
}) => {
  const zone = "America/New_York";
  const day = daysBetween(localDate(began, zone), localDate(await dayAhead(sql, 5), zone));
  await groupSession(studio, { day });
  await page.goto(studio.url);
  await pressOn(page, page.getByRole("link", { name: /^Group sessions/ }));
  await page.waitForURL(/\/groups/);
  const people = page.getByLabel("How many come");
  await pressOn(page, people, "ArrowDown");
  await expect(people).toHaveValue("2");
  await pressOn(page, page.getByRole("button", { name: "Choose seats" }));
  await typeDetails(page, `seats-${studio.slug}@example.com`);
  await expect(page.getByText("2 people").first()).toBeVisible();
});

/** The five details and the policy, up to the visit's own page. */
async function typeDetails(page: Page, email: string): Promise<void> {
  await page.waitForURL(/\/hold\//);
  for (const [label, text] of [
    ["First name", "Kim"],
    ["Last name", "Larsen"],
    ["Date of birth", "1988-04-12"],
    ["Email", email],
    ["Phone", "+1 212 555 0188"],
  ] as const)
    await typeInto(page, page.getByLabel(label, { exact: true }), text);
  await pressOn(page, page.getByLabel("I have read this and accept it"), "Space");
  await pressOn(page, page.getByRole("button", { name: "Book this visit" }));
  await expect(page.getByRole("heading", { level: 1 })).toContainText("You are booked, Kim");
}
