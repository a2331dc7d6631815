import { bookVisit, person, wallTime } from "@quietroom/testing/booking";
import { expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";

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
  await form.getByLabel("Time zone").selectOption("America/Chicago");
  await form.getByRole("button", { name: "Save" }).press("Enter");
  await expect(form).toBeHidden();
  const added = places.filter({ hasText: "River Street" });
  await expect(added).toContainText("7 River Street, Chicago, IL 60601, US");
  await expect(added).toContainText("America/Chicago · No visits ahead");

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
  await expect(form.getByText(/Someone else changed this meanwhile/)).toBeVisible();
  await expectAccessible(page);
  await form.getByRole("button", { name: "Close" }).last().press("Enter");
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
