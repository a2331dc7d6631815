import { bookVisit, person, wallTime } from "@quietroom/testing/booking";
import { localDate } from "@quietroom/domain/time";
import { dayAhead, expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";

test("TEN-18 an admin adds a place, corrects its address and takes it out of use, by keyboard", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  test.slow();
  const [clock] = await sql("select extract(epoch from app.now()) * 1000 as ms");
  const startsAt = wallTime(5, "10:00", "America/New_York", Math.floor(Number(clock?.["ms"])));
  await bookVisit(studio, { startsAt, who: person("Nora") });

  await page.goto(`${addresses.dashboard}/calendar`);
  await page.getByRole("link", { name: "Places", exact: true }).first().click();
  await expect(page.getByRole("heading", { name: "Places", level: 1 })).toBeVisible();
  const places = page.getByRole("region", { name: "Places of the studio" }).getByRole("listitem");
  await expect(places).toHaveCount(1);
  await expect(places.first()).toContainText("1 visit ahead");
  await expectAccessible(page);
  await photograph(page, "places-1-list");

  // What is missing is said at its field.
  await page.getByRole("button", { name: "Add a place" }).press("Enter");
  const form = page.getByRole("dialog");
  await form.getByLabel("Name").fill("River Street");
  await form.getByRole("button", { name: "Save" }).press("Enter");
  await expect(form.getByText("Say which street and number.")).toBeVisible();
  await expect(form.getByLabel("Street and number")).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
  await photograph(page, "places-2-form");
  await form.getByLabel("Street and number").fill("7 River Street");
  await form.getByLabel("City").fill("Chicago");
  await form.getByLabel("State or region").fill("IL");
  await form.getByLabel("ZIP or postal code").fill("60601");
  await form.getByLabel("Country").fill("us");
  await expect(form.getByLabel("Monday from")).toHaveValue("06:00");
  await form.getByLabel("Time zone").selectOption("America/Chicago");
  await form.getByRole("button", { name: "Save" }).press("Enter");
  await expect(form).toBeHidden();
  const added = places.filter({ hasText: "River Street" });
  await expect(added).toContainText("7 River Street, Chicago, IL 60601, US");
  await expect(added).toContainText("America/Chicago · No visits ahead");
  await expect(added).toContainText("Open every day 6:00 AM – 10:00 PM");

  await page.getByRole("button", { name: "Edit River Street" }).press("Enter");
  await form.getByLabel("Street and number").fill("9 River Street");
  await form.getByRole("button", { name: "Save" }).press("Enter");
  await expect(form).toBeHidden();
  await expect(added).toContainText("9 River Street");

  // Somebody else was quicker: it is said, and nothing is overwritten.
  await page.getByRole("button", { name: "Edit River Street" }).press("Enter");
  await expect(form).toBeVisible();
  await sql(
    "update location set version = version + 1, city = 'Evanston' where tenant_id = $1 and not is_primary",
    [studio.tenantId],
  );
  await form.getByLabel("City").fill("Oak Park");
  await form.getByRole("button", { name: "Save" }).press("Enter");
  const conflict = form.getByRole("alert");
  await expect(conflict).toContainText("City: Evanston");
  await expect(conflict).toBeFocused();
  await expect(form.getByLabel("City")).toHaveAccessibleDescription("By now it is: Evanston.");
  await expect(form.getByLabel("City")).toHaveValue("Oak Park");
  await expectAccessible(page);
  await photograph(page, "places-5-changed-meanwhile");
  // Saved once more without a decision, it is said once more.
  await form.getByRole("button", { name: "Save" }).press("Enter");
  await expect(conflict).toBeFocused();
  await expect(form.getByLabel("City")).toHaveValue("Oak Park");
  await form.getByRole("button", { name: "Take what is there now" }).press("Enter");
  await expect(added).toContainText("Evanston");

  await page.getByRole("button", { name: "Edit River Street" }).press("Enter");
  await form.getByLabel("In use").uncheck();
  await form.getByRole("button", { name: "Save" }).press("Enter");
  await expect(form).toBeHidden();
  await expect(added).toContainText("not in use");
  await photograph(page, "places-3-out-of-use");

  // The main place stays.
  await page.getByRole("button", { name: /^Edit/ }).first().press("Enter");
  await form.getByLabel("In use").uncheck();
  await form.getByRole("button", { name: "Save" }).press("Enter");
  await expect(form.getByText("This is the studio's main place, and stays in use.")).toBeVisible();
});

test("ec-B13 SCHED-29 an admin shortens a place's hours: visitors are offered no more, and the visit outside is told of", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  test.slow();
  const startsAt = await dayAhead(sql, 5, "15:00");
  const date = localDate(startsAt, "America/New_York");
  await bookVisit(studio, { startsAt, who: person("Nora") });
  const visitor = await page.context().newPage();
  await visitor.goto(`${studio.url}/regular-session?month=${date.slice(0, 7)}&date=${date}`);
  await expect(visitor.getByText(/^1\d free times/)).toBeVisible();

  await page.goto(`${addresses.dashboard}/places`);
  const places = page.getByRole("region", { name: "Places of the studio" }).getByRole("listitem");
  await expect(places.first()).toContainText("Open every day around the clock");
  await page.getByRole("button", { name: "Edit Main Street" }).press("Enter");
  const form = page.getByRole("dialog");
  const weekday = new Intl.DateTimeFormat("en-US", { weekday: "long", timeZone: "UTC" }).format(
    Date.parse(`${date}T12:00:00Z`),
  );
  await form.getByLabel(`${weekday} from`).fill("17:00");
  await form.getByLabel(`${weekday} until`).fill("09:00");
  await form.getByRole("button", { name: "Save" }).press("Enter");
  await expect(form.getByText("This ends before it begins.")).toBeVisible();
  await expect(form.getByLabel(`${weekday} until`)).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
  await photograph(page, "places-4-hours");
  await form.getByLabel(`${weekday} from`).fill("09:00");
  await form.getByLabel(`${weekday} until`).fill("12:00");
  await form.getByRole("button", { name: "Save" }).press("Enter");
  await expect(form).toBeHidden();
  await expect(places.first()).toContainText("1 booked visit stands unchanged outside the opening hours.");
  await expect(places.first()).toContainText(`${weekday.slice(0, 3)} 9:00 AM – 12:00 noon`);
  await expectAccessible(page);
  await photograph(page, "places-5-outside");

  await visitor.reload();
  await expect(visitor.getByText(/^5 free times/)).toBeVisible();
  await visitor.close();
});

test("ec-A30 an admin corrects a place's time zone: what is meant of its visits is asked, and their times are as was said", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  const [clock] = await sql("select extract(epoch from app.now()) * 1000 as ms");
  const startsAt = wallTime(5, "10:00", "America/New_York", Math.floor(Number(clock?.["ms"])));
  const visit = await bookVisit(studio, { startsAt, who: person("Nora") });
  await page.goto(`${addresses.dashboard}/places`);
  await page.getByRole("button", { name: "Time zone of Main Street" }).press("Enter");
  const form = page.getByRole("dialog");
  await form.getByLabel("Time zone", { exact: true }).selectOption("America/Chicago");
  await form.getByRole("button", { name: "Change the time zone" }).press("Enter");
  await expect(form.getByText("Say what becomes of the visits ahead.")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "places-6-zone");
  await form.getByRole("radio", { name: /They keep the time on the wall/ }).check();
  await form.getByRole("button", { name: "Change the time zone" }).press("Enter");
  await expect(form).toBeHidden();
  await expect(
    page.getByText("1 client is told about their visit, where their address takes mail.", { exact: true }),
  ).toBeVisible();
  await expect(page.getByRole("region", { name: "Places of the studio" })).toContainText("America/Chicago");
  const [row] = await sql(
    "select to_char(starts_at at time zone 'America/Chicago', 'HH24:MI') as time from appointment where id = $1",
    [visit.id],
  );
  expect(row?.["time"]).toBe("10:00");
});
