import { dayAhead, expect, expectAccessible, photograph, signInAs, test } from "@quietroom/testing/browser";

test("QUAL-12 QUAL-19 every staff page is accessible and fits from 320 px", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  test.slow();
  const origin = addresses.dashboard;
  await sql(
    `insert into external_busy (tenant_id, practitioner_id, source, external_key, busy_from, busy_until)
     select $1::uuid, $2::uuid, 'other', repeat('a', 64), t, t + interval '90 minutes' from to_timestamp($3::numeric / 1000) t`,
    [studio.tenantId, studio.practitionerId, await dayAhead(sql, 0, "11:00")],
  );
  for (const [path, name] of [
    ["/calendar?view=week", "dashboard-1-week"],
    ["/calendar?view=day", "dashboard-2-day"],
    ["/waitlist", "dashboard-3-waitlist"],
    ["/requests", "dashboard-12-requests"],
    ["/messages", "dashboard-4-messages"],
    ["/notices", "dashboard-4-notices"],
    [`/hours/${studio.practitionerId}`, "dashboard-5-hours"],
    [`/hours/${studio.practitionerId}/dates`, "dashboard-5-hours-dates"],
    [`/hours/${studio.practitionerId}/limits`, "dashboard-5-hours-limits"],
    [`/hours/${studio.practitionerId}/zone`, "dashboard-5-hours-zone"],
    [`/hours/${studio.practitionerId}/why`, "dashboard-5-hours-why"],
    [`/hours/${studio.practitionerId}/profile`, "dashboard-5-hours-profile"],
    ["/hours/affected", "dashboard-5-hours-affected"],
    ["/services", "dashboard-6-services"],
    ["/booking-rules", "dashboard-6-booking-rules"],
    ["/account", "dashboard-8-account"],
    ["/team", "dashboard-9-team"],
    ["/security", "dashboard-10-security"],
    ["/records", "dashboard-11-records"],
    ["/work", "dashboard-13-work"],
  ] as const) {
    await page.goto(`${origin}${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    if (path.startsWith("/calendar"))
      await expect(page.getByRole("listitem").filter({ hasText: "Busy elsewhere" })).toHaveCount(1);
    await expectAccessible(page);
    await photograph(page, name);
  }
});

test("check 105 AUTH-43 a wrong password and an unknown email get one answer", async ({
  page,
  studio,
  addresses,
}) => {
  await page.goto(`${addresses.dashboard}/sign-in`);
  await expectAccessible(page);
  await photograph(page, "dashboard-0-sign-in");
  for (const email of [studio.signIn.email, "nobody@example.com"]) {
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password").fill("not the password at all");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByText("That email and password do not belong together.")).toBeVisible();
  }
});

test("check 54 the password field hides what is typed, takes what is pasted, and tells password managers what it is", async ({
  page,
  context,
  addresses,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${addresses.dashboard}/sign-in`);
  const field = page.getByLabel("Password");
  await expect(field).toHaveAttribute("type", "password");
  await expect(field).toHaveAttribute("autocomplete", "current-password");
  await expect(page.getByLabel("Email")).toHaveAttribute("autocomplete", /username/);
  await page.evaluate(() => navigator.clipboard.writeText("slow rivers carry warm stones"));
  await field.focus();
  await page.keyboard.press("ControlOrMeta+V");
  await expect(field).toHaveValue("slow rivers carry warm stones");
});

test("AUTH-32 signing out ends the session on the server: the old cookie opens nothing", async ({
  staffPage: page,
  addresses,
}) => {
  const cookies = await page.context().cookies();
  await page.getByRole("button", { name: "Sign out" }).first().click();
  await page.waitForURL(/sign-in/);
  await page.context().addCookies(cookies);
  await page.goto(`${addresses.dashboard}/calendar`);
  await page.waitForURL(/sign-in/);
});

test("a page asked for before sign-in is where sign-in leads", async ({ page, studio, addresses }) => {
  await page.goto(`${addresses.dashboard}/waitlist`);
  await page.waitForURL(/sign-in\?next=%2Fwaitlist/);
  await signInAs(page, studio.signIn);
  await expect(page.getByRole("heading", { name: "Waitlist", level: 1 })).toBeVisible();
});
