import { readFile } from "node:fs/promises";
import { appCode, expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";

test("AUD-09 AUD-10 the audit is read, narrowed by reports and filters, survives what cannot be asked, and shows that it was looked at", async ({
  staffPage: page,
  addresses,
}) => {
  await page.goto(`${addresses.dashboard}/audit`);
  await expect(page.getByRole("table", { name: "The audit, newest first" })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-10-audit");

  await page.getByRole("link", { name: "Exports" }).click();
  await expect(page.getByText("Nothing of that kind", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-10-audit-empty");

  await page.getByRole("link", { name: "Everything", exact: true }).click();
  await expect(page.getByRole("table", { name: "The audit, newest first" })).toBeVisible(); // with it the filters are new
  await page.getByLabel("Act", { exact: true }).selectOption({ label: "Looked at" });
  await page.getByLabel("Kind of record").fill("audit_event");
  await page.getByRole("button", { name: "Look" }).click();
  await expect(page).toHaveURL(/action=read/);
  await expect(page.getByRole("cell", { name: "the audit", exact: true }).first()).toBeVisible();
  await expect(page.getByLabel("Kind of record")).toHaveValue("audit_event");

  await page.goto(`${addresses.dashboard}/audit?record=nobody`);
  await expect(page.getByText("That cannot be looked for")).toBeVisible();
  await expectAccessible(page);
  await expect(page.getByRole("button", { name: "Export as CSV" })).toHaveCount(0);
});

test("AUD-09 AUTH-21 compliance takes the audit as a file once a second factor has passed lately, and that is in it", async ({
  staffPage: page,
  studio,
  addresses,
  sql,
}) => {
  await sql("update staff_user set roles = '{compliance}' where tenant_id = $1 and email = $2", [
    studio.tenantId,
    studio.signIn.email,
  ]);
  await sql("update session set mfa_passed_at = now() - interval '6 minutes' where tenant_id = $1", [
    studio.tenantId,
  ]);
  await page.goto(`${addresses.dashboard}/audit`);
  await page.getByRole("button", { name: "Export as CSV" }).click();
  const proof = page.getByRole("dialog", { name: "Is it still you?" });
  await expectAccessible(page);
  const coming = page.waitForEvent("download");
  await proof.getByLabel("Code").fill(appCode(studio.signIn.secret, "next"));
  await proof.getByRole("button", { name: "Continue" }).click();
  const file = await coming;
  expect(file.suggestedFilename()).toBe("audit.csv");
  const text = await readFile(await file.path(), "utf8");
  expect(text).toMatch(/^time,who,kind,action,record/);
  expect(text).not.toContain(studio.signIn.email);

  await page.goto(`${addresses.dashboard}/audit?report=exports`);
  await expect(page.getByRole("cell", { name: "Exported" })).toHaveCount(2); // the one that was refused as well
  await expect(page.getByText("second factor needed")).toBeVisible();
  await photograph(page, "dashboard-10-audit-exports");
});
