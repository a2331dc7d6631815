import {
  ana,
  chooseDistantTime,
  chooseFirstTime,
  confirm,
  fillDetails,
} from "@quietroom/testing/book-a-visit";
import { expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";
import { askForWayIn, wayInOf } from "@quietroom/testing/way-in";

type Sql = (text: string, values?: unknown[]) => Promise<unknown>;

/** What an admin of the studio publishes on the dashboard. */
async function publish(
  sql: Sql,
  tenantId: string,
  kind: "terms" | "privacy",
  version: number,
): Promise<void> {
  await sql(
    `insert into legal_document (tenant_id, kind, version, body, published_by)
     select $1, $2, $3, $4, id from staff_user where tenant_id = $1 limit 1`,
    [
      tenantId,
      kind,
      version,
      `These are the ${kind} in their version ${version}.\n\n## What we ask\n\n- be kind\n- tell us <b>early</b>\n\n1. first\n2. second`,
    ],
  );
}

test("COMP-15 whoever books reads and accepts what the studio publishes; at the portal they see it, and are asked for what came since", async ({
  page,
  studio,
  sql,
  inbox,
}) => {
  test.slow();
  const { tenantId } = studio;
  const email = `ana-${studio.slug}@example.com`;
  await page.goto(`${studio.url}/legal/terms`);
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Terms"); // nothing is published yet
  await publish(sql, tenantId, "terms", 1);
  await publish(sql, tenantId, "terms", 2);
  await publish(sql, tenantId, "privacy", 1);

  await page.goto(studio.url);
  await page.getByRole("contentinfo").getByRole("link", { name: "Terms" }).click();
  await expect(page.getByRole("heading", { name: "Terms", level: 1 })).toBeVisible();
  await expect(page.getByText("version 2, published on")).toBeVisible();
  await expect(page.getByText("tell us <b>early</b>")).toBeVisible(); // words, never HTML
  await expectAccessible(page);
  await photograph(page, "consent-2-terms");
  await page.goto(`${studio.url}/legal/terms?version=1`);
  await expect(page.getByText("This is an earlier version")).toBeVisible();

  await chooseDistantTime(page, studio.url);
  await fillDetails(page, email);
  await page.getByLabel("I have read this and accept it").check();
  const box = page.getByRole("checkbox", { name: /I have read and accept the terms/ });
  await expect(box).not.toBeChecked();
  await page.getByRole("button", { name: "Book this visit" }).click();
  await expect(page.getByText("Please read and accept this to go on.")).toBeVisible();
  await expect(page.getByLabel("First name")).toHaveValue(ana.givenName);
  await expectAccessible(page);
  await photograph(page, "consent-1-booking");

  const link = page.getByRole("link", { name: "terms (opens in a new tab)" });
  await expect(link).toHaveAttribute("href", /\/legal\/terms\?version=2$/);
  await expect(link).toHaveAttribute("target", "_blank"); // what was typed stays

  await page.getByLabel("I have read this and accept it").check();
  await box.check();
  await page.getByRole("button", { name: "Book this visit" }).click();
  await page.waitForURL(/\/visit\//);

  await askForWayIn(page, studio.url, email);
  await page.goto(wayInOf(await inbox(email, 2)).link);
  await page.getByRole("button", { name: "Come in" }).click();
  await expect(page.getByRole("heading", { name: "Hello, Ana" })).toBeVisible();
  await expect(page.getByText("has something for you to accept")).toHaveCount(0);
  await page.getByRole("link", { name: "My agreements" }).click();
  await expect(page.getByRole("link", { name: "Terms, version 2" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Privacy notice, version 1" })).toBeVisible();
  await expectAccessible(page);

  // Said by keyboard, and taken back.
  await page.getByRole("button", { name: "I agree (Visits online)" }).press("Enter");
  await expect(page.getByText("Thank you. You agree to this from now on.")).toBeVisible();
  await page.getByLabel("Why you take it back (Visits online)").fill("The walls are thin");
  await photograph(page, "consent-5-why");
  await page.getByRole("button", { name: "Take it back (Visits online)" }).press("Enter");
  await expect(page.getByText("You took this back.")).toBeVisible();
  await expect(page.getByText("You took this back.")).toContainText("Visits take place in person.");
  await page.locator("#telehealth summary").click();
  await expect(page.locator("#telehealth").getByText(/Agreed on .* ended on/)).toContainText(
    "Why: The walls are thin",
  );

  await publish(sql, tenantId, "privacy", 2);
  await page.goto(`${studio.url}/portal`);
  await expect(page.getByText("has something for you to accept")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Coming up" })).toBeVisible(); // nothing is closed meanwhile
  await expectAccessible(page);
  await page.getByRole("link", { name: "Read and accept" }).click();
  await page.getByRole("button", { name: "Accept", exact: true }).click();
  await expect(page.getByText("Please read and accept this to go on.")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "consent-3-portal");
  await page.getByRole("checkbox", { name: /I have read and accept the privacy notice/ }).check();
  await page.getByRole("button", { name: "Accept", exact: true }).click();
  await expect(page.getByText("That you accepted is kept")).toBeVisible();
  await expect(page.getByText("has something for you to accept")).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Privacy notice, version 2" })).toBeVisible();
  await photograph(page, "consent-4-accepted");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("COMP-15 BOOK-02 what is published is accepted with JavaScript switched off", async ({
    page,
    studio,
    sql,
  }) => {
    await publish(sql, studio.tenantId, "terms", 1);
    await chooseFirstTime(page, studio.url);
    await fillDetails(page, `plain-${studio.slug}@example.com`);
    await page.getByLabel("I have read this and accept it").check();
    await page.getByRole("button", { name: "Book this visit" }).click();
    await expect(page.getByText("Please read and accept this to go on.")).toBeVisible();
    await page.getByRole("checkbox", { name: /I have read and accept the terms/ }).check();
    await confirm(page, `plain-${studio.slug}@example.com`);
  });
});

test("COMP-15 WAIT-01 who joins the waitlist accepts as well", async ({ page, studio, sql }) => {
  await publish(sql, studio.tenantId, "privacy", 1);
  await page.goto(`${studio.url}/waitlist/regular-session`);
  await fillDetails(page, `ben-${studio.slug}@example.com`);
  await page.getByRole("button", { name: "Join the waitlist" }).click();
  await expect(page.getByText("Please read and accept this to go on.")).toBeVisible();
  await page.getByRole("checkbox", { name: /I have read and accept the privacy notice/ }).check();
  await page.getByRole("button", { name: "Join the waitlist" }).click();
  await expect(page.getByText("You are on the waitlist")).toBeVisible();
});
