import { fillDetails } from "@quietroom/testing/book-a-visit";
import { dayAhead, expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";
import { localDate } from "@quietroom/domain/time";

test("SCHED-24 ADM-04 ec-F1 staff add a group session of two who lead it, a client asks for two seats of three, is screened and gets them, is noted something about for staff alone, who comes late to the last one is told, what a colleague changes meanwhile stands beside what is typed, and what is called off is made up", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
  browser,
}) => {
  test.slow();
  const date = localDate(await dayAhead(sql, 5), "America/New_York");

  await page.goto(`${addresses.dashboard}/services`);
  await page.getByRole("button", { name: "Edit Regular session" }).press("Enter");
  const panel = page.getByRole("dialog");
  await panel.getByLabel("Whoever joins a group is screened first").check();
  await panel.getByRole("button", { name: "Save service" }).press("Enter");
  await expect(panel).toBeHidden();
  await page.goto(`${addresses.dashboard}/calendar`);
  await page.getByRole("link", { name: "Group sessions", exact: true }).press("Enter");
  await expect(page.getByRole("heading", { name: "Group sessions", level: 1 })).toBeVisible();
  await expect(page.getByText("No group sessions to come")).toBeVisible();
  await page.getByRole("button", { name: "Add a session" }).press("Enter");
  await panel.getByLabel("Seats", { exact: true }).fill("3");
  await panel.getByLabel("Co-facilitator").selectOption("Practitioner 2");
  await panel.getByRole("button", { name: "Add the session" }).press("Enter");
  await expect(panel.getByText("Choose a date.")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "groups-1-form");
  await panel.getByLabel("Date").fill(date);
  await panel.getByLabel("Time").fill("04:00");
  await panel.getByRole("button", { name: "Add the session" }).press("Enter");
  await expect(panel.getByRole("alert")).toContainText(
    "The facilitator or the co-facilitator does not work then.",
  );
  await panel.getByLabel("Time").fill("10:00");
  await panel.getByRole("button", { name: "Add the session" }).press("Enter");
  await expect(panel).toBeHidden();
  await expect(page.getByText("0 of 3 seats taken")).toBeVisible();
  await expect(page.getByText("Practitioner 1 and Practitioner 2")).toBeVisible();

  const site = `${addresses.booking}/${studio.slug}`;
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const client = await context.newPage();
  await client.goto(site);
  await client.getByRole("link", { name: /^Group sessions/ }).click();
  await expect(client.getByText("3 seats left")).toBeVisible();
  await expect(client.getByText("Practitioner 1 and Practitioner 2")).toBeVisible();
  await expect(client.getByText(/talks with the studio before they join/)).toBeVisible();
  await expectAccessible(client);
  await photograph(client, "groups-2-open");

  // Two visitors look at three seats and want two of them; one is late, and too late for the last one as well.
  const late = await context.newPage();
  await late.goto(`${site}/groups`);
  // Nobody chooses all three online: so few seats are not kept for one party.
  await expect(late.getByLabel("How many come").getByRole("option")).toHaveText(["1 person", "2 people"]);
  await late.getByLabel("How many come").selectOption("2");
  await client.getByLabel("How many come").selectOption("2");
  await client.getByRole("button", { name: "Choose seats" }).click();
  await client.waitForURL(/\/hold\//);
  await expect(client.getByRole("region", { name: "The visit" })).toContainText("for 2 people");
  await photograph(client, "groups-3-details");
  await fillDetails(client, "ana@example.com");
  await client.getByLabel("I have read this and accept it").check();
  await client.getByRole("button", { name: "Send the request" }).click();
  await client.waitForURL(/\/visit\//);
  await expect(client.getByRole("heading", { level: 1 })).toContainText("Your request is sent");
  await late.getByRole("button", { name: "Choose seats" }).click();
  await expect(late.getByRole("alert").filter({ hasText: "Only one seat is left" })).toBeVisible();
  await expect(late.getByText("1 seat left", { exact: true })).toBeVisible();
  await sql("update appointment set capacity = 2 where tenant_id = $1 and capacity is not null", [
    studio.tenantId,
  ]);
  await late.getByRole("button", { name: "Choose seats" }).click();
  await expect(late.getByRole("alert").filter({ hasText: "The last seat was just taken" })).toBeVisible();
  await expect(late.getByRole("link", { name: /^Join the waitlist/ })).toBeVisible();
  await expectAccessible(late);
  await late.setViewportSize({ width: 320, height: 700 });
  await photograph(late, "groups-4-full");
  expect(await late.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(320);

  await page.goto(`${addresses.dashboard}/requests`);
  const request = page.getByRole("listitem").filter({ hasText: "Ana Ruiz Ortega" });
  await expect(request.getByText("Not screened yet")).toBeVisible();
  await photograph(page, "groups-7-unscreened");
  await request.getByRole("button", { name: /^Approve/ }).press("Enter");
  const approve = page.getByRole("alertdialog");
  await expect(approve.getByText(/It is recorded that you screened them/)).toBeVisible();
  await approve.getByRole("button", { name: "Approve" }).press("Enter");
  await expect(page.getByText("Nothing waits for an answer")).toBeVisible();

  await page.goto(`${addresses.dashboard}/calendar?view=day&date=${date}`);
  // It stands in the calendar of both.
  const both = page.getByRole("button", { name: /2 of 2/ });
  await expect(both).toHaveCount(2);
  await photograph(page, "groups-6-calendar");
  await both.first().press("Enter");
  await page.waitForURL(/\/groups\?open=/);
  await expect(panel.getByRole("link", { name: "Ana Ruiz Ortega" })).toBeVisible();
  await expect(panel.getByText("2 people")).toBeVisible();
  await expect(panel.getByText("2 of 2 seats taken")).toBeVisible();
  await expect(panel.getByText(/^Screened by /)).toBeVisible();
  await panel.getByRole("button", { name: /^Take back/ }).press("Enter");
  await expect(panel.getByText("Not screened yet")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "groups-5-roster");

  // What is noted about her, while a colleague notes something too, is for staff alone.
  await panel.getByRole("button", { name: "Add a staff note: Ana Ruiz Ortega" }).press("Enter");
  const note = panel.getByLabel("Staff note", { exact: true });
  await expect(note).toBeFocused();
  await note.fill("Comes with her sister.");
  await sql(
    "update appointment set staff_note_version = 1 where tenant_id = $1 and group_session_id is not null",
    [studio.tenantId],
  );
  await panel.getByRole("button", { name: "Save the note" }).press("Enter");
  await expect(panel.getByRole("alert")).toContainText("Somebody changed this meanwhile");
  await expectAccessible(page);
  await photograph(page, "groups-10-note");
  await panel.getByRole("button", { name: "Keep what I typed" }).press("Enter");
  await expect(note).toBeFocused();
  await panel.getByRole("button", { name: "Save the note" }).press("Enter");
  await expect(page.getByText("Staff note saved", { exact: true })).toBeVisible();
  await expect(panel.getByText("Comes with her sister.")).toBeVisible();
  await expect(panel.getByRole("button", { name: /^Change the staff note/ })).toBeFocused();
  await client.reload();
  await expect(client.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(client.getByText("Comes with her sister.")).toHaveCount(0);

  // What a colleague changes of the session meanwhile stands at its field, beside what is typed here.
  const change = panel.getByRole("form", { name: "Change the session" });
  const move = panel.getByRole("form", { name: "Move the session" });
  const save = change.getByRole("button", { name: "Save the session" });
  const seats = change.getByLabel("Seats", { exact: true });
  await move.getByLabel("New time").fill("11:00");
  await seats.fill("3");
  await sql(
    "update appointment set version = version + 1, capacity = 4 where tenant_id = $1 and capacity is not null",
    [studio.tenantId],
  );
  await save.press("Enter");
  const conflict = change.getByRole("alert");
  await expect(conflict).toContainText("Seats: 4");
  await expect(conflict).toBeFocused();
  await expect(seats).toHaveAccessibleDescription(/By now it is: 4\./);
  await expect(seats).toHaveValue("3");
  await expectAccessible(page);
  await photograph(page, "groups-11-changed-meanwhile");
  // Saved once more without a decision, it is said once more.
  await save.press("Enter");
  await expect(conflict).toBeFocused();
  await conflict.getByRole("button", { name: "Keep what I typed" }).press("Enter");
  await expect(seats).toHaveAccessibleDescription(/By now it is: 4\./);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Session changed", { exact: true })).toBeVisible();
  await expect(panel.getByText("2 of 3 seats taken")).toBeVisible();
  await expect(save).toBeFocused();
  // What was typed into the form beside it is still there, and meets no conflict with what was saved here.
  await expect(move.getByLabel("New time")).toHaveValue("11:00");
  await move.getByRole("button", { name: "Move the session" }).press("Enter");
  await expect(page.getByText("Session moved", { exact: true })).toBeVisible();
  // A form in which nothing is typed follows what is saved.
  await expect(change.getByLabel("Seats", { exact: true })).toHaveValue("3");
  await panel.getByRole("button", { name: "Call the session off" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Call it off" }).click();
  await expect(page.getByText("Session called off", { exact: true })).toBeVisible();
  const [seat] = await sql(
    "select status, late_cancel from appointment where tenant_id = $1 and group_session_id is not null",
    [studio.tenantId],
  );
  expect(seat).toEqual({ status: "cancelled", late_cancel: false });

  // What she missed she makes up in another session of the class, though its facilitator's licence will have expired.
  await panel.getByRole("button", { name: "Close" }).press("Enter");
  await page.getByRole("button", { name: "Add a session" }).press("Enter");
  await panel.getByLabel("Seats", { exact: true }).fill("2");
  await panel.getByLabel("Date").fill(localDate(await dayAhead(sql, 12), "America/New_York"));
  await panel.getByLabel("Time").fill("10:00");
  await panel.getByRole("button", { name: "Add the session" }).press("Enter");
  await expect(panel).toBeHidden();
  const sessions = page.getByRole("list", { name: "Group sessions" });
  await sessions.getByRole("button", { name: /^Open/ }).first().press("Enter");
  await panel.getByRole("button", { name: /^Book a make-up session/ }).press("Enter");
  const makeUp = panel.getByRole("form", { name: /^Make-up session of/ });
  await expect(makeUp.getByLabel("Make-up session")).toContainText("2 seats left");
  await expectAccessible(page);
  await photograph(page, "groups-8-make-up");
  await sql(
    `insert into practitioner_licence (tenant_id, practitioner_id, title, number, state, expires_on)
     select tenant_id, id, 'LCSW', 'C-1001', 'New York', '2020-01-31' from practitioner where tenant_id = $1`,
    [studio.tenantId],
  );
  await makeUp.getByRole("button", { name: "Book it" }).press("Enter");
  await expect(makeUp.getByText("The practitioner's licence has expired by then.")).toBeVisible();
  await makeUp.getByRole("button", { name: "Seat anyway" }).press("Enter");
  await expect(makeUp.getByText("Say why.")).toBeVisible();
  const reason = makeUp.getByLabel("Reason to seat them all the same");
  await reason.fill("The renewal is with the board.");
  await expectAccessible(page);
  await photograph(page, "groups-10-licence");
  // A seat that is taken meanwhile is said at its field, and what was typed is there once it is free again.
  const seatsOfTheLast = (count: number) =>
    sql(
      `update appointment set capacity = ${count}
       where tenant_id = $1 and capacity is not null and status = 'scheduled'`,
      [studio.tenantId],
    );
  await seatsOfTheLast(1);
  await makeUp.getByRole("button", { name: "Seat anyway" }).press("Enter");
  const other = makeUp.getByLabel("Make-up session");
  await expect(other).toHaveAccessibleDescription(/Only one seat is left\./);
  await expect(other).toBeFocused();
  await expect(other).toContainText("1 seat left");
  await expect(reason).toHaveValue("The renewal is with the board.");
  await expectAccessible(page);
  await photograph(page, "groups-12-seat-taken");
  await seatsOfTheLast(2);
  await makeUp.getByRole("button", { name: "Seat anyway" }).press("Enter");
  await expect(page.getByText("Make-up session booked", { exact: true })).toBeVisible();
  await expect(panel.getByText(/^Made up on/)).toBeVisible();
  await photograph(page, "groups-9-made-up");
  await context.close();
});
