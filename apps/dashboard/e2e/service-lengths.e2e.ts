import { chooseTime, seeTimes } from "@quietroom/testing/book-a-visit";
import { expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";

test("ec-C3 ec-C13 an admin gives a service a second length and a horizon in business days, and a visitor books the longer one at its price", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  test.slow();
  await page.goto(`${addresses.dashboard}/services`);
  await page.getByRole("button", { name: "Edit Regular session" }).press("Enter");
  const form = page.getByRole("dialog");
  await expect(form).toBeVisible();
  await form.getByRole("button", { name: "Add a length" }).press("Enter");
  await form.getByLabel("Length 2, minutes").fill("60");
  await form.getByLabel("Length 2, price").fill("170");
  await form.getByRole("button", { name: "Save service" }).click();
  await expect(form.getByText("Each length once only.")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "service-lengths-1-refused");
  await form.getByLabel("Length 2, minutes").fill("90");
  await form.getByLabel("Bookable ahead").fill("12");
  await form.getByRole("switch", { name: "All of them come together" }).click();
  await form.getByRole("button", { name: "Save service" }).click();
  await expect(form).toBeHidden();
  await expect(page.getByText("60, 90 min")).toBeVisible();

  const visitor = await page.context().newPage();
  await visitor.goto(studio.url);
  await expect(visitor.getByText("60 – 90 min")).toBeVisible();
  await visitor.getByRole("link", { name: /Regular session/ }).click();
  const lengths = visitor.getByRole("navigation", { name: "How long" });
  await expect(lengths.getByRole("link", { name: /60 minutes/ })).toHaveAttribute("aria-current", "true");
  await lengths.getByRole("link", { name: /90 minutes/ }).press("Enter");
  await visitor.waitForURL(/minutes=90/);
  await expect(lengths.getByRole("link", { name: /90 minutes/ })).toHaveAttribute("aria-current", "true");
  await expect(visitor.getByText("With Practitioner 1 and Practitioner 2, together")).toBeVisible();
  await expectAccessible(visitor);
  await photograph(visitor, "service-lengths-2-choose");
  await seeTimes(visitor);
  await chooseTime(visitor);
  await expect(visitor.getByText("$170.00").first()).toBeVisible();
  await photograph(visitor, "service-lengths-3-hold");
  const [held] = await sql(
    "select extract(epoch from ends_at - starts_at) / 60 as minutes, 1 + cardinality(with_practitioner_ids) as people from appointment where tenant_id = $1 and status = 'held'",
    [studio.tenantId],
  );
  expect([Number(held?.["minutes"]), held?.["people"]]).toEqual([90, 2]);
  const [last] = await sql("select to_char(app.now() + interval '20 days', 'YYYY-MM-DD') as date");
  const beyond = String(last?.["date"]);
  await visitor.goto(`${studio.url}/regular-session?month=${beyond.slice(0, 7)}&date=${beyond}`);
  await expect(visitor.locator(`a[href*="date=${beyond}#times"]`)).toHaveCount(0);
  await visitor.close();

  await page.getByRole("button", { name: "Edit Regular session" }).click();
  await form.getByRole("button", { name: "Remove length 2" }).click();
  await form.getByRole("button", { name: "Save service" }).click();
  await expect(page.getByText("60 min", { exact: true })).toBeVisible();
});
