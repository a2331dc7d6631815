import type { Page } from "@playwright/test";
import { expect, expectAccessible, linksIn, photograph, test } from "@quietroom/testing/browser";
import { chooseDistantTime, confirm, fillDetails } from "@quietroom/testing/book-a-visit";

test("SCHED-09 SCHED-16 CAL-05 ec-I15 a visit is confirmed, moved and cancelled from its panel, and the cancellation undone", async ({
  page: client,
  staffPage: page,
  studio,
  addresses,
  inbox,
}) => {
  const email = `panel-${studio.slug}@example.com`;
  await chooseDistantTime(client, studio.url);
  await confirm(client, email);
  const when = await client.locator("time").first().getAttribute("datetime");
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York" }).format(new Date(when ?? 0));
  await page.goto(`${addresses.dashboard}/calendar?view=day&date=${day}`);
  await page
    .getByRole("button", { name: /Ana Ruiz Ortega/ })
    .first()
    .click();
  const panel = page.getByRole("dialog");
  await expect(panel.getByText(email)).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-7-visit");

  await panel.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(panel.locator('[data-status="confirmed"]')).toBeVisible();

  await panel.getByRole("button", { name: "Move", exact: true }).click();
  const other = panel.locator('[data-slot="time-button"]').last();
  const moved = await other.innerText();
  await other.click();
  await expect(page.getByText("Visit moved", { exact: true })).toBeVisible();
  await expect(panel.getByText(`${moved} –`)).toBeVisible();
  await inbox(email, 2);

  await panel.getByRole("button", { name: "Cancel visit" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel the visit" }).click();
  await expect(panel.locator('[data-status="cancelled"]')).toBeVisible();
  const told = await inbox(email, 3);
  expect(told.flatMap((message) => message.attachments.map((file) => file.content)).join()).toContain(
    "METHOD:CANCEL",
  );

  // It was the wrong visit: within the grace it is brought back.
  await expect(panel.getByText("This cancellation can be undone", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-8-undo-cancellation");
  await panel.getByRole("button", { name: "Undo the cancellation" }).press("Enter");
  await expect(page.getByText("Cancellation undone", { exact: true })).toBeVisible();
  await expect(panel.locator('[data-status="confirmed"]')).toBeVisible();
  await expect(panel.getByText("cancellation undone by", { exact: false })).toBeVisible();
  await inbox(email, 4);
  await page.goto(`${addresses.dashboard}/waitlist`);
  await expect(page.getByText("The cancellation was undone, and nobody had been asked.")).toBeVisible();
  await expectAccessible(page);
});

test("SCHED-01 SCHED-02 hours and exceptions change what can be booked", async ({
  page: client,
  staffPage: page,
  studio,
  addresses,
}) => {
  await page.goto(`${addresses.dashboard}/hours/${studio.practitionerId}`);
  await page.getByRole("button", { name: "Add hours on Monday" }).click();
  await page.getByLabel("Monday, from").last().fill("18:00");
  await page.getByLabel("Monday, until").last().fill("20:00");
  await page.getByRole("button", { name: "Save weekly hours" }).click();
  await expect(page.getByText("Weekly hours saved", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Monday, from").last()).toHaveValue("18:00");

  await client.goto(`${studio.url}/regular-session?with=practitioner-1`);
  const days = client.getByRole("navigation", { name: /^Days in/ });
  await days
    .getByRole("link", { name: /^[A-Z][a-z]+ \d{4}$/ })
    .last()
    .click();
  await client.waitForURL(/month=/);
  await days
    .getByRole("link", { name: /^Monday/ })
    .first()
    .click();
  await expect(client.getByRole("heading", { name: "Evening" })).toBeVisible();
});

test("CAL-07 API-18 a service that someone else changed meanwhile is not overwritten: what stands now is said at its field, and either is taken", async ({
  staffPage: page,
  studio,
  addresses,
  sql,
}) => {
  await page.goto(`${addresses.dashboard}/services`);
  await page.getByRole("button", { name: "Edit Regular session" }).click();
  await sql(
    "update service set version = version + 1, name = 'Longer session', buffer_after_min = 15 where tenant_id = $1 and name = 'Regular session'",
    [studio.tenantId],
  );
  const form = page.getByRole("dialog");
  const save = form.getByRole("button", { name: "Save service" });
  await form.getByLabel("Name", { exact: true }).fill("");
  await save.press("Enter");
  await expect(form.getByLabel("Name", { exact: true })).toHaveAccessibleDescription(
    "Say what it is called.",
  );
  await form.getByLabel("Name", { exact: true }).fill("Evening session");
  await save.press("Enter");
  const conflict = form.getByRole("alert");
  await expect(conflict).toContainText("Name: Longer session");
  await expect(conflict).toContainText("Buffer after: 15 minutes");
  await expect(conflict).toBeFocused();
  await expect(form.getByLabel("Buffer after")).toHaveAccessibleDescription("By now it is: 15 minutes.");
  await expect(form.getByLabel("Name", { exact: true })).toHaveValue("Evening session");
  await expectAccessible(page);
  await photograph(page, "service-changed-meanwhile");
  await conflict.getByRole("button", { name: "Take what is there now" }).press("Enter");
  await expect(form).toBeHidden();
  await page.getByRole("button", { name: "Edit Longer session" }).press("Enter");
  await expect(form.getByLabel("Buffer after")).toHaveValue("15");

  // A price that was cleared is none, and not a visit for nothing.
  const price = form.getByLabel("Price", { exact: true });
  await price.fill("");
  await form.getByRole("button", { name: "Save service" }).press("Enter");
  await expect(price).toHaveAccessibleDescription("A price from 0 to 10,000.");
  await expect(price).toBeFocused();
});

test("WAIT-11 the desk skips, offers, moves and removes by hand, with the keyboard, and says why", async ({
  page: client,
  staffPage: page,
  studio,
  addresses,
  inbox,
}) => {
  const mailOf = (name: string) => `${name}-${studio.slug}@example.com`;
  await chooseDistantTime(client, studio.url);
  await confirm(client, mailOf("ana"));
  const visitUrl = client.url();
  const when = await client.locator("time").first().getAttribute("datetime");
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York" }).format(new Date(when ?? 0));
  for (const name of ["Ben", "Cy"]) {
    await client.goto(`${studio.url}/waitlist/regular-session?date=${day}`);
    await joinFor(client, day, { name, email: mailOf(name.toLowerCase()) });
  }
  await client.goto(visitUrl);
  await client.getByRole("link", { name: "Cancel this visit" }).click();
  await client.getByRole("button", { name: "Cancel the visit" }).click();
  await page.goto(`${addresses.dashboard}/waitlist`);
  const card = page.getByRole("article");
  await expect(card.getByText(/Ben Okafor.*has until/)).toBeVisible({ timeout: 60_000 });
  const [firstOffer] = offerLinks(await inbox(mailOf("ben"), 2)); // joined, offered

  // Skipped: Ben is told and keeps his place, and Cy is asked at once, without a reload.
  const menu = card.getByRole("button", { name: /^Decide by hand/ });
  await menu.focus();
  await page.keyboard.press("Enter");
  // A key that is pressed before the menu is there goes nowhere.
  await expect(page.getByRole("menuitem", { name: "Offer to somebody" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem", { name: "Skip somebody" })).toBeFocused();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: /Ben Okafor/ }).focus();
  await page.keyboard.press("Space");
  await dialog.getByLabel("Reason").focus();
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("Say why, in a few words.")).toBeVisible();
  await page.keyboard.type("Away that week");
  await expectAccessible(page);
  await photograph(page, "dashboard-8-skip-by-hand");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(menu).toBeFocused();
  await expect(card.getByText(/Cy Okafor.*has until/)).toBeVisible({ timeout: 30_000 });
  await expect(card.getByText("skipped by hand: “Away that week”")).toBeVisible();
  await client.goto(firstOffer ?? never());
  await expect(client.getByRole("heading", { name: "This hour is gone" })).toBeVisible();
  await expect(client.getByText("You keep your place on the waitlist.")).toBeVisible();

  // Offered by hand after all: Cy's offer is taken back, which the dialog says.
  await menu.click();
  await page.getByRole("menuitem", { name: "Offer to somebody" }).click();
  await expect(dialog.getByText(/Cy Okafor is being asked now/)).toBeVisible();
  await dialog.getByRole("radio", { name: /Ben Okafor/ }).check();
  await dialog.getByLabel("Reason").fill("He rang: he is back");
  await expectAccessible(page);
  await photograph(page, "dashboard-9-offer-by-hand");
  await dialog.getByRole("button", { name: "Offer this hour" }).click();
  await expect(card.getByText(/Ben Okafor.*has until/)).toBeVisible();
  await expect(card.getByText("Chosen by hand: “He rang: he is back”")).toBeVisible();
  const offers = offerLinks(await inbox(mailOf("ben"), 4)); // joined, offered, closed, offered

  // Cy is moved up, then taken off the list.
  const cy = page.getByRole("row", { name: /Cy Okafor/ });
  const choose = async (item: string) => {
    await cy.getByRole("button", { name: "Change Cy Okafor" }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  await choose("Change priority");
  await dialog.getByRole("radio", { name: /^Urgent/ }).check();
  await expect(dialog.getByText(/urgency 30 of 30, referral 0 of 20/)).toBeVisible();
  await dialog.getByRole("checkbox", { name: "Referred by a practitioner" }).check();
  await expect(dialog.getByText(/urgency 30 of 30, referral 20 of 20/)).toBeVisible();
  await dialog.getByLabel("Reason").fill("Waited longest");
  await expectAccessible(page);
  await photograph(page, "dashboard-10-move-by-hand");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(cy.getByText("urgentreferred“Waited longest”")).toBeVisible();
  await choose("Remove");
  await dialog.getByLabel("Reason").fill("Moved away");
  await dialog.getByRole("button", { name: "Remove" }).click();
  await expect(cy.getByText("withdrawn")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-11-decided-by-hand");

  await client.goto(offers.find((link) => link !== firstOffer) ?? never());
  await client.getByRole("button", { name: "Take this hour" }).click();
  await expect(client.getByRole("heading", { level: 1 })).toContainText("You are booked, Ben");
  await expect(card.getByText("filled", { exact: true })).toBeVisible();
  await expect(menu).toBeHidden();
});

/** Joins the waitlist for one day, at any time of it. */
async function joinFor(
  page: Page,
  day: string,
  { name, email }: { readonly name: string; readonly email: string },
): Promise<void> {
  await page.getByLabel("From").fill(day);
  await page.getByLabel("Until").fill(day);
  for (const box of await page.getByRole("checkbox").all()) await box.check();
  await fillDetails(page, email, { givenName: name, familyName: "Okafor" });
  await page.getByRole("button", { name: "Join the waitlist" }).click();
  await expect(page.getByText(/in line/)).toBeVisible();
}

/** Where to answer each offer; declining is the same page with a word more. */
function offerLinks(emails: readonly Parameters<typeof linksIn>[0][]): readonly string[] {
  return emails.flatMap((email) => linksIn(email, "offer")).filter((link) => !link.includes("?"));
}

function never(): never {
  throw new Error("the story stopped before this point");
}
