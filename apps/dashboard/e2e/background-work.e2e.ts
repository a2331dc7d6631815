import { bookVisit, person } from "@quietroom/testing/booking";
import { dayAhead, expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";

test("INFRA-10 NOTIF-06 an admin sees what failed for good, has it tried again or dismisses it with why, and a message's failure says what to do", async ({
  staffPage: page,
  studio,
  addresses,
  sql,
}) => {
  test.slow();
  await page.getByRole("link", { name: "Background work" }).first().press("Enter");
  await expect(page.getByRole("heading", { name: "Background work", level: 1 })).toBeVisible();
  await expect(page.getByText("Nothing has failed for good")).toBeVisible();
  await expect(page.getByText("No message was given up")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "work-1-empty");

  const failed = async (run: string, functionId: string) =>
    await sql(
      `insert into dead_letter (tenant_id, run_id, function_id, event_name, event_data, error)
       values ($1::uuid, $2, $3, 'service/changed', jsonb_build_object('tenantId', $1::uuid, 'serviceId', $4::uuid), 'TypeError')`,
      [studio.tenantId, run, functionId, studio.serviceId],
    );
  await failed("one", "quietroom-withdraw-lost-offers");
  await failed("two", "quietroom-send-confirmation");
  await failed("three", "quietroom-of-another-version");
  await bookVisit(studio, { startsAt: await dayAhead(sql, 3), who: person("Nora") });
  await sql(
    `insert into notification (tenant_id, kind, channel, category, dedupe_key, client_id, due_at, status, reason, attempts)
     select tenant_id, 'confirmation', 'email', 'appointments', 'planted', id, app.now(), 'failed', 'rejected', 1
     from client where tenant_id = $1 limit 1`,
    [studio.tenantId],
  );
  // The page asks again each half minute alone: the reminders are planned before it is opened.
  const asleep = async () =>
    (
      await sql(
        `select from jobs.run r join jobs.job j on j.run_id = r.id
         where r.function_id = 'quietroom-send-reminders' and r.event->'data'->>'tenantId' = $1 and j.due_at > app.now()`,
        [studio.tenantId],
      )
    ).length;
  await expect.poll(asleep).toBeGreaterThan(0);
  await page.goto(`${addresses.dashboard}/work`);
  await expect(page.getByRole("heading", { name: "Failed for good (3)" })).toBeVisible();
  const message = page.getByRole("row").filter({ hasText: "The provider refused it" });
  await expect(message).toContainText("Ask the client for their address");
  await expect(page.getByRole("table", { name: "What goes on next" })).toContainText("Remind of a visit");
  await expect(page.getByText("Nora")).toHaveCount(0);
  await expectAccessible(page);
  await photograph(page, "work-2-failed");

  const letter = (name: string) => page.getByRole("article", { name });
  await letter("Withdraw offers of times that are gone")
    .getByRole("button", { name: "Try again …" })
    .press("Enter");
  const dialog = page.getByRole("dialog", { name: /^Try again/ });
  await expect(dialog).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "work-3-retry");
  await dialog.getByRole("button", { name: "Try again" }).press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(letter("Withdraw offers of times that are gone")).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Failed for good (2)" })).toBeFocused();

  // Work that this version does not know says so, and stays until it is dismissed.
  await letter("quietroom-of-another-version").getByRole("button", { name: "Try again …" }).click();
  await dialog.getByRole("button", { name: "Try again" }).click();
  await expect(dialog.getByText("This version of Quietroom does not do this work.")).toBeVisible();
  await dialog.getByRole("button", { name: "Leave it as it is" }).click();
  await letter("quietroom-of-another-version").getByRole("button", { name: "Dismiss …" }).press("Enter");
  const dismissal = page.getByRole("dialog", { name: /^Dismiss/ });
  await dismissal.getByRole("button", { name: "Dismiss", exact: true }).click();
  await expect(dismissal.getByText("Choose why.")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "work-4-dismiss");
  await dismissal.getByLabel("No longer needed").check();
  await dismissal.getByRole("button", { name: "Dismiss", exact: true }).click();
  await expect(letter("quietroom-of-another-version")).toHaveCount(0);

  // A colleague was quicker.
  await letter("Confirm a booking").getByRole("button", { name: "Try again …" }).click();
  await expect(dialog).toBeVisible();
  await sql(
    `update dead_letter set settled_at = app.now(), settled_as = 'not_needed',
       settled_by = (select id from staff_user where tenant_id = $1 limit 1) where tenant_id = $1 and settled_at is null`,
    [studio.tenantId],
  );
  await dialog.getByRole("button", { name: "Try again" }).click();
  await expect(dialog.getByText("A colleague has seen to it meanwhile.")).toBeVisible();
  await dialog.getByRole("button", { name: "Leave it as it is" }).click();
  await expect(page.getByText("Nothing has failed for good")).toBeVisible();
  const settled = await sql(
    "select run_id, settled_as from dead_letter where tenant_id = $1 and run_id <> 'two' order by run_id",
    [studio.tenantId],
  );
  expect(settled).toEqual([
    { run_id: "one", settled_as: "retried" },
    { run_id: "three", settled_as: "not_needed" },
  ]);
});

test("INFRA-10 AUTH-62 a practitioner has no entry for the background work, and there is nothing at its address", async ({
  staffPage: page,
  studio,
  addresses,
  sql,
}) => {
  await sql(
    "update staff_user set roles = '{therapist}', practitioner_id = $3 where tenant_id = $1 and email = $2",
    [studio.tenantId, studio.signIn.email, studio.practitionerId],
  );
  const answer = await page.goto(`${addresses.dashboard}/work`);
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Background work" })).toHaveCount(0);
  await expectAccessible(page);
});
