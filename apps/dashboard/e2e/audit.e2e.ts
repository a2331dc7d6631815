import { readFile } from "node:fs/promises";
import { bookVisit, person } from "@quietroom/testing/booking";
import { appCode, dayAhead, expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";

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
  await page.getByLabel("Kind of record").selectOption({ label: "Audit" });
  await page.getByRole("button", { name: "Look" }).click();
  await page.waitForURL(/action=read/);
  await expect(page.getByRole("cell", { name: "the audit", exact: true }).first()).toBeVisible();
  await expect(page.getByLabel("Kind of record")).toHaveValue("audit_event");

  await page.goto(`${addresses.dashboard}/audit?record=nobody`);
  await expect(page.locator("#main").getByText("That cannot be looked for")).toBeVisible();
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
  await expect(page.getByRole("cell", { name: "second factor needed" })).toBeVisible();
  await photograph(page, "dashboard-10-audit-exports");
});

test("AUD-09 AUD-10 AUD-12 the audit of one client is reached from their visit and by their name, which is in no address", async ({
  staffPage: page,
  studio,
  addresses,
  sql,
}) => {
  await page.goto(`${addresses.dashboard}/account`); // the calendar would list the client by itself, in weeks that reach so far
  const startsAt = await dayAhead(sql, 4);
  const visit = await bookVisit(studio, { startsAt, who: person("Ximena") });
  const [booked] = await sql("select client_id as id from appointment where tenant_id = $1 and id = $2", [
    studio.tenantId,
    visit.id,
  ]);
  const clientId = String(booked?.["id"]);
  const seen: string[] = [];
  page.on("request", (request) => seen.push(request.url()));

  await page.goto(`${addresses.dashboard}/audit`);
  const client = page.getByRole("button", { name: "Client Anybody", exact: true });
  await client.click();
  const dialog = page.getByRole("dialog", { name: "Find a client" });
  await dialog.getByRole("combobox").fill("xim");
  await expect(dialog.getByRole("option")).toContainText(["Ximena Okafor"]);
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  const picked = page.getByRole("button", { name: "Client Ximena Okafor", exact: true });
  await expect(picked).toBeFocused();
  await photograph(page, "dashboard-10-audit-client-picked");
  await page.getByRole("button", { name: "Clear the client" }).click();
  await expect(client).toBeFocused();
  await client.click();
  await dialog.getByRole("combobox").fill("xim");
  await dialog.getByRole("option", { name: "Ximena Okafor" }).click();
  await page.getByRole("button", { name: "Look" }).click();
  await page.waitForURL(new RegExp(`[?&]record=${clientId}`));
  await expect(
    page.getByRole("button", { name: `Client …${clientId.slice(-8)}`, exact: true }),
  ).toBeVisible();
  await expect(page.getByRole("cell", { name: "1 client listed" })).toHaveCount(2); // the searches themselves
  await expect(page.getByText("Ximena")).toHaveCount(0);
  await expectAccessible(page);
  await photograph(page, "dashboard-10-audit-client");

  const [day] = await sql(
    "select to_char(to_timestamp($1 / 1000.0) at time zone 'America/New_York', 'YYYY-MM-DD') as date",
    [startsAt],
  );
  const open = `${addresses.dashboard}/calendar?view=day&date=${String(day?.["date"])}&open=${visit.id}`;
  await page.goto(open);
  await page.getByRole("dialog").getByRole("link", { name: "Who opened this record" }).click();
  await page.waitForURL(`${addresses.dashboard}/audit?record=${clientId}`);
  await expect(page.getByRole("table", { name: "The audit, newest first" })).toBeVisible();
  expect(seen.filter((address) => /ximena|okafor|xim\b/i.test(decodeURIComponent(address)))).toEqual([]);

  await sql("update staff_user set roles = '{receptionist}' where tenant_id = $1 and email = $2", [
    studio.tenantId,
    studio.signIn.email,
  ]);
  await page.goto(open);
  await expect(
    page.getByRole("dialog").getByRole("heading", { name: "Messages", exact: true }),
  ).toBeVisible();
  await expect(page.getByRole("link", { name: "Who opened this record" })).toHaveCount(0);
});
