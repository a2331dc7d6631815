import { expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";

test("ec-E14 BOOK-06 an admin says what clients may book beside a visit of their own, and how many they have to come", async ({
  staffPage: page,
  addresses,
}) => {
  await page.goto(`${addresses.dashboard}/services`);
  const rules = page.getByRole("region", { name: "Bookings, requests and moves" });
  const overlap = rules.getByLabel("A time at which the client has another visit");
  const limit = rules.getByLabel("Visits a client has to come, at most");
  await expect(overlap).toHaveValue("warn");
  await expect(limit).toHaveValue("");
  await overlap.selectOption("Not booked: they call");
  await limit.fill("0");
  await rules.getByRole("button", { name: "Save booking rules" }).press("Enter");
  await expect(rules.getByText("Type a whole number from 1 to 100, or nothing.")).toBeVisible();
  await expect(limit).toHaveAttribute("aria-invalid", "true");
  await limit.fill("4");
  await rules.getByRole("button", { name: "Save booking rules" }).press("Enter");
  await expect(page.getByText("Booking rules saved", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "booking-rules");
  await page.reload();
  await expect(overlap).toHaveValue("refuse");
  await expect(limit).toHaveValue("4");
});
