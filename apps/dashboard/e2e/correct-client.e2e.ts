import { bookVisit, person } from "@quietroom/testing/booking";
import { dayAhead, expect, expectAccessible, photograph, tabTo, test } from "@quietroom/testing/browser";
import { addClient } from "@quietroom/testing/clients";
import { askForWayIn, comeIn, wayInOf } from "@quietroom/testing/way-in";

test("COMP-04 ENC-09 a misspelled name and an email are corrected from the panel by keyboard; calendar, search and portal know the client by them", async ({
  staffPage: page,
  studio,
  sql,
  inbox,
}) => {
  test.slow();
  const email = `ximena-${studio.slug}@example.com`;
  const wrong = { ...person("Xmena"), email: `xmena-${studio.slug}@example.com` };
  const visit = await bookVisit(studio, { startsAt: await dayAhead(sql, 4), who: wrong });
  const openPanel = new URL(`/calendar?open=${visit.id}`, page.url()).href;
  await page.goto(openPanel);
  const panel = page.getByRole("dialog", { name: "Xmena Okafor" });
  const correct = panel.getByRole("button", { name: "Correct … the record of Xmena Okafor" });
  await tabTo(page, correct);
  await page.keyboard.press("Enter");
  const form = page.getByRole("dialog", { name: "Correct the record of Xmena Okafor" });
  await expect(form.getByLabel("First name")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("Ximena");
  await form.getByLabel("Email").fill("ximena@");
  await page.keyboard.press("Enter");
  await expect(form.getByText("Enter an email address such as ana@example.com.")).toBeVisible();
  await expect(form.getByText("Say why, in a few words.")).toBeVisible();
  await expect(form.getByLabel("Email")).toBeFocused();
  await expectAccessible(page);
  await photograph(page, "dashboard-21-correct-refused");
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: "light" });
  await form.getByLabel("Email").fill(email);
  await form.getByLabel("Reason").fill("Misheard on the phone");

  // A colleague is quicker with another field: it is shown, and what was typed here stands upon it.
  const colleague = await page.context().newPage();
  await colleague.goto(openPanel);
  await colleague.getByRole("button", { name: "Correct … the record of Xmena Okafor" }).click();
  const theirs = colleague.getByRole("dialog", { name: "Correct the record of Xmena Okafor" });
  await theirs.getByLabel("Phone").fill("+1 212 555 0142");
  await theirs.getByLabel("Reason").fill("A new number");
  await theirs.getByRole("button", { name: "Save" }).click();
  await expect(colleague.getByText("The record of Xmena Okafor is corrected", { exact: true })).toBeVisible();
  await colleague.close();
  await page.keyboard.press("Enter");
  const overrun = form.getByRole("alert").filter({ hasText: "Somebody corrected this record meanwhile" });
  await expect(overrun).toContainText("+1 212 555 0142");
  await expect(form.getByLabel("Phone")).toHaveValue("+1 212 555 0142");
  await expect(form.getByLabel("First name")).toHaveValue("Ximena");
  await expectAccessible(page);
  await photograph(page, "dashboard-21-correct-meanwhile");
  await form.getByRole("button", { name: "Save" }).press("Enter");
  await expect(page.getByText("The record of Ximena Okafor is corrected", { exact: true })).toBeVisible();

  const right = page.getByRole("dialog", { name: "Ximena Okafor" });
  await expect(right.getByText(email)).toBeVisible();
  await expect(right.getByRole("button", { name: "Correct … the record of Ximena Okafor" })).toBeFocused();
  await expectAccessible(page);
  await photograph(page, "dashboard-21-corrected");
  // Whoever corrects it next reads what was corrected before, and why.
  await page.keyboard.press("Enter");
  const again = page.getByRole("dialog", { name: "Correct the record of Ximena Okafor" });
  await again.locator("summary").filter({ hasText: "Corrected before (2), Ximena Okafor" }).focus();
  await page.keyboard.press("Enter");
  await expect(again.getByText("Misheard on the phone")).toBeVisible();
  await expect(again.getByText("A new number")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-21-corrected-before");
  await page.keyboard.press("Escape");
  await expect(again).toBeHidden();
  await expect(right.getByRole("button", { name: "Correct … the record of Ximena Okafor" })).toBeFocused();
  await page.goto(new URL("/calendar", page.url()).href);
  await expect(right).toBeHidden();
  await page.getByRole("button", { name: "Find a client" }).click();
  const search = page.getByRole("dialog", { name: "Find a client" });
  await search.getByRole("combobox").fill("xmena");
  await expect(search.getByText("Nobody you may see is found by that.")).toBeVisible();
  await search.getByRole("combobox").fill(email);
  await expect(search.getByRole("option")).toContainText(["Ximena Okafor"]);
  await page.keyboard.press("Enter");
  await expect(right).toBeVisible();
  await page.goto(page.url().replace(/&open=.*$/, ""));
  await expect(right).toBeHidden();
  await expect(page.getByRole("button", { name: /^10:00.*Ximena Okafor/ })).toBeVisible();

  const client = await page.context().newPage();
  await askForWayIn(client, studio.url, email);
  await comeIn(client, studio.url, wayInOf(await inbox(email, 1)).link);
  await expect(client.getByRole("heading", { name: "Hello, Ximena" })).toBeVisible();
});

test("COMP-04 what a client asks to be corrected is corrected and answered in one step, and the client reads both", async ({
  staffPage: page,
  studio,
  sql,
  inbox,
  browser,
}) => {
  test.slow();
  const who = { ...person("Yusof"), email: `yusuf-${studio.slug}@example.com` };
  await bookVisit(studio, { startsAt: await dayAhead(sql, 4), who });
  const client = await (await browser.newContext()).newPage();
  await askForWayIn(client, studio.url, who.email);
  await comeIn(client, studio.url, wayInOf(await inbox(who.email, 2)).link);
  await client.getByRole("link", { name: "My record" }).click();
  await client.getByLabel("In your own words").fill("My name is Yusuf, with a u.");
  await client.getByRole("button", { name: "Send to the studio" }).click();
  await expect(client.getByText("Your request is with")).toBeVisible();

  await page.getByRole("link", { name: "Records" }).click();
  const requests = page.getByRole("region", { name: "Requests" });
  await requests.getByRole("button", { name: "Correct … the record of Yusof Okafor" }).click();
  const form = page.getByRole("dialog", { name: "Correct the record of Yusof Okafor" });
  await expect(form.getByRole("radio", { name: /with a u/ })).toBeChecked();
  await form.getByLabel("First name").fill("Yusuf");
  await form.getByLabel("Email").fill(`other-${studio.slug}@example.com`);
  await expect(form.getByText(/^They are signed out of the portal/)).toBeVisible();
  await form.getByLabel("Email").fill(who.email);
  await form.getByLabel("Reason").fill("They asked");
  await form.getByRole("textbox", { name: "Answer" }).fill("You are right, it is Yusuf now.");
  await expectAccessible(page);
  await photograph(page, "dashboard-21-correct-request");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The record of Yusuf Okafor is corrected", { exact: true })).toBeVisible();
  await expect(requests.getByText("You are right, it is Yusuf now.")).toBeVisible();
  await expect(requests.getByText("approved", { exact: true })).toBeVisible();

  await client.reload();
  await expect(client.getByText("You are right, it is Yusuf now.")).toBeVisible();
  await client.getByRole("link", { name: "Read or print it" }).click();
  await expect(client.getByText("Yusuf").first()).toBeVisible();
  await client.context().close();
});

test("COMP-04 AUTH-51 the desk corrects how a client without any visit is reached, and nothing else", async ({
  staffPage: page,
  studio,
  runtime,
  sql,
}) => {
  await addClient(runtime, studio.tenantId, person("Zoya"));
  await sql("update staff_user set roles = '{receptionist}' where tenant_id = $1 and email = $2", [
    studio.tenantId,
    studio.signIn.email,
  ]);
  await page.reload();
  await page.keyboard.press("Control+k");
  const search = page.getByRole("dialog", { name: "Find a client" });
  await page.keyboard.type("zoya");
  await expect(search.getByRole("option")).toContainText(["No visit on your calendar"]);
  await page.keyboard.press("Enter");
  const correct = search.getByRole("button", { name: "Correct … the record of Zoya Okafor" });
  await tabTo(page, correct);
  await photograph(page, "dashboard-21-correct-found");
  await page.keyboard.press("Enter");
  const form = page.getByRole("dialog", { name: "Correct the record of Zoya Okafor" });
  await expect(form.getByLabel("Email")).toBeFocused();
  await expect(form.getByLabel("First name")).toHaveCount(0);
  await expect(form.getByLabel("Date of birth")).toHaveCount(0);
  await form.getByLabel("Phone").fill("+1 212 555 0142");
  await form.getByLabel("Reason").fill("A new number");
  await expectAccessible(page);
  await photograph(page, "dashboard-21-correct-contact");
  await page.keyboard.press("Enter");
  await expect(page.getByText("The record of Zoya Okafor is corrected", { exact: true })).toBeVisible();
});
