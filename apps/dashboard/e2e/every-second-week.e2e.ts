import { addDays, localDate, weekdayOf } from "@quietroom/domain/time";
import { dayAhead, expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";

test("ec-B16 ec-B17 an admin sets hours of every second week: the next dates are shown, and clients see those weeks only", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  test.slow();
  const today = localDate(await dayAhead(sql, 0), "America/New_York");
  const firstMonday = addDays(today, ((8 - weekdayOf(today)) % 7) + 7); // of next week, so that notice and today play no part
  await sql("delete from weekly_hours where tenant_id = $1 and practitioner_id <> $2", [
    studio.tenantId,
    studio.practitionerId,
  ]);

  await page.goto(`${addresses.dashboard}/hours/${studio.practitionerId}`);
  const weeks = page.getByRole("combobox", { name: "Monday, which weeks" });
  await expect(weeks).toHaveValue("always");
  await weeks.selectOption("Every 2nd week");
  const from = page.getByLabel("Monday, from date");
  await expect(from).not.toHaveValue("");

  await from.fill("");
  await expect(page.getByLabel("Monday, next dates")).toHaveText("Say from which date to count the weeks.");
  await page.getByRole("button", { name: "Save weekly hours" }).press("Enter");
  await expect(page.getByRole("region", { name: "Every week" }).getByRole("alert")).toHaveText(
    /^Monday 9:00\sAM – 5:00\sPM: Say from which date the weeks are counted\.$/,
  );
  await expect(from).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
  await photograph(page, "every-second-week-1-refused");

  await from.fill(firstMonday);
  const words = [0, 14, 28].map((days) => dayAndMonth(addDays(firstMonday, days))).join(", ");
  await expect(page.getByLabel("Monday, next dates")).toHaveText(`Next: ${words}`);
  await page.getByRole("button", { name: "Save weekly hours" }).press("Enter");
  await expect(page.getByRole("button", { name: "Saved" })).toBeVisible();
  await page.reload();
  await expect(weeks).toHaveValue("2");
  await expect(from).toHaveValue(firstMonday);
  await expectAccessible(page);
  await photograph(page, "every-second-week-2-saved");
  const wide = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 800 });
  await expect(page.getByText(/^9:00\sAM – 5:00\sPM every 2nd week$/)).toBeVisible();
  if (wide !== null) await page.setViewportSize(wide);

  const booking = await page.context().newPage();
  for (const [days, offered] of [
    [0, 1],
    [7, 0],
    [14, 1],
  ] as const) {
    const date = addDays(firstMonday, days);
    await booking.goto(`${studio.url}/regular-session?month=${date.slice(0, 7)}&date=${date}`);
    await expect(booking.getByRole("heading", { level: 2 }).last()).toBeVisible();
    await expect(booking.locator(`a[href*="date=${date}#times"]`)).toHaveCount(offered);
  }
});

function dayAndMonth(date: string): string {
  return new Intl.DateTimeFormat("en-US", { day: "numeric", month: "short", timeZone: "UTC" }).format(
    Date.parse(`${date}T12:00:00Z`),
  );
}
