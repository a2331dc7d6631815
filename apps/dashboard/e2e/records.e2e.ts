import { bookVisit, person } from "@quietroom/testing/booking";
import { dayAhead, expect, expectAccessible, photograph, tabTo, test } from "@quietroom/testing/browser";
import { addClient } from "@quietroom/testing/clients";
import type { Page } from "@playwright/test";

/** Looks for somebody as a person does, and chooses the one who is found. */
async function find(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Find a client" }).click();
  const dialog = page.getByRole("dialog", { name: "Find a client" });
  await dialog.getByRole("combobox").fill(name);
  await expect(dialog.getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Enter");
}

test("COMP-03 an admin removes a client from the panel once nothing is expected of them, finds them on Records and brings them back", async ({
  staffPage: page,
  studio,
  sql,
}) => {
  await bookVisit(studio, { startsAt: await dayAhead(sql, 4), who: person("Ximena") });
  await page.reload();
  await find(page, "ximena");
  const panel = page.getByRole("dialog", { name: "Ximena Okafor" });
  const remove = panel.getByRole("button", { name: "Remove record … of Ximena Okafor" });
  await remove.scrollIntoViewIfNeeded();
  await expect(panel.getByText(/^Kept until .+ at the least\.$/)).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-20-record-panel");

  // Still expected: it says of what, and leads there.
  await remove.click();
  const expected = page.getByRole("dialog", { name: "Ximena Okafor is still expected" });
  await expect(expected.getByText("A visit is ahead. Cancel it.")).toBeVisible();
  await expect(expected.getByLabel("Reason")).toHaveCount(0);
  await expect(expected.getByRole("button", { name: "Remove record" })).toHaveCount(0);
  await expectAccessible(page);
  await photograph(page, "dashboard-20-record-expected");
  await expected.getByRole("link", { name: /10:00/ }).click();
  await expect(expected).toBeHidden();
  await panel.getByRole("button", { name: "Cancel visit" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel the visit" }).click();
  await expect(page.getByText("Visit cancelled", { exact: true })).toBeVisible();
  await expect(panel.getByText("Cancelled", { exact: true }).first()).toBeVisible();

  await remove.click();
  const asked = page.getByRole("dialog", { name: "Remove the record of Ximena Okafor?" });
  await expect(
    asked.getByText(/It is kept until .+ at the least: 7 years after the last activity\./),
  ).toBeVisible();
  await asked.getByRole("button", { name: "Remove record" }).click();
  await expect(asked.getByText("Say why, in a few words.")).toBeVisible();
  await asked.getByLabel("Reason").fill("Registered twice");
  await expectAccessible(page);
  await photograph(page, "dashboard-20-record-remove");
  await page.keyboard.press("Escape");
  await expect(asked).toBeHidden();
  await expect(remove).toBeFocused();
  await remove.click();
  await asked.getByLabel("Reason").fill("Registered twice");
  await asked.getByRole("button", { name: "Remove record" }).click();
  await expect(
    page.getByText("The record of Ximena Okafor is removed. It stands under Records now.", { exact: true }),
  ).toBeVisible();
  await expect(panel).toBeHidden();
  await expect(page).not.toHaveURL(/open=/);

  await page.getByRole("button", { name: "Find a client" }).click();
  const search = page.getByRole("dialog", { name: "Find a client" });
  await search.getByRole("combobox").fill("ximena");
  await expect(search.getByText("Nobody you may see is found by that.")).toBeVisible();
  await page.keyboard.press("Escape");

  await page.getByRole("link", { name: "Records" }).click();
  const removed = page.getByRole("region", { name: "Removed" });
  await expect(removed.getByText(/^Removed on .+ by Desk Sample: Registered twice$/)).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-20-records");
  await removed.getByRole("button", { name: "Restore … the record of Ximena Okafor" }).click();
  const restore = page.getByRole("dialog", { name: "Restore the record of Ximena Okafor?" });
  await restore.getByLabel("Reason").fill("It was the only one");
  await restore.getByRole("button", { name: "Restore" }).click();
  await expect(page.getByText("The record of Ximena Okafor is back", { exact: true })).toBeVisible();
  await expect(removed.getByText("No record was removed.")).toBeVisible();

  await find(page, "ximena");
  await expect(page.getByText(/^Kept until .+ at the least\.$/)).toBeVisible();
  // Nothing of it was asked for once it was gone: in the audit that would look like somebody who guesses.
  expect(
    await sql("select verb from audit_event where tenant_id = $1 and outcome = 'not_found'", [
      studio.tenantId,
    ]),
  ).toEqual([]);
});

test("COMP-02 with the keyboard alone a record is put on hold and the hold lifted; meanwhile it says who, since when and why", async ({
  staffPage: page,
  studio,
  sql,
}) => {
  const visit = await bookVisit(studio, { startsAt: await dayAhead(sql, 4), who: person("Yusuf") });
  await page.goto(new URL(`/calendar?open=${visit.id}`, page.url()).href);
  const panel = page.getByRole("dialog", { name: "Yusuf Okafor" });
  const hold = panel.getByRole("button", { name: "Legal hold … on the record of Yusuf Okafor" });
  await tabTo(page, hold);
  await page.keyboard.press("Enter");
  const asked = page.getByRole("dialog", { name: "Hold the record of Yusuf Okafor?" });
  await expect(asked.getByLabel("Reason")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(asked.getByText("Say why, in a few words.")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-20-hold");
  await page.keyboard.type("A court asked");

  // A colleague is quicker: their reason stands, and this one is told.
  const colleague = await page.context().newPage();
  await colleague.goto(page.url());
  await colleague.getByRole("button", { name: "Legal hold … on the record of Yusuf Okafor" }).click();
  const theirs = colleague.getByRole("dialog", { name: "Hold the record of Yusuf Okafor?" });
  await theirs.getByLabel("Reason").fill("A letter from the insurer");
  await theirs.getByRole("button", { name: "Hold" }).click();
  await expect(colleague.getByText("The record of Yusuf Okafor is held", { exact: true })).toBeVisible();
  await colleague.close();
  await page.keyboard.press("Enter");
  await expect(asked.getByRole("alert")).toHaveText(
    "Somebody put it on hold meanwhile. Close this to see who, and why.",
  );
  await page.keyboard.press("Escape");

  const held = panel.getByRole("note").filter({ hasText: "On legal hold" });
  await expect(held).toContainText(/Since .+, by Desk Sample: A letter from the insurer$/);
  const lift = panel.getByRole("button", { name: "Lift the hold … on the record of Yusuf Okafor" });
  await expect(lift).toBeFocused();
  await expectAccessible(page);
  await photograph(page, "dashboard-20-held");
  await page.keyboard.press("Enter");
  const lifting = page.getByRole("dialog", { name: "Lift the hold on the record of Yusuf Okafor?" });
  await expect(lifting.getByLabel("Reason")).toBeFocused();
  await page.keyboard.type("The insurer is done");
  await page.keyboard.press("Enter");
  await expect(page.getByText("The record of Yusuf Okafor is held no more", { exact: true })).toBeVisible();
  await expect(hold).toBeFocused();
  await expect(held).toHaveCount(0);
});

test("COMP-02 COMP-03 a client without any visit is decided about where they are found", async ({
  staffPage: page,
  studio,
  runtime,
  sql,
}) => {
  const clientId = await addClient(runtime, studio.tenantId, person("Zoya"));
  const [entry] = await sql(
    `insert into waitlist_entry (tenant_id, client_id, service_id, date_from, date_until, weekdays, dayparts)
     values ($1, $2, $3, current_date, current_date + 30, '{1}', '{morning}') returning id`,
    [studio.tenantId, clientId, studio.serviceId],
  );
  await page.reload();
  await page.keyboard.press("Control+k");
  const dialog = page.getByRole("dialog", { name: "Find a client" });
  await page.keyboard.type("zoya");
  await expect(dialog.getByRole("option")).toContainText(["No visit on your calendar"]);
  await page.keyboard.press("Enter");
  const record = dialog.getByRole("region", { name: "Record of Zoya Okafor" });
  const hold = record.getByRole("button", { name: "Legal hold … on the record of Zoya Okafor" });
  const remove = record.getByRole("button", { name: "Remove record … of Zoya Okafor" });
  await expect(hold).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-20-record-found");
  await tabTo(page, remove);
  await page.keyboard.press("Enter");
  const expected = page.getByRole("dialog", { name: "Zoya Okafor is still expected" });
  await expect(expected.getByText("They wait for a time. Take them off the waitlist.")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-20-record-waiting");
  await page.keyboard.press("Escape");
  await expect(remove).toBeFocused();
  await page.keyboard.press("Enter");
  await expected.getByRole("link", { name: "waitlist" }).click();
  await expect(page.getByRole("heading", { name: "Waitlist", level: 1 })).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await sql("update waitlist_entry set status = 'withdrawn' where id = $1", [entry?.["id"]]);
  await find(page, "zoya");
  await tabTo(page, hold);
  await page.keyboard.press("Enter");
  const holding = page.getByRole("dialog", { name: "Hold the record of Zoya Okafor?" });
  await holding.getByLabel("Reason").fill("A court asked");
  await page.keyboard.press("Enter");
  await expect(record.getByText(/^Since .+, by Desk Sample: A court asked$/)).toBeVisible();
  await remove.click();
  const asked = page.getByRole("dialog", { name: "Remove the record of Zoya Okafor?" });
  await expect(
    asked.getByText(/The legal hold stands: it is kept until somebody lifts that\./),
  ).toBeVisible();
  await asked.getByLabel("Reason").fill("Never came");
  await asked.getByRole("button", { name: "Remove record" }).click();
  await expect(dialog).toBeHidden();
  await page.goto(new URL("/records", page.url()).href);
  await expect(page.getByRole("region", { name: "Under a legal hold" })).toContainText("A court asked");
  const removed = page.getByRole("region", { name: "Removed" });
  await expect(removed).toContainText("Never came");
  await expect(removed.getByRole("button", { name: /^Legal hold/ })).toHaveCount(0); // one stands
});

test("COMP-03 AUTH-51 who does not manage records sees nothing of removing or holding them, and is refused", async ({
  staffPage: page,
  studio,
  runtime,
  sql,
}) => {
  const visit = await bookVisit(studio, { startsAt: await dayAhead(sql, 4), who: person("Ximena") });
  await addClient(runtime, studio.tenantId, person("Zoya"));
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  for (const role of ["receptionist", "billing"]) {
    await sql("update staff_user set roles = array[$3] where tenant_id = $1 and email = $2", [
      studio.tenantId,
      studio.signIn.email,
      role,
    ]);
    await page.goto(new URL(`/calendar?open=${visit.id}`, page.url()).href);
    const panel = page.getByRole("dialog");
    await expect(panel.getByText("ximena@example.com")).toBeVisible();
    await expect(page.getByRole("heading", { name: "Record of Ximena Okafor" })).toHaveCount(0);
    await expect(page.getByRole("button", { name: /^(Remove record|Legal hold|Lift the hold)/ })).toHaveCount(
      0,
    );
    await page.keyboard.press("Escape");
    await expect(panel).toBeHidden();
    await expect(page.getByRole("link", { name: "Records" })).toHaveCount(0);
    await page.keyboard.press("Control+k");
    const dialog = page.getByRole("dialog", { name: "Find a client" });
    await dialog.getByRole("combobox").fill("zoya");
    await expect(dialog.getByRole("option")).toHaveCount(1);
    await page.keyboard.press("Enter"); // the desk may correct them, and no more
    await expect(dialog.getByRole("heading", { name: "Record of Zoya Okafor" })).toHaveCount(0);
    await page.keyboard.press("Escape");
  }
  expect(asked.filter((url) => url.includes("records."))).toEqual([]);
});

test("COMP-04 with the keyboard an admin writes down to whom something of a record was given, and is told what is missing", async ({
  staffPage: page,
  studio,
  sql,
}) => {
  const visit = await bookVisit(studio, { startsAt: await dayAhead(sql, 4), who: person("Yusuf") });
  await page.goto(new URL(`/calendar?open=${visit.id}`, page.url()).href);
  const panel = page.getByRole("dialog", { name: "Yusuf Okafor" });
  const opener = panel.getByRole("button", { name: "Disclosures … of the record of Yusuf Okafor" });
  await tabTo(page, opener);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Disclosures of the record of Yusuf Okafor" });
  await expect(dialog.getByText("Nothing was given to anybody yet.")).toBeVisible();
  await dialog.getByLabel("Date").fill("2199-01-01");
  await dialog.getByLabel("Given to").fill("County court, 2 Main Street");
  await dialog.getByLabel("What was given").fill("Dates of visits in March");
  await dialog.getByLabel("What for").press("Enter");
  await expect(dialog.getByText("Say what for, in a line.")).toBeVisible();
  await expect(dialog.getByLabel("What for")).toBeFocused();
  await expectAccessible(page);
  await photograph(page, "dashboard-22-disclosure-refused");
  await page.keyboard.type("A subpoena");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("This date is still to come.")).toBeVisible();
  await expect(dialog.getByLabel("What was given")).toHaveValue("Dates of visits in March");
  await dialog.getByLabel("Date").fill("2026-03-31");
  // What is pressed while the answer before is still being read in is not heard.
  await expect(dialog.getByRole("button", { name: "Write it down" })).toHaveAttribute("aria-busy", "false");
  await page.keyboard.press("Enter");
  await expect(page.getByText("The disclosure is written down", { exact: true })).toBeVisible();
  const written = dialog.getByRole("list", { name: "Written down" }).getByRole("listitem");
  await expect(written).toHaveCount(1);
  await expect(written).toContainText("County court, 2 Main Street: Dates of visits in March");
  await expect(written).toContainText("What for: A subpoena. Written down by Desk Sample");
  await expect(dialog.getByLabel("Given to")).toHaveValue("");
  await expectAccessible(page);
  await photograph(page, "dashboard-22-disclosures");
});
