import { localDate } from "@quietroom/domain/time";
import { bookVisit, person } from "@quietroom/testing/booking";
import { dayAhead, expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";

test("SCHED-30 SCHED-04 off sick tomorrow: of what is booked one is given to the cover, one moved, one cancelled, until nothing is left", async ({
  staffPage: page,
  studio,
  sql,
  mailed,
  addresses,
}) => {
  test.slow();
  const { practitionerId } = studio;
  const dateOf = async (days: number) => localDate(await dayAhead(sql, days), "America/New_York");
  const tomorrow = await dateOf(1);
  for (const [time, name] of [
    ["10:00", "Nora"],
    ["12:00", "Ben"],
    ["14:00", "Cleo"],
  ] as const)
    await bookVisit(studio, { startsAt: await dayAhead(sql, 1, time), practitionerId, who: person(name) });

  await page.goto(`${addresses.dashboard}/hours/time-off`);
  await page.getByRole("button", { name: "Ask for time off" }).press("Enter");
  const form = page.getByRole("dialog");
  await form.getByLabel("Who", { exact: true }).selectOption({ label: "Practitioner 1" });
  await form.getByLabel("First day").fill(tomorrow);
  await form.getByLabel("Reason").fill("Unwell");
  await form.getByLabel("Who covers").selectOption({ label: "Practitioner 2" });
  await form.getByRole("button", { name: "Ask", exact: true }).press("Enter");
  await expect(form).toBeHidden();
  await page.getByRole("button", { name: /^Approve/ }).press("Enter");
  await page.getByRole("alertdialog").getByRole("button", { name: "Approve" }).press("Enter");
  const answered = page.getByRole("region", { name: "Answered" });
  await expect(answered).toContainText("3 booked visits stand unchanged in these days");
  await answered.getByRole("link", { name: /^Decide about each/ }).press("Enter");

  const list = page.getByRole("region", { name: /visits? with Practitioner 1$/ });
  const heading = list.getByRole("heading", { level: 2 });
  const row = (name: string) => list.getByRole("listitem").filter({ hasText: `${name} Okafor` });
  await expect(heading).toHaveText("3 visits with Practitioner 1");
  await expect(row("Nora").getByLabel("Give to")).toHaveValue(String(studio.practitionerIds[1]));
  await expect(row("Nora")).toContainText("Practitioner 2 (covers)");
  await expect(row("Ben").getByRole("button", { name: /: move Ben Okafor, .* there$/ })).toHaveCount(3);
  await expectAccessible(page);
  await photograph(page, "practitioner-away-1-list");

  await row("Nora")
    .getByRole("button", { name: /^Give: / })
    .press("Enter");
  await expect(page.getByText("Given to Practitioner 2", { exact: true })).toBeVisible();
  await expect(heading).toHaveText("2 visits with Practitioner 1");
  await expect(heading).toBeFocused();
  const told = await mailed("nora@example.com", "has changed");
  expect(told.text).toContain("Practitioner 2");
  expect(told.text).toContain("The time is the same");

  // Moved to the day on which they are back.
  await row("Ben").getByRole("button", { name: /^Move/ }).press("Enter");
  const panel = page.getByRole("dialog", { name: "Move this visit" });
  await expect(panel.getByLabel("Date")).toHaveValue(await dateOf(2));
  await expect(panel.getByLabel("With")).toHaveValue(practitionerId);
  await expect(panel.getByRole("button", { name: "12:00 noon" })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "practitioner-away-2-move");
  await panel.getByRole("button", { name: "Look at the next date" }).press("Enter");
  await expect(panel.getByLabel("Date")).toHaveValue(await dateOf(3));
  await panel.getByRole("button", { name: "9:00 AM", exact: true }).press("Enter");
  await expect(panel).toBeHidden();
  await expect(heading).toHaveText("1 visit with Practitioner 1");
  await mailed("ben@example.com", "has a new time");

  await row("Cleo")
    .getByRole("button", { name: /^Cancel/ })
    .press("Enter");
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("It is never counted against them.");
  await expectAccessible(page);
  await photograph(page, "practitioner-away-3-cancel");
  await dialog.getByRole("button", { name: "Cancel the visit" }).press("Enter");
  await expect(list.getByText("Nothing is left to decide")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "practitioner-away-4-done");
  const openings = await sql("select 1 from opening where tenant_id = $1 and practitioner_id = $2", [
    studio.tenantId,
    practitionerId,
  ]);
  expect(openings).toEqual([]);
});

test("SCHED-15 ec-G14 in the morning the desk learns on which dates a weekly client has no visit, and why, and says that it was seen to", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  const { practitionerId, tenantId } = studio;
  const dateOf = async (days: number) => localDate(await dayAhead(sql, days), "America/New_York");
  const first = await dateOf(5);
  const startsAt = await dayAhead(sql, 5, "14:00");
  const visit = await bookVisit(studio, { startsAt, practitionerId, who: person("Nora") });
  // A series of this visit, as the night left it that met a holiday of two weeks.
  const [series] = await sql(
    `insert into series (tenant_id, client_id, practitioner_id, location_id, service_id, mode, first_date, start_time, time_zone,
       duration_min, buffer_before_min, buffer_after_min, frequency, every, weekdays, monthly_by, missing, booked_until)
     select tenant_id, client_id, practitioner_id, location_id, service_id, mode, $2::date, '14:00', time_zone,
       60, 0, 0, 'daily', 7, '{}', 'date', 'skip', $2::date + 120 from appointment where id = $1 returning id`,
    [visit.id, first],
  );
  const seriesId = series?.["id"];
  await sql("update appointment set series_id = $2, series_date = $3::date where id = $1", [
    visit.id,
    seriesId,
    first,
  ]);
  const gaps = [await dateOf(12), await dateOf(19)];
  await sql(
    `insert into series_gap (tenant_id, series_id, series_date, because)
     select $1, $2, g::date, 'time_off' from unnest($3::text[]) g`,
    [tenantId, seriesId, gaps],
  );

  await page.goto(`${addresses.dashboard}/calendar`);
  await page.getByRole("link", { name: "Hours 1 series to see to" }).press("Enter");
  await page.getByRole("link", { name: "Affected visits 1 series to see to" }).press("Enter");
  const list = page.getByRole("region", { name: "Series to see to" });
  await expect(list).toContainText("Regular session with Practitioner 1, at 2:00 PM");
  const dates = list.getByRole("list", { name: /^Dates that are not booked: Nora Okafor/ });
  await expect(dates.getByRole("listitem")).toHaveCount(2);
  await expect(dates.getByRole("listitem").first()).toContainText("not booked, time off");
  await expectAccessible(page);
  await photograph(page, "series-to-see-to-1-list");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 320, height: 720 });
  await expectAccessible(page);
  await photograph(page, "series-to-see-to-2-narrow-dark");
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(dates.getByRole("link").first()).toHaveAttribute(
    "href",
    `/calendar?view=day&date=${String(gaps[0])}`,
  );
  await list.getByRole("link", { name: /^Open the series/ }).press("Enter");
  await expect(page.getByRole("dialog").getByText("One of a series", { exact: true })).toBeVisible();

  await page.goto(`${addresses.dashboard}/hours/affected?practitioner=${practitionerId}&from=${first}`);
  await expect(page.getByRole("heading", { name: "1 visit with Practitioner 1" })).toBeVisible();
  await list.getByRole("button", { name: "Seen to: Nora Okafor, Regular session" }).press("Enter");
  await expect(page.getByText("Series seen to", { exact: true })).toBeVisible();
  await expect(list).toContainText("Nothing waits here.");
  await expect(list.getByRole("heading")).toBeFocused();
  await expect(page.getByRole("link", { name: "Hours", exact: true })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "series-to-see-to-3-done");
  const open = await sql("select 1 from series_gap where series_id = $1 and settled_by is null", [seriesId]);
  expect(open).toEqual([]);
});

test("ec-L9 ADM-04 somebody leaves: off online booking, a last day, deactivated and back, while the booking page says kindly what to do; and their licence expires", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  test.slow();
  const { practitionerId } = studio;
  const lastDay = localDate(await dayAhead(sql, 3), "America/New_York");
  await bookVisit(studio, { startsAt: await dayAhead(sql, 5), practitionerId, who: person("Nora") });
  const visitor = await page.context().newPage();
  const link = `${studio.url}/regular-session?with=practitioner-1`;
  await visitor.goto(link);
  const gone = visitor.getByText("This practitioner cannot be booked online");
  await expect(visitor.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(gone).toHaveCount(0);

  await page.goto(`${addresses.dashboard}/hours/${practitionerId}/limits`);
  const part = page.getByRole("region", { name: "Taking bookings" });
  await part.getByLabel("Clients can book them online").press("Space");
  await part.getByRole("button", { name: "Save bookings" }).press("Enter");
  await expect(part).toContainText("The desk can, and clients cannot, book Practitioner 1.");
  await visitor.goto(link);
  await expect(gone).toBeVisible();
  await expect(visitor.getByRole("link", { name: "Practitioner 1" })).toHaveCount(0);
  await expectAccessible(visitor);
  await photograph(visitor, "practitioner-leaves-1-link");

  await part.getByLabel("Clients can book them online").press("Space");
  await part.getByLabel("Last day").fill(lastDay);
  await part.getByRole("button", { name: "Save bookings" }).press("Enter");
  await expect(part).toContainText("which is their last day");
  await expect(part).toContainText("1 booked visit stands although they are not there any more.");
  await expectAccessible(page);
  await photograph(page, "practitioner-leaves-2-last-day");
  await visitor.goto(link);
  await expect(gone).toHaveCount(0);

  await part.getByRole("button", { name: "Deactivate Practitioner 1" }).press("Enter");
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("their history stays too");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Deactivate" }).press("Enter");
  await expect(part).toContainText("Practitioner 1 has left: nobody can book them.");
  await expect(page.getByRole("link", { name: /Practitioner 1.*left/ })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "practitioner-leaves-3-left");
  await visitor.goto(link);
  await expect(gone).toBeVisible();
  await visitor.close();
  await part.getByRole("link", { name: "Decide about each" }).press("Enter");
  await expect(page.getByRole("heading", { name: "1 visit with Practitioner 1" })).toBeVisible();

  await page.goto(`${addresses.dashboard}/hours/${practitionerId}/limits`);
  await part.getByRole("button", { name: "Bring Practitioner 1 back" }).press("Enter");
  await expect(part).toContainText("Clients and the desk can book Practitioner 1.");

  // ADM-04: a licence that has expired says what it stops, until it is renewed.
  const licences = page.getByRole("region", { name: "Licences" });
  await expect(licences).toContainText("No licence on record");
  await licences.getByRole("button", { name: "Add a licence" }).press("Enter");
  const panel = page.getByRole("dialog");
  await panel.getByRole("button", { name: "Add", exact: true }).press("Enter");
  await expect(panel).toContainText("Say which credential it is");
  await panel.getByLabel("Credential").fill("LCSW");
  await panel.getByLabel("Number").fill("C-1001");
  await panel.getByLabel("State or country").fill("New York");
  await panel.getByLabel("Expires on").fill("2020-01-31");
  await panel.getByRole("button", { name: "Add", exact: true }).press("Enter");
  await expect(panel).toBeHidden();
  await expect(licences).toContainText("Practitioner 1's licence has expired");
  await expectAccessible(page);
  await photograph(page, "practitioner-licence-expired");
  await licences.getByRole("button", { name: "Renew LCSW C-1001, New York" }).press("Enter");
  await panel.getByLabel("Expires on").fill("2190-01-31");
  await panel.getByRole("button", { name: "Save" }).press("Enter");
  await expect(panel).toBeHidden();
  await expect(licences).toContainText("Valid");
  await expect(licences).not.toContainText("has expired");
});
