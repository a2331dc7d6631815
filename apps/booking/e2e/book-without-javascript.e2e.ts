import { expect, test } from "@quietroom/testing/browser";
import { chooseFirstTime, confirm, fillDetails } from "@quietroom/testing/book-a-visit";

test.use({ javaScriptEnabled: false });

test("BOOK-02 a visit is booked with JavaScript switched off", async ({ page, studio, inbox }) => {
  const email = `plain-${studio.slug}@example.com`;
  await chooseFirstTime(page, studio.url);
  await confirm(page, email);
  expect(await inbox(email)).toHaveLength(1);
});

test("a mistake comes back with everything that was typed, without JavaScript too", async ({
  page,
  studio,
}) => {
  await chooseFirstTime(page, studio.url);
  await fillDetails(page, "not an address");
  await page.getByRole("button", { name: "Book this visit" }).click();
  await expect(page.getByText("Enter an email address such as ana@example.com.")).toBeVisible();
  await expect(page.getByText("Please read and accept the policy to book.")).toBeVisible();
  await expect(page.getByLabel("First name")).toHaveValue("Ana");
});
