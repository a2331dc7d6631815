import { dayAhead, expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";
import { bookVisit, person } from "@quietroom/testing/booking";

test("COMP-15 an admin writes, publishes and replaces the studio's terms; every version stays", async ({
  staffPage: page,
  studio,
  addresses,
}) => {
  test.slow();
  await page.getByRole("link", { name: "Terms" }).click();
  await expect(page.getByRole("heading", { name: "Terms and privacy", level: 1 })).toBeVisible();
  await expect(page.getByText("No terms published")).toBeVisible();
  await expect(page.getByText("Clients book without accepting any terms")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "legal-1-empty");

  await page.getByRole("link", { name: "Write the first version" }).first().click();
  await expect(page.getByRole("heading", { name: "Terms", level: 1 })).toBeVisible();
  await page.getByRole("button", { name: "Publish version 1 …" }).click();
  await expect(page.getByText("Write the text first.")).toBeVisible();
  await page
    .getByLabel("The text of version 1")
    .fill(
      "We are glad that you are here.\n\n## Your visit\n\n- come five minutes early\n- bring <i>nothing</i>",
    );
  await expect(page.getByRole("heading", { name: "Your visit" })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "bring <i>nothing</i>" })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "legal-2-editor");

  const first = page.getByRole("button", { name: "Publish version 1 …" });
  await first.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Publish" }).press("Enter");
  await expect(page.getByRole("button", { name: "Publish version 2 …" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Version 1" })).toBeVisible();

  const text = page.getByLabel("The text that becomes version 2");
  await page.getByRole("button", { name: "Publish version 2 …" }).click();
  await expect(page.getByText("These are the words that hold already: change them first.")).toBeVisible();
  await text.fill("We are very glad that you are here.");
  await page.getByRole("button", { name: "Publish version 2 …" }).click();
  await dialog.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("link", { name: "Version 2" })).toBeVisible();
  await photograph(page, "legal-3-history");
  await page.getByRole("link", { name: "Version 1" }).click();
  await expect(page.getByText("come five minutes early")).toBeVisible();
  await expect(page.getByText("A published version stays as it is.")).toBeVisible();
  await expectAccessible(page);

  await page.goto(`${addresses.dashboard}/legal`);
  await expect(page.getByText("Version 2 is current")).toBeVisible();
  await photograph(page, "legal-4-list");
  const visitor = await page.context().newPage();
  await visitor.goto(`${studio.url}/legal/terms`);
  await expect(visitor.getByText("We are very glad that you are here.")).toBeVisible();
});

test("CONS-02 CONS-04 staff write down in a visit's panel what its client agrees to, and that they took it back", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  test.slow();
  const startsAt = await dayAhead(sql, 3);
  const visit = await bookVisit(studio, { startsAt, who: person("Nora") });
  await page.goto(`${addresses.dashboard}/calendar?open=${visit.id}`);
  const consents = page.getByRole("region", { name: "Consents" });
  await expect(consents.getByRole("listitem").filter({ hasText: "Treatment" })).toContainText("not asked");
  const record = consents.getByRole("button", { name: "Record … the consent: Treatment" });
  await record.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Treatment" });
  await expect(dialog).toBeVisible();
  await dialog.getByRole("button", { name: "Write it down" }).click();
  await expect(dialog.getByText("Choose what the client said.")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "legal-5-consent");
  await dialog.getByLabel("They agree").check();
  await dialog.getByLabel("How they said it").selectOption({ label: "On paper, signed" });
  await dialog.getByRole("button", { name: "Write it down" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(consents.getByRole("listitem").filter({ hasText: "Treatment" })).toContainText(
    /agreed.*on paper/,
  );
  await expect(record).toBeFocused();
  await photograph(page, "legal-6-panel");

  await record.press("Enter");
  await expect(dialog.getByLabel("Why")).toHaveCount(0);
  await dialog.getByLabel("They take it back").check();
  await dialog.getByLabel("Why").fill("Moving to another town");
  await photograph(page, "legal-7-taken-back");
  await dialog.getByRole("button", { name: "Write it down" }).click();
  const treatment = consents.getByRole("listitem").filter({ hasText: "Treatment" });
  await expect(treatment).toContainText("withdrawn");
  await expect(treatment).toContainText("Why: Moving to another town");
  await expectAccessible(page);
});
