import { expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";

test("QUAL-21 API-18 a page on its way shows its heading and its shape at once, by its address and by a link", async ({
  staffPage: page,
  addresses,
  sql,
}) => {
  const arriving = page.locator('[data-slot="arriving"]');
  const rooms = page.getByRole("region", { name: "Rooms" });
  // Reading the rooms takes as long as the lock is held.
  await sql("begin");
  await sql("lock table resource in access exclusive mode");
  await page.goto(`${addresses.dashboard}/rooms`, { waitUntil: "commit" });
  await expect(page.getByRole("heading", { name: "Rooms and devices", level: 1 })).toBeVisible();
  await expect(page).toHaveTitle(/^Rooms and devices/);
  await expect(arriving.getByRole("status")).toHaveText("Loading the rooms and devices …");
  await expect(page.getByRole("link", { name: "Rooms", exact: true }).first()).toHaveAttribute(
    "aria-current",
    "page",
  );
  await expectAccessible(page);
  await photograph(page, "arriving-1-rooms");
  await sql("rollback");
  await expect(rooms.getByRole("heading", { name: "Room 1" })).toBeVisible();
  await expect(arriving).toHaveCount(0);

  const arrives = Promise.withResolvers<void>();
  await page.route(/\/services\?_rsc=/, async (route) => {
    if (route.request().headers()["next-router-prefetch"] === undefined) await arrives.promise;
    await route.continue();
  });
  const services = page.getByRole("link", { name: "Services", exact: true }).first();
  await services.press("Enter");
  await expect(page.getByRole("heading", { name: "Services", level: 1 })).toBeVisible();
  await expect(arriving.getByRole("status")).toHaveText("Loading the services …");
  await expect(rooms).toHaveCount(0);
  arrives.resolve();
  await expect(page.getByRole("table", { name: "Services" })).toBeVisible();
  await expect(arriving).toHaveCount(0);
});

test("QUAL-21 what is not there, or not for somebody's role, says so with its status, and asking is on record", async ({
  staffPage: page,
  addresses,
  studio,
  sql,
}) => {
  const nobody = "/hours/01980000-0000-7000-8000-000000000000";
  const notThere = page.getByRole("heading", { name: "There is nothing at this address" });
  for (const path of [nobody, `${nobody}/dates`, "/hours/nobody/why", "/legal/nothing", "/team/nobody"]) {
    const answer = await page.goto(`${addresses.dashboard}${path}`);
    expect(answer?.status(), path).toBe(404);
    await expect(notThere).toBeVisible();
  }
  await sql("update staff_user set roles = '{receptionist}' where tenant_id = $1 and email = $2", [
    studio.tenantId,
    studio.signIn.email,
  ]);
  const refused = async () =>
    Number(
      (
        await sql("select count(*) from audit_event where tenant_id = $1 and outcome = 'forbidden'", [
          studio.tenantId,
        ])
      )[0]?.["count"],
    );
  const before = await refused();
  for (const path of ["/booking-rules", "/records", "/audit", "/legal", "/hours/time-off"]) {
    const answer = await page.goto(`${addresses.dashboard}${path}`);
    expect(answer?.status(), path).toBe(404);
    await expect(notThere).toBeVisible();
    await expect(page.getByRole("link", { name: "Calendar", exact: true }).first()).toBeVisible();
  }
  // A page may have begun to ask as well by the time its layout has said no.
  expect(await refused()).toBeGreaterThanOrEqual(before + 4);
  await expectAccessible(page);
  await photograph(page, "arriving-2-not-for-this-role");
});
