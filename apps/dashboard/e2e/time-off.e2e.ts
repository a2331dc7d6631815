import { localDate } from "@quietroom/domain/time";
import { bookVisit, person } from "@quietroom/testing/booking";
import { dayAhead, expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";

test("SCHED-04 ec-B12 a practitioner asks for days off, an admin approves them, the visit in them is listed, and they are taken back", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  test.slow();
  const startsAt = await dayAhead(sql, 5);
  const date = localDate(startsAt, "America/New_York");
  const visit = await bookVisit(studio, { startsAt, who: person("Nora") });
  const become = async (role: "therapist" | "admin") => {
    const practitionerId = role === "therapist" ? studio.practitionerId : null;
    await sql("update staff_user set roles = $2, practitioner_id = $3 where tenant_id = $1 and email = $4", [
      studio.tenantId,
      `{${role}}`,
      practitionerId,
      studio.signIn.email,
    ]);
  };

  const visitor = await page.context().newPage();
  await visitor.goto(
    `${studio.url}/regular-session?with=practitioner-1&month=${date.slice(0, 7)}&date=${date}`,
  );
  const chosenDay = visitor.locator(`a[href*="date=${date}#times"]`);
  await expect(chosenDay).toHaveCount(1);

  await become("therapist");
  await page.goto(`${addresses.dashboard}/hours`);
  await page.waitForURL(new RegExp(studio.practitionerId));
  await page.getByRole("link", { name: "Dates that differ" }).click();
  const own = page.getByRole("region", { name: "Time off", exact: true });
  await expect(own.getByText("No time off ahead")).toBeVisible();
  await own.getByRole("button", { name: "Ask for time off" }).press("Enter");
  const form = page.getByRole("dialog");
  await form.getByRole("button", { name: "Ask", exact: true }).press("Enter");
  await expect(form.getByText("Choose the first day.")).toBeVisible();
  await expect(form.getByLabel("First day")).toHaveAttribute("aria-invalid", "true");
  await form.getByLabel("First day").fill(date);
  await expect(form.getByLabel("Last day")).toHaveValue(date);
  await form.getByLabel("Reason").fill("A wedding in the family");
  await expectAccessible(page);
  await photograph(page, "time-off-1-ask");
  await form.getByRole("button", { name: "Ask", exact: true }).press("Enter");
  await expect(form).toBeHidden();
  await expect(own.getByText("not answered")).toBeVisible();
  await expect(own.getByRole("button", { name: /^Approve/ })).toHaveCount(0);
  await expectAccessible(page);
  await photograph(page, "time-off-2-own");
  await visitor.reload();
  await expect(chosenDay).toHaveCount(1);

  await become("admin");
  await page.goto(`${addresses.dashboard}/hours/time-off`);
  const waiting = page.getByRole("region", { name: "Waiting for an answer" });
  await expect(waiting).toContainText("A wedding in the family");
  await expect(waiting).toContainText("1 booked visit stands in these days");
  await expectAccessible(page);
  await photograph(page, "time-off-3-waiting");
  await waiting.getByRole("button", { name: /^Decline/ }).press("Enter");
  const dialog = page.getByRole("alertdialog");
  await dialog.getByRole("button", { name: "Decline" }).press("Enter");
  await expect(dialog.getByText("Say why, in a few words.")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "time-off-4-decline");
  await dialog.getByRole("button", { name: "Not yet" }).click();
  await waiting.getByRole("button", { name: /^Approve/ }).press("Enter");
  await dialog.getByRole("button", { name: "Approve" }).press("Enter");
  await expect(dialog).toBeHidden();
  const answered = page.getByRole("region", { name: "Answered" });
  await expect(answered).toContainText("approved");
  await expect(answered).toContainText("1 booked visit stands unchanged in these days");
  await expectAccessible(page);
  await photograph(page, "time-off-5-approved");

  await visitor.reload();
  await expect(visitor.getByRole("heading", { level: 2 }).last()).toBeVisible();
  await expect(chosenDay).toHaveCount(0);
  await visitor.close();

  await answered.getByRole("link", { name: /10:00/ }).click();
  await page.waitForURL(new RegExp(visit.id));
  await expect(page.getByRole("dialog").getByText("Nora Okafor").first()).toBeVisible();

  await page.goto(`${addresses.dashboard}/hours/time-off`);
  await page.getByRole("button", { name: /^Take back/ }).press("Enter");
  await dialog.getByRole("button", { name: "Take back" }).press("Enter");
  await expect(page.getByText("No time off ahead")).toBeVisible();
});
