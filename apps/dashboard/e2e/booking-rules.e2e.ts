import { bookVisit } from "@quietroom/testing";
import { chooseTime, seeTimes } from "@quietroom/testing/book-a-visit";
import { dayAhead, expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";

test("ec-E14 ec-I6 ec-I15 ec-C4 ec-C5 ec-D7 BOOK-06 BOOK-07 SCHED-20 an admin says whether new visitors confirm their address, how buffers and minutes count, what clients may book beside a visit of their own, how many they have to come, and how many they may miss", async ({
  staffPage: page,
  addresses,
}) => {
  await page.goto(`${addresses.dashboard}/calendar`);
  await page.getByRole("link", { name: "Booking rules" }).press("Enter");
  await expect(page.getByRole("heading", { name: "Booking rules", level: 1 })).toBeVisible();
  const rules = page.getByRole("form", { name: "Booking rules" });
  const overlap = rules.getByLabel("A time at which the client has another visit");
  const limit = rules.getByLabel("Visits a client has to come, at most");
  await expect(overlap).toHaveValue("warn");
  await expect(limit).toHaveValue("");
  await overlap.selectOption("Not booked: they call");
  const neighbours = rules.getByLabel("Between two visits of one practitioner");
  const inside = rules.getByLabel("Buffers and working hours");
  const midnight = rules.getByLabel("A visit over midnight counts");
  await neighbours.selectOption("The longer of the two");
  await inside.selectOption("Buffers lie inside as well");
  await midnight.selectOption("On both days, its own minutes on each");
  const address = rules.getByLabel("Email address of who books");
  await expect(address).toHaveValue("taken");
  await address.selectOption("Confirmed first, by an emailed code");
  await limit.fill("0");
  await rules.getByRole("button", { name: "Save booking rules" }).press("Enter");
  await expect(rules.getByText("Type a whole number from 1 to 100, or nothing.")).toBeVisible();
  await expect(limit).toHaveAttribute("aria-invalid", "true");
  await limit.fill("4");
  const undo = rules.getByLabel("Undo what you cancelled, minutes");
  await expect(undo).toHaveValue("10");
  await undo.fill("3");
  const atNight = rules.getByLabel("An offer that would have to be answered at night");
  await atNight.selectOption("Is made in the morning; until then your page offers it");
  const missed = rules.getByLabel("Missed visits until bookings wait for you");
  await expect(missed).toHaveValue("");
  await missed.fill("3");
  await rules.getByLabel("A missed visit counts, months").fill("6");
  await rules.getByRole("button", { name: "Save booking rules" }).press("Enter");
  await expect(page.getByText("Booking rules saved", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(overlap).toHaveValue("refuse");
  await expect(limit).toHaveValue("4");
  await expect(neighbours).toHaveValue("max");
  await expect(inside).toHaveValue("inside");
  await expect(midnight).toHaveValue("split");
  await expect(undo).toHaveValue("3");
  await expect(atNight).toHaveValue("wait");
  await expect(missed).toHaveValue("3");
  await expect(address).toHaveValue("asked");
});

test("SCHED-05 SCHED-17 SCHED-18 ec-J3 BOOK-04 an admin sets notice, horizon and cancellation policy: visitors are shown them at once, and a visit keeps its own", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  test.slow();
  const visit = await bookVisit(studio, { startsAt: await dayAhead(sql, 9) });
  const link = visit.context.runtime.links.sign({
    kind: "appointment",
    tenantId: studio.tenantId,
    id: visit.id,
  });

  await page.goto(`${addresses.dashboard}/booking-rules`);
  const rules = page.getByRole("form", { name: "Booking rules" });
  const save = rules.getByRole("button", { name: "Save booking rules" });
  await rules.getByLabel("Shortest notice, hours").fill("900");
  await rules.getByLabel("Bookable ahead, days").fill("a week");
  await save.press("Enter");
  await expect(rules.getByText("Type hours from 0 to 720.")).toBeVisible();
  await expect(rules.getByText("Type a whole number of days from 1 to 730.")).toBeVisible();
  await expect(rules.getByText("2 rules are not as they can be", { exact: false })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "booking-rules-1-refused");

  // Somebody else is faster.
  await sql("update tenant set rules_version = rules_version + 1, client_move_limit = 5 where id = $1", [
    studio.tenantId,
  ]);
  await rules.getByLabel("Shortest notice, hours").fill("48");
  await rules.getByLabel("Bookable ahead, days").fill("6");
  await save.press("Enter");
  await expect(rules.getByText(/Somebody changed these rules meanwhile/)).toBeVisible();
  await expect(rules.getByLabel("Moves of one visit, at most")).toHaveValue("5");
  await photograph(page, "booking-rules-2-changed-meanwhile");

  await rules.getByLabel("Shortest notice, hours").fill("48");
  await rules.getByLabel("Bookable ahead, days").fill("6");
  await rules.getByLabel("Free to cancel until, hours before").fill("36");
  await rules.getByLabel("Cancellation policy").fill("A day and a half, please.\nLater it costs half.");
  await save.press("Enter");
  await expect(page.getByText("Booking rules saved", { exact: true })).toBeVisible();
  await photograph(page, "booking-rules-3-saved");

  // The reason why a time cannot be had leads here.
  const date = new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York" }).format(
    await dayAhead(sql, 1),
  );
  await page.goto(`${addresses.dashboard}/hours/${studio.practitionerId}/why`);
  const panel = page.getByRole("region", { name: "Why not this time?" });
  await expect(panel.getByRole("button", { name: "Explain this time" })).toBeEnabled();
  await panel.getByLabel("Date").fill(date);
  await panel.getByRole("button", { name: "Explain this time" }).press("Enter");
  await expect(panel.getByText(/Clients book at least 2 days ahead/)).toBeVisible();
  await panel.getByRole("link", { name: "Change the booking rules" }).press("Enter");
  await expect(page.getByRole("heading", { name: "Booking rules", level: 1 })).toBeVisible();
  await expect(rules.getByLabel("Free to cancel until, hours before")).toHaveValue("36");

  const visitor = await page.context().newPage();
  await visitor.goto(studio.url);
  await visitor.getByRole("link", { name: /Regular session/ }).click();
  await seeTimes(visitor);
  await chooseTime(visitor);
  await expect(visitor.getByText("A day and a half, please.", { exact: false })).toBeVisible();
  await expect(visitor.getByText(/Free to cancel or move online until/)).toBeVisible();
  await expectAccessible(visitor);
  await photograph(visitor, "booking-rules-4-policy-before-booking");
  // Booked before, under what was agreed then.
  await visitor.goto(`${studio.url}/visit/${link}`);
  await expect(visitor.getByRole("heading", { name: "If you need to cancel" })).toBeVisible();
  await expect(visitor.getByText("A day and a half, please.", { exact: false })).toBeHidden();
  await visitor.close();
});
