import { bookVisit } from "@quietroom/testing";
import { dayAhead, expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";

test("ec-E9 ec-E11 SCHED-25 an admin says how far places are apart, and the hours page says why a time there cannot be had", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  test.slow();
  const { practitionerId } = studio;
  await page.goto(`${addresses.dashboard}/places`);
  const between = page.getByRole("region", { name: "Between places" });
  await expect(between.getByText("Only one place is in use")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "travel-1-one-place");

  const [hill] = await sql(
    `insert into location (tenant_id, name, address_line, city, region, postal_code, country, time_zone)
     select tenant_id, 'Hill Road', '2 Hill Road', city, region, postal_code, country, time_zone from location
     where tenant_id = $1 and is_primary returning id`,
    [studio.tenantId],
  );
  await sql(
    `insert into weekly_hours (tenant_id, practitioner_id, location_id, weekday, start_time, end_time)
     select tenant_id, practitioner_id, $2, weekday, start_time, end_time from weekly_hours where tenant_id = $1`,
    [studio.tenantId, hill?.["id"]],
  );
  await page.reload();
  await expect(between.getByRole("listitem")).toHaveText(/Hill Road.*30 minutes, as nobody has said/);

  // By keyboard; what is wrong is said at its field.
  await between.getByRole("button", { name: "Edit the minutes" }).press("Enter");
  const form = page.getByRole("dialog");
  const way = form.getByLabel(/Hill Road, in minutes/);
  await way.fill("soon");
  await form.getByRole("button", { name: "Save" }).press("Enter");
  await expect(form.getByText("Say whole minutes from 0 to 480, or leave it empty.")).toBeVisible();
  await expect(way).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
  await photograph(page, "travel-2-form");
  await way.fill("45");
  await way.press("Enter");
  await expect(form).toBeHidden();
  await expect(page.getByText("Minutes between places saved", { exact: true })).toBeVisible();
  await expect(between.getByRole("listitem")).toHaveText(/Hill Road.*45 minutes/);
  await expectAccessible(page);
  await photograph(page, "travel-3-said");

  // A visit at the main place until eleven: at half past, nobody is on the hill yet.
  const startsAt = await dayAhead(sql, 3);
  await bookVisit(studio, { startsAt, practitionerId });
  const date = new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York" }).format(startsAt);
  await page.goto(`${addresses.dashboard}/hours/${practitionerId}/why`);
  const panel = page.getByRole("region", { name: "Why not this time?" });
  await expect(panel.getByRole("button", { name: "Explain this time" })).toBeEnabled();
  await panel.getByLabel("Where").selectOption(`${String(hill?.["id"])} in_person`);
  await panel.getByLabel("Date").fill(date);
  await panel.getByLabel("Time", { exact: true }).fill("11:30");
  await panel.getByRole("button", { name: "Explain this time" }).press("Enter");
  await expect(
    panel.getByText(/The way takes 45 minutes, so a visit here can start at 11:45\sAM\./),
  ).toBeVisible();
  await expect(panel.getByRole("link", { name: "See the minutes between places" })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "travel-4-why-not");
});
