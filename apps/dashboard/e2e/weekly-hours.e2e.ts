import { expect, test, untilTakenOver } from "@quietroom/testing/browser";

test("SCHED-01 what is typed while weekly hours are being saved is not told as saved, and is saved next; what was wrong is said of the hours that were sent", async ({
  staffPage: page,
  studio,
  addresses,
}) => {
  await page.goto(`${addresses.dashboard}/hours/${studio.practitionerId}`);
  let answered = Promise.withResolvers<void>();
  await page.route(/\/api\/trpc\/[^?]*availability\.setWeekly/, async (route) => {
    await answered.promise;
    await route.continue();
  });
  const weekly = page.getByRole("region", { name: "Every week" });
  const until = weekly.getByLabel("Monday, until");
  const save = weekly.getByRole("button", { name: "Save weekly hours", exact: true });
  await untilTakenOver(weekly.getByRole("button", { name: "Add hours on Monday" }));
  await until.fill("18:00");
  await save.press("Enter");
  await expect(weekly.getByRole("button", { name: "Saving …" })).toBeVisible();
  await until.fill("18:30");
  answered.resolve();
  await expect(page.getByText("Weekly hours saved", { exact: true })).toBeVisible();
  await expect(save).toHaveAttribute("aria-disabled", "false");
  await expect(until).toHaveValue("18:30");
  await save.press("Enter");
  await expect(weekly.getByRole("button", { name: "Saved", exact: true })).toBeVisible();
  await page.reload();
  await expect(until).toHaveValue("18:30");

  answered = Promise.withResolvers<void>();
  await untilTakenOver(weekly.getByRole("button", { name: "Add hours on Monday" }));
  await weekly.getByLabel("Tuesday, until").fill("09:10");
  await save.press("Enter");
  await expect(weekly.getByRole("button", { name: "Saving …" })).toBeVisible();
  await weekly.getByRole("button", { name: /^Remove .* on Monday$/ }).press("Enter");
  await expect(until).toHaveCount(0);
  answered.resolve();
  await expect(weekly.getByRole("alert")).toHaveText(/^Tuesday 9:00\sAM – 9:10\sAM: A range is shorter/);
  await expect(weekly.getByLabel("Tuesday, until")).toHaveAttribute("aria-invalid", "true");
});

test("SCHED-01 a range of which the end is half typed is not sent: the empty field says so and takes the focus", async ({
  staffPage: page,
  studio,
  addresses,
}) => {
  await page.goto(`${addresses.dashboard}/hours/${studio.practitionerId}`);
  const weekly = page.getByRole("region", { name: "Every week" });
  await untilTakenOver(weekly.getByRole("button", { name: "Add hours on Monday" }));
  const until = weekly.getByLabel("Monday, until");
  await until.fill("");
  await weekly.getByRole("button", { name: "Save weekly hours", exact: true }).press("Enter");
  await expect(weekly.getByRole("alert")).toHaveText(
    /^Monday 9:00\sAM – …: Fill in when it begins and when it ends, or remove it\.$/,
  );
  await expect(until).toBeFocused();
  await expect(until).toHaveAttribute("aria-invalid", "true");
  await expect(weekly.getByLabel("Monday, from")).not.toHaveAttribute("aria-invalid");
  await until.fill("16:30");
  await weekly.getByRole("button", { name: "Save weekly hours", exact: true }).press("Enter");
  await expect(page.getByText("Weekly hours saved", { exact: true })).toBeVisible();
  await expect(weekly.getByRole("alert")).toHaveCount(0);
});
