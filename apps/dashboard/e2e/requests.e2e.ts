import { bookVisit, person } from "@quietroom/testing/booking";
import { dayAhead, expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";
import { chooseFirstTime, fillDetails } from "@quietroom/testing/book-a-visit";
import type { Page } from "@playwright/test";

async function sendRequest(client: Page): Promise<void> {
  await fillDetails(client, "olga@example.com", { givenName: "Olga" });
  await client.getByLabel("I have read this and accept it").check();
  await client.getByRole("button", { name: "Send the request" }).click();
  await client.waitForURL(/\/visit\//);
  await expect(client.getByRole("heading", { name: "Your request is sent, Olga" })).toBeVisible();
}

test("SCHED-17 a client asks too late to cancel, staff answer, and the visit's page tells what was answered", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  test.slow();
  const visit = await bookVisit(studio, {
    startsAt: await dayAhead(sql, 5),
    who: person("Nora"),
  });
  await sql("update appointment set cancel_deadline = app.now() - interval '1 minute' where id = $1", [
    visit.id,
  ]);
  const { tenantId } = studio;
  const token = visit.context.runtime.links.sign({ kind: "appointment", tenantId, id: visit.id });

  const client = await page.context().newPage();
  await client.goto(`${studio.url}/visit/${token}`);
  await client.getByRole("link", { name: "Ask to cancel" }).press("Enter");
  await expect(client.getByRole("heading", { name: "Ask the studio to cancel it" })).toBeVisible();
  await expectAccessible(client);
  await photograph(client, "late-cancel-1-ask");
  await client.getByLabel("Anything the studio should know?").fill("My train");
  await client.getByRole("button", { name: "Send the request" }).click();
  await expect(client.getByText("You asked for this visit to be cancelled")).toBeVisible();
  await expectAccessible(client);
  await photograph(client, "late-cancel-2-asked");

  await page.goto(`${addresses.dashboard}/requests`);
  const request = page.getByRole("listitem").filter({ hasText: "Nora Okafor" });
  await expect(request).toContainText("My train");
  await expectAccessible(page);
  await photograph(page, "late-cancel-3-requests");
  await request.getByRole("link", { name: /10:00/ }).click();
  const panel = page.getByRole("dialog");
  await expect(panel.getByText("The client asks to cancel this visit")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "late-cancel-4-panel");
  await panel.getByRole("button", { name: /^Turn down/ }).press("Enter");
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toBeVisible();
  await dialog.getByLabel("A word to the client").fill("Shall we meet online instead?");
  await dialog.getByRole("button", { name: "It stands" }).press("Enter");
  await expect(panel.getByText("The client asked to cancel, and the visit stands")).toBeVisible();

  await client.reload();
  await expect(client.getByText("Shall we meet online instead?")).toBeVisible();
  await expect(client.getByRole("link", { name: "Ask to cancel" })).toHaveCount(0);
  await photograph(client, "late-cancel-5-answered");
  await client.close();
});

test("BOOK-06 a service that the studio approves: a request is sent, declined with other times, and another approved", async ({
  staffPage: page,
  studio,
  addresses,
  sql,
}) => {
  test.slow();
  await page.goto(`${addresses.dashboard}/services`);
  await page.getByRole("button", { name: "Edit Regular session" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("You confirm each booking").check();
  await form.getByRole("button", { name: "Save service" }).click();
  await expect(form).toBeHidden();

  const client = await page.context().newPage();
  await chooseFirstTime(client, studio.url);
  await expect(client.getByText("The studio confirms each of these visits.")).toBeVisible();
  await sendRequest(client);
  await expectAccessible(client);
  await photograph(client, "approve-1-sent");

  await page.goto(`${addresses.dashboard}/requests`);
  await expect(page.getByRole("listitem").filter({ hasText: "Olga" })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "approve-2-requests");
  await page.getByRole("button", { name: /^Decline: Olga/ }).press("Enter");
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toBeVisible();
  await dialog.getByLabel("A word to the client").fill("I am away that morning.");
  await expectAccessible(page);
  await photograph(page, "approve-3-decline");
  await dialog.getByRole("button", { name: "Decline the request" }).press("Enter");
  await expect(page.getByText("Nothing waits for an answer")).toBeVisible();

  await client.reload();
  await expect(client.getByRole("heading", { name: "That time cannot be given" })).toBeVisible();
  await expect(client.getByText("I am away that morning.")).toBeVisible();
  await expectAccessible(client);
  await photograph(client, "approve-4-declined");
  // Each of them is another time than the one that was declined.
  const [declined] = await sql(
    "select (extract(epoch from starts_at) * 1000)::bigint::text as at from appointment where tenant_id = $1 and request_ended = 'declined'",
    [studio.tenantId],
  );
  await expect(client.locator('button[name="startsAt"]')).toHaveCount(3);
  await expect(client.locator(`button[name="startsAt"][value="${String(declined?.["at"])}"]`)).toHaveCount(0);
  await client.locator('button[name="startsAt"]').first().click();
  await client.waitForURL(/\/hold\//);
  await sendRequest(client);

  await expect(page.getByRole("listitem").filter({ hasText: "Olga" })).toBeVisible();
  await page.getByRole("button", { name: /^Approve: Olga/ }).press("Enter");
  await expect(dialog).toBeVisible();
  await dialog.getByRole("button", { name: "Approve" }).press("Enter");
  await expect(page.getByText("Nothing waits for an answer")).toBeVisible();
  await client.reload();
  await expect(client.getByText("Scheduled")).toBeVisible();

  // Another time would be one that nobody approved: it is asked for by telephone.
  await sql(
    "update appointment set cancel_deadline = app.now() + interval '1 hour' where tenant_id = $1 and status = 'scheduled'",
    [studio.tenantId],
  );
  await client.reload();
  await expect(client.getByRole("link", { name: "Cancel this visit" })).toBeVisible();
  await expect(client.getByText(/To move it to another time, please call/)).toBeVisible();
  await expect(client.getByRole("link", { name: "Move to another time" })).toHaveCount(0);
  await expectAccessible(client);
  await photograph(client, "approve-5-approved");
  await client.goto(`${client.url().split("?")[0]}/reschedule`);
  await expect(client.getByText("This visit cannot be moved online")).toBeVisible();
  await expectAccessible(client);
  await client.close();
});
