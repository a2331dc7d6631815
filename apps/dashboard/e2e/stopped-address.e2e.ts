import { bookVisit, person } from "@quietroom/testing/booking";
import { dayAhead, expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";

test("NOTIF-07 mail that came back stops its address: staff read whom to call, correct it or send to it again", async ({
  staffPage: page,
  studio,
  addresses,
  sql,
  mailed,
}) => {
  test.slow();
  const email = `nora-${studio.slug}@example.com`;
  const { id, context } = await bookVisit(studio, {
    startsAt: await dayAhead(sql, 4),
    who: { ...person("Nora"), email },
  });
  const confirmation = await mailed(email, "");
  await page.goto(`${addresses.dashboard}/messages`);
  const sent = page.getByRole("row").filter({ hasText: "Confirmation" }).filter({ hasText: "email" });
  await expect(sent).toContainText("sent");
  await expect(page.getByRole("heading", { name: /Addresses that take no mail/ })).toHaveCount(0);

  // What becomes of an email is chosen in the local inbox, which tells it as the provider does.
  const vendor = await page.context().newPage();
  const becomes = async (fate: string) => {
    await vendor.goto(`${addresses.sandbox}/emails/${confirmation.id}`);
    await vendor.getByRole("button", { name: fate, exact: true }).click();
    await expect(vendor.getByText(`Told: ${fate}. Answered with 200.`)).toBeVisible();
  };
  await becomes("delivered");
  await expect(sent).toContainText("arrived");
  await becomes("came back for good");
  await expect(sent).toContainText("came back");
  await vendor.close();

  const section = page.getByRole("region", { name: "Addresses that take no mail (1)" });
  await expect(section).toContainText("Nora Okafor");
  await expect(section).toContainText(email);
  await expectAccessible(page);
  await photograph(page, "messages-stopped");
  await page.setViewportSize({ width: 320, height: 720 });
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(page);
  await photograph(page, "messages-stopped-320");
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 720 });

  // The visit's own page does not say that mail goes there, and whom to call.
  const token = context.runtime.links.sign({ kind: "appointment", tenantId: studio.tenantId, id });
  const client = await page.context().newPage();
  await client.goto(`${studio.url}/visit/${token}?moved=1`);
  await expect(
    client.getByText("Your visit was moved. Its new time is below.", { exact: true }),
  ).toBeVisible();
  await expect(client.getByText("No email from us reaches you", { exact: true })).toBeVisible();
  await expectAccessible(client);
  await photograph(client, "messages-stopped-visit");
  await client.close();

  // The visit is cancelled: that is not sent there, and the log says why.
  await page.goto(`${addresses.dashboard}/calendar?open=${id}`);
  const panel = page.getByRole("dialog", { name: "Nora Okafor" });
  const messages = panel.getByRole("region", { name: "Messages", exact: true });
  await expect(messages.getByText("No mail goes to this client", { exact: true })).toBeVisible();
  await expect(messages.getByRole("listitem").filter({ hasText: "Confirmation" })).toContainText("came back");
  await expect(messages.getByRole("button", { name: /^Send again/ })).toHaveCount(0);
  await expectAccessible(page);
  await photograph(page, "messages-stopped-panel");
  await panel.getByRole("button", { name: "Cancel visit" }).click();
  await expect(page.getByRole("alertdialog")).toContainText(
    "No mail goes to the client’s address: call them.",
  );
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel the visit" }).click();
  await expect(panel.locator('[data-status="cancelled"]')).toBeVisible();
  await page.goto(`${addresses.dashboard}/messages`);
  const cancelled = page.getByRole("row").filter({ hasText: "Cancellation" }).filter({ hasText: "email" });
  await expect(cancelled).toContainText("address stopped");
  const again = section.getByRole("button", { name: /^Send to it again/ });
  await again.press("Enter");
  const dialog = page.getByRole("alertdialog", { name: `Send to ${email} again?` });
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Send to it again" }).press("Enter");
  await expect(page.getByText("Mail goes to Nora Okafor again", { exact: true })).toBeVisible();
  await expect(page.getByRole("heading", { name: /Addresses that take no mail/ })).toHaveCount(0);
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(false);
});
