import { addDays, localDate } from "@quietroom/domain/time";
import { bookVisit, cancelVisit, joinLine, person } from "@quietroom/testing";
import { dayAhead, expect, expectAccessible, linksIn, photograph, test } from "@quietroom/testing/browser";

test("ec-I9 who is offered an earlier hour and has a later visit says which they want: that visit moves, and its time is free again", async ({
  page,
  studio,
  sql,
  inbox,
}) => {
  const [earlier, later] = [await dayAhead(sql, 4, "11:00"), await dayAhead(sql, 6)];
  const nora = { ...person("Nora"), email: `nora-${studio.slug}@example.com` };
  const olga = { ...person("Olga"), email: `olga-${studio.slug}@example.com` };
  await bookVisit(studio, { startsAt: later, who: nora });
  const freed = await bookVisit(studio, { startsAt: earlier, who: olga });
  const date = localDate(earlier, "America/New_York");
  await joinLine(studio, nora, { dateFrom: addDays(date, -4), dateUntil: date });
  await inbox(nora.email, 2); // booked, joined
  await cancelVisit(freed);

  const [offer] = (await inbox(nora.email, 3)).flatMap((email) => linksIn(email, "offer"));
  await page.goto(offer ?? "");
  await expect(page.getByRole("heading", { name: "An hour is free for you" })).toBeVisible();
  const choice = page.getByRole("group", { name: "You have a later visit of the same service" });
  await expect(choice.getByRole("radio")).toHaveCount(2);
  await expectAccessible(page);
  await photograph(page, "offer-instead-of");
  // Nothing is given up, and nothing booked besides it, before they said which.
  const take = page.getByRole("button", { name: "Take this hour" });
  await take.press("Enter");
  await expect(page.getByRole("heading", { name: "An hour is free for you" })).toBeVisible();
  await choice.getByLabel(/^Move my visit of .* 10:00\sAM to this hour/).check();
  await take.press("Enter");
  await expect(page.getByText(/^Your visit was moved/)).toBeVisible();
  await expect(page.locator("time").first()).toHaveAttribute("datetime", new Date(earlier).toISOString());
  const [, , , moved] = await inbox(nora.email, 4);
  expect(moved?.text).toContain("11:00");

  // The same link leads to the visit, and the time it left can be booked by everybody.
  await page.goto(offer ?? "");
  await expect(page.getByRole("heading", { name: "This hour is yours" })).toBeVisible();
  const [row] = await sql(
    `select count(*)::int as n, min(starts_at) as starts from appointment
     where tenant_id = $1 and status = 'scheduled'`,
    [studio.tenantId],
  );
  expect(row).toEqual({ n: 1, starts: new Date(earlier) });
});
