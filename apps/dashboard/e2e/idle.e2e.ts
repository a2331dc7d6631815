import { bookVisit, person, wallTime } from "@quietroom/testing";
import { expect, test } from "@quietroom/testing/browser";

test("check 56 AUTH-30 a page that looks by itself, however often, keeps no session awake; what a person does keeps it", async ({
  staffPage: page,
  studio,
  addresses,
  sql,
}) => {
  const { tenantId } = studio;
  const fallIdle = async () =>
    await sql(
      "update session set last_active_at = now() - interval '14 minutes' where tenant_id = $1 and revoked_at is null",
      [tenantId],
    );
  const idleMinutes = async () => {
    const [session] = await sql(
      "select floor(extract(epoch from now() - last_active_at) / 60)::int as idle from session where tenant_id = $1 and revoked_at is null",
      [tenantId],
    );
    return session?.["idle"];
  };
  const drawnAnew: (string | undefined)[] = [];
  page.on("request", (request) => {
    const { rsc, "sec-fetch-dest": destination } = request.headers();
    if (rsc === "1") drawnAnew.push(destination);
  });

  await fallIdle();
  await page.goto(`${addresses.dashboard}/messages`);
  expect(await idleMinutes()).toBe(0);
  await expect(page.getByText("No messages yet")).toBeVisible();
  await expect.poll(() => drawnAnew.length).toBeGreaterThan(0); // the stream is open: what opens it draws the page once
  await fallIdle();

  // The studio goes on without them: the stream tells, and the page draws itself anew.
  const drawn = drawnAnew.length;
  await bookVisit(studio, { startsAt: wallTime(8, "10:00"), who: person("Zerlina") });
  await expect(page.getByText("Zerlina").first()).toBeVisible();
  expect(drawnAnew.length).toBeGreaterThan(drawn);
  expect(await idleMinutes()).toBe(14);

  const statuses = await page.evaluate(async () => {
    const input = encodeURIComponent('{"json":{}}');
    const drawing = await fetch("/messages", { headers: { rsc: "1" } });
    const query = await fetch(`/api/trpc/session.clock?input=${input}`);
    const stream = new EventSource(`/api/trpc/calendar.changes?input=${input}`);
    await new Promise((resolve, reject) => {
      stream.addEventListener("message", resolve);
      stream.addEventListener("error", reject);
    });
    stream.close();
    return [drawing.status, query.status];
  });
  expect(statuses).toEqual([200, 200]);
  expect(await idleMinutes()).toBe(14);

  await page.getByRole("link", { name: "Waitlist" }).first().click();
  await expect.poll(idleMinutes).toBe(0);
  await fallIdle();
  await page.goto(`${addresses.dashboard}/services`);
  expect(await idleMinutes()).toBe(0);
});
