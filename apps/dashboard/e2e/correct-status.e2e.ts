import { bookVisit, person } from "@quietroom/testing/booking";
import { dayAhead, expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";

test("SCHED-09 ec-J8 a no-show who came late is put right with a reason, by keyboard, and history says who did it and why", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  const { id } = await bookVisit(studio, { startsAt: await dayAhead(sql, 5), who: person("Ximena") });
  await sql(
    `update appointment set starts_at = begins, ends_at = begins + '60 minutes', blocked_from = begins, blocked_until = begins + '60 minutes'
     from (select date_trunc('minute', app.now()) - interval '20 minutes' as begins) clock where id = $1`,
    [id],
  );
  await page.goto(`${addresses.dashboard}/calendar?open=${id}`);
  const panel = page.getByRole("dialog", { name: /^Ximena/ });
  await panel.getByRole("button", { name: "No show", exact: true }).press("Enter");
  await expect(panel.locator('[data-status="no_show"]')).toBeVisible();

  await panel.getByRole("button", { name: "Correct status" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Correct the status" });
  await expect(dialog.getByRole("radio", { name: "Checked in" })).toBeChecked();
  await dialog.getByRole("button", { name: "Correct the status" }).press("Enter");
  await expect(dialog.getByText(/^Say why/)).toBeVisible();
  await expect(dialog.getByLabel("Why")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("Why").fill("Came twenty minutes late");
  await page.setViewportSize({ width: 320, height: 720 });
  await expectAccessible(page);
  await photograph(page, "correct-status-1-asked");
  await dialog.getByRole("button", { name: "Correct the status" }).press("Enter");
  await expect(page.getByText("Put right: Checked in", { exact: true })).toBeVisible();
  await expect(panel.locator('[data-status="checked_in"]')).toBeVisible();
  await expect(panel.getByText("put right to checked in")).toBeVisible();
  await panel.getByText("Why the status was corrected").click();
  await expect(panel.getByText("Came twenty minutes late")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "correct-status-2-history");
});
