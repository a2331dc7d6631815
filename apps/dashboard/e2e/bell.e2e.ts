import { bookVisit, person } from "@quietroom/testing/booking";
import {
  dayAhead,
  expect,
  expectAccessible,
  photograph,
  test,
  untilTakenOver,
} from "@quietroom/testing/browser";

test("NOTIF-13 NOTIF-14 a client books and cancels: the bell counts it by itself, each notice leads to the visit, is read and put away", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  test.slow();
  await page.goto(`${addresses.dashboard}/calendar`);
  const bell = page.getByRole("link", { name: /^Notices/ });
  await expect(bell).toHaveAccessibleName("Notices");
  const visit = await bookVisit(studio, { startsAt: await dayAhead(sql, 4), who: person("Nora") });
  await expect(bell).toHaveAccessibleName("Notices, 1 not read", { timeout: 60_000 });

  await bell.press("Enter");
  await expect(page.getByRole("heading", { name: "Notices", level: 1 })).toBeVisible();
  const notice = page.getByRole("list", { name: "Notices" }).getByRole("listitem");
  await expect(notice).toContainText("Nora Okafor booked");
  await expectAccessible(page);
  await photograph(page, "bell-1-booked");
  await page.setViewportSize({ width: 320, height: 720 });
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(page);
  await photograph(page, "bell-1-booked-320");
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 720 });

  await notice.getByRole("link", { name: /^Nora Okafor booked/ }).press("Enter");
  await expect(page.getByRole("dialog", { name: "Nora Okafor" })).toBeVisible();
  await page.keyboard.press("Escape"); // an open panel hides the frame behind it
  await expect(bell).toHaveAccessibleName("Notices");

  // The client cancels by the visit's own page: what was told of the booking goes, and this is new.
  const token = visit.context.runtime.links.sign({
    kind: "appointment",
    tenantId: studio.tenantId,
    id: visit.id,
  });
  const client = await page.context().newPage();
  await client.goto(`${studio.url}/visit/${token}/cancel`);
  await client.getByRole("button", { name: "Cancel the visit" }).press("Enter");
  await expect(client.getByRole("heading", { name: "This visit is cancelled" })).toBeVisible();
  await client.close();
  await page.goto(`${addresses.dashboard}/notices`);
  await expect(notice.filter({ hasText: "Nora Okafor cancelled the visit" })).toHaveCount(1, {
    timeout: 60_000,
  });
  await expect(notice.filter({ hasText: "booked" })).toHaveCount(0);
  await notice
    .filter({ hasText: "Nora Okafor cancelled" })
    .getByRole("button", { name: /^Put away/ })
    .press("Enter");
  await expect(notice.filter({ hasText: "Nora Okafor cancelled" })).toHaveCount(0);
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(false);
  await expectAccessible(page);
});

test("NOTIF-13 where nothing is new the list says what will stand there; of many the pressing come first, and all are read at once", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  test.slow();
  await page.goto(`${addresses.dashboard}/notices`);
  await expect(page.getByText("Nothing new")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "bell-2-nothing");

  const visit = await bookVisit(studio, { startsAt: await dayAhead(sql, 4), who: person("Nora") });
  const list = page.getByRole("list", { name: "Notices" }).getByRole("listitem");
  await expect(list).toHaveCount(1, { timeout: 60_000 }); // what the jobs tell is there before the rest
  await sql(
    `insert into bell_notice (tenant_id, kind, priority, appointment_id, dedupe_key, expires_at)
     select $1, 'booked', (array['low', 'normal', 'high', 'urgent'])[1 + n % 4], $2, 'planted-' || n, app.now() + interval '1 day'
     from generate_series(1, 119) n`,
    [studio.tenantId, visit.id],
  );
  await page.reload();
  const bell = page.getByRole("link", { name: /^Notices/ });
  await expect(bell).toHaveAccessibleName("Notices, 99+ not read");
  await expect(list).toHaveCount(100);
  await expect(list.first()).toContainText("urgent");
  await expectAccessible(page);
  await photograph(page, "bell-3-many");
  await page.setViewportSize({ width: 320, height: 720 });
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(page);
  await photograph(page, "bell-3-many-320");
  const markThese = page.getByRole("button", { name: "Mark these as read" });
  const isNew = list.getByText("new", { exact: true });
  await expect(isNew).toHaveCount(100);
  // The list is slow to come again: meanwhile nothing is offered that was done already.
  const comes = Promise.withResolvers<void>();
  await page.route(/\/api\/trpc\/[^?]*bell\.list/, async (route) => {
    await comes.promise;
    await route.continue();
  });
  await markThese.press("Enter");
  await expect(isNew).toHaveCount(0);
  await expect(markThese).toHaveCount(0);
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(false);
  comes.resolve();
  await expect(bell).toHaveAccessibleName("Notices, 20 not read"); // what is not shown was not read
  await expect(isNew).toHaveCount(20); // the rest has come up
  await markThese.press("Enter");
  await expect(bell).toHaveAccessibleName("Notices");
});

test("NOTIF-08 somebody of the staff switches off what they hear of by keyboard, and on again", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  await page.goto(`${addresses.dashboard}/notices`);
  const choices = page.getByRole("region", { name: "What you hear of" });
  const off = choices.getByRole("button", { name: "Switch off: Visits in the bell" });
  await untilTakenOver(off);
  await off.press("Enter");
  const on = choices.getByRole("button", { name: "Switch on: Visits in the bell" });
  await expect(on).toBeVisible();
  await bookVisit(studio, { startsAt: await dayAhead(sql, 4), who: person("Nora") });
  const rang = async () =>
    (await sql("select count(*)::int as n from bell_notice where tenant_id = $1", [studio.tenantId]))[0]?.[
      "n"
    ];
  await expect.poll(rang, { timeout: 60_000 }).toBe(1);
  await page.reload();
  await expect(page.getByText("Nothing new")).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 720 });
  await photograph(page, "bell-4-choices-320");
  await untilTakenOver(on);
  await on.press("Enter");
  await expect(page.getByRole("list", { name: "Notices" }).getByRole("listitem")).toHaveCount(1);
});
