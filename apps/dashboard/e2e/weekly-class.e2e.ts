import { confirm, fillDetails } from "@quietroom/testing/book-a-visit";
import { dayAhead, expect, expectAccessible, linksIn, photograph, test } from "@quietroom/testing/browser";
import { localDate } from "@quietroom/domain/time";

test("SCHED-15 SCHED-24 ec-I17 ec-F7 a weekly class: planned, one moved, a seat of a full one offered to who waits for it, one called off by the clock", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
  browser,
  inbox,
  mailed,
  advance,
}) => {
  test.slow();
  const dates: string[] = [];
  for (const days of [5, 12, 19]) dates.push(localDate(await dayAhead(sql, days), "America/New_York"));
  const [first = "", second = ""] = dates;
  const sessions = page.getByRole("list", { name: "Group sessions" }).getByRole("listitem");
  const panel = page.getByRole("dialog");

  await page.goto(`${addresses.dashboard}/groups`);
  await page.getByRole("button", { name: "Add a session" }).press("Enter");
  await panel.getByLabel("Seats", { exact: true }).fill("2");
  await panel.getByLabel("Date").fill(first);
  await panel.getByLabel("Time").fill("10:00");
  await panel.getByRole("button", { name: "Add the session" }).press("Enter");
  await expect(panel).toBeHidden();

  await sessions.getByRole("button", { name: /^Open/ }).press("Enter");
  await panel.getByRole("button", { name: "Repeat the session" }).press("Enter");
  const repeat = panel.getByRole("region", { name: "Repeat the session" });
  await repeat.getByLabel("Sessions, this one included").fill("1");
  await repeat.getByRole("button", { name: "Show the dates" }).press("Enter");
  await expect(repeat.getByRole("alert")).toContainText("Choose between 2 and 100 sessions.");
  await repeat.getByLabel("Sessions, this one included").fill("3");
  await repeat.getByRole("button", { name: "Show the dates" }).press("Enter");
  const planned = repeat.getByRole("list", { name: "Dates of the sessions" }).getByRole("listitem");
  await expect(planned).toHaveCount(3);
  await expectAccessible(page);
  await photograph(page, "class-1-dates");
  await page.setViewportSize({ width: 320, height: 700 });
  await photograph(page, "class-2-dates-narrow");
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(320);
  await page.setViewportSize({ width: 1440, height: 900 });
  await repeat.getByRole("button", { name: "Add 2 sessions" }).press("Enter");
  await expect(page.getByText("Sessions added", { exact: true })).toBeVisible();
  await panel.getByRole("button", { name: "Close" }).press("Enter");
  await expect(sessions).toHaveCount(3);

  // The second one moves by an hour, and nothing else does.
  await sessions.nth(1).getByRole("button", { name: /^Open/ }).press("Enter");
  const move = panel.getByRole("form", { name: "Move the session" });
  await expect(move.getByLabel("New date")).toHaveValue(second);
  await move.getByLabel("New time").fill("11:00");
  await move.getByRole("button", { name: "Move the session" }).press("Enter");
  await expect(page.getByText("Session moved", { exact: true })).toBeVisible();
  await expect(panel.getByText(/11:00/).first()).toBeVisible();
  await photograph(page, "class-3-moved");
  await panel.getByRole("button", { name: "Close" }).press("Enter");

  // The third is held for two people or not at all.
  await sessions.nth(2).getByRole("button", { name: /^Open/ }).press("Enter");
  const change = panel.getByRole("form", { name: "Change the session" });
  const save = change.getByRole("button", { name: "Save the session" });
  await change.getByLabel("Least people").fill("3");
  await save.press("Enter");
  await expect(change.getByLabel("Least people")).toHaveAccessibleDescription(
    /fewer seats than the least people/,
  );
  await expect(change.getByLabel("Least people")).toBeFocused();
  await change.getByLabel("Least people").fill("2");
  await expect(save).toBeEnabled(); // what was asked before is answered
  await save.press("Enter");
  await expect(page.getByText("Session changed", { exact: true })).toBeVisible();
  await expect(panel.getByText(/0 of 2 needed until/)).toBeVisible();
  await expectAccessible(page);
  await panel.getByRole("button", { name: "Close" }).press("Enter");
  await photograph(page, "class-4-list");
  await page.setViewportSize({ width: 320, height: 700 });
  await photograph(page, "class-5-list-narrow");
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(320);
  await page.setViewportSize({ width: 1440, height: 900 });

  // The first one is full; somebody waits for a seat of it.
  const site = `${addresses.booking}/${studio.slug}`;
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const client = await context.newPage();
  await client.goto(`${site}/groups`);
  await expect(client.getByText(/Held if 2 people have booked by/)).toBeVisible();
  await client.getByLabel("How many come").first().selectOption("2");
  await client.getByRole("button", { name: "Choose seats" }).first().click();
  await client.waitForURL(/\/hold\//);
  await confirm(client, `ana-${studio.slug}@example.com`);
  const visitUrl = client.url();
  const waiting = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
  await waiting.goto(`${site}/groups`);
  await expectAccessible(waiting);
  await photograph(waiting, "class-6-full");
  await waiting.getByRole("link", { name: /^Join the waitlist/ }).click();
  await expect(waiting.getByText("A seat is for one person.")).toBeVisible();
  await expect(waiting.getByText("When could you come?")).toHaveCount(0);
  const bens = `ben-${studio.slug}@example.com`;
  await fillDetails(waiting, bens, { givenName: "Ben", familyName: "Okafor", phone: "+1 212 555 0177" });
  await expectAccessible(waiting);
  await photograph(waiting, "class-7-wait");
  await waiting.setViewportSize({ width: 320, height: 700 });
  await photograph(waiting, "class-8-wait-narrow");
  expect(await waiting.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(320);
  await waiting.getByRole("button", { name: "Join the waitlist" }).click();
  await expect(waiting.getByText("You are first in line.")).toBeVisible();

  // Two seats are freed at once; one is kept for who waited, and is theirs once they say so.
  await client.goto(visitUrl);
  await client.getByRole("link", { name: "Cancel this visit" }).click();
  await client.getByRole("button", { name: "Cancel the visit" }).click();
  await expect(client.getByRole("heading", { name: "This visit is cancelled" })).toBeVisible();
  const mails = await inbox(bens, 2); // joined, offered
  await waiting.goto(mails.flatMap((email) => linksIn(email, "offer"))[0] ?? "");
  await photograph(waiting, "class-9-offer");
  await waiting.getByRole("button", { name: "Take this seat" }).click();
  await expect(waiting.getByRole("heading", { level: 1 })).toContainText("You are booked, Ben");
  await page.reload();
  await expect(sessions.nth(0).getByText("1 of 2 seats taken")).toBeVisible();

  // One person is not two: a day before the third session the clock calls it off, and that person is told.
  await client.goto(`${site}/groups`);
  await client.getByRole("button", { name: "Choose seats" }).nth(2).click();
  await client.waitForURL(/\/hold\//);
  const cleos = `cleo-${studio.slug}@example.com`;
  await confirm(client, cleos, { givenName: "Cleo", familyName: "Marsh", birthDate: "1990-01-02" });
  const [clock] = await sql("select extract(epoch from app.now()) * 1000 as ms");
  await advance((await dayAhead(sql, 18, "11:00")) - Math.floor(Number(clock?.["ms"])));
  await expect
    .poll(
      async () =>
        (
          await sql("select status from appointment where tenant_id = $1 and minimum is not null", [
            studio.tenantId,
          ])
        )[0]?.["status"],
      { timeout: 120_000 },
    )
    .toBe("cancelled");
  await mailed(cleos, "is cancelled");
  await context.close();
});
