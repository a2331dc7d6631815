import { addDays, localDate, weekdayOf } from "@quietroom/domain/time";
import { bookVisit, person } from "@quietroom/testing/booking";
import {
  dayAhead,
  expect,
  expectFocusIn,
  pressOn,
  tabTo,
  test,
  typeInto,
  untilTakenOver,
} from "@quietroom/testing/browser";

// Nobody has a mouse here: everything is walked to with Tab, seen to have the focus, and pressed or typed into. What takes the focus away with it
// leaves it nearby, and what closes gives it back.

test("QUAL-12 SCHED-01 SCHED-02 by keyboard alone hours are added, taken away and saved, and a date of the week is blocked and set free again", async ({
  staffPage: page,
  studio,
  addresses,
}) => {
  test.slow();
  await page.goto(`${addresses.dashboard}/hours/${studio.practitionerId}`);
  const week = page.getByRole("region", { name: "Week by week" });
  const next = week.getByRole("button", { name: "Next week" });
  await untilTakenOver(next);
  await pressOn(page, page.getByRole("link", { name: "Skip to content" }));
  await expect(page.getByRole("main")).toBeFocused();
  await pressOn(page, next);
  await expect(
    week.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3 }) }),
  ).toHaveCount(7);
  await expect(next).toBeFocused();

  // Over the last day of the week shown, to a form and back.
  const change = week.getByRole("button", { name: /^Change/ }).last();
  await pressOn(page, change);
  const form = page.getByRole("dialog");
  await typeInto(page, form.getByLabel("Times, from"), "10:30");
  await typeInto(page, form.getByLabel("Times, until"), "12:00");
  await pressOn(page, form.getByRole("button", { name: "Add times" }));
  await pressOn(page, form.getByRole("button", { name: "Remove times 2" }));
  await expectFocusIn(form.getByRole("group", { name: "Times" }));
  await typeInto(page, form.getByLabel("Reason"), "Team");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Exception saved", { exact: true })).toBeVisible();
  await expect(form).toBeHidden();
  await expect(change).toBeFocused();
  await expect(week.getByText("Meeting 10:30 AM – 12:00 noon · Team")).toBeVisible();

  const weekly = page.getByRole("region", { name: "Every week" });
  const monday = weekly.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "Monday" }) });
  await pressOn(page, monday.getByRole("button", { name: /^Add hours/ }));
  await pressOn(page, monday.getByRole("button", { name: /^Remove 6:00/ }));
  await expect(weekly.getByLabel("Monday, from")).toHaveCount(1);
  await expectFocusIn(monday);
  const until = weekly.getByLabel("Monday, until");
  await typeInto(page, until, "09:10");
  await page.keyboard.press("Enter");
  await expect(weekly.getByRole("alert")).toContainText("A range is shorter than 30 minutes.");
  await expect(weekly.getByLabel("Monday, from")).toBeFocused();
  await typeInto(page, until, "18:00");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Weekly hours saved", { exact: true })).toBeVisible();
  await expect(until).toBeFocused();

  await page.goto(`${addresses.dashboard}/hours/${studio.practitionerId}/dates`);
  const list = page.getByRole("region", { name: "Dates that differ" });
  const remove = list.getByRole("button", { name: /^Remove Meeting/ });
  await untilTakenOver(remove);
  await pressOn(page, remove);
  await expect(list.getByText("No exceptions ahead")).toBeVisible();
  await expectFocusIn(list);
});

test("QUAL-12 SCHED-05 by keyboard alone a service gets another length, is told what is wrong with it where one is, and is retired", async ({
  staffPage: page,
  addresses,
}) => {
  test.slow();
  await page.goto(`${addresses.dashboard}/services`);
  const edit = page.getByRole("button", { name: "Edit Regular session" });
  await untilTakenOver(edit);
  await pressOn(page, edit);
  const form = page.getByRole("dialog");
  await expect(form).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(edit).toBeFocused();
  await pressOn(page, edit);
  const add = form.getByRole("button", { name: "Add a length" });
  const minutes = form.getByLabel("Length 2, minutes");
  await pressOn(page, add);
  await pressOn(page, form.getByRole("button", { name: "Remove length 2" }));
  await expect(minutes).toHaveCount(0);
  await expectFocusIn(form.getByRole("group", { name: "Other lengths" }));
  await pressOn(page, add);
  await typeInto(page, minutes, "60");
  await page.keyboard.press("Enter");
  await expect(form.getByText("Each length once only.")).toBeVisible();
  await expect(minutes).toBeFocused();
  await typeInto(page, minutes, "90");
  await pressOn(page, form.getByRole("checkbox", { name: "In person" }), "Space");
  await pressOn(page, form.getByRole("switch", { name: "On offer" }), "Space");
  await pressOn(page, form.getByRole("button", { name: "Save service" }));
  await expect(form).toBeHidden();
  await expect(edit).toBeFocused();
  await expect(page.getByText("60, 90 min")).toBeVisible();
  await expect(page.getByText("retired")).toBeVisible();
});

test("QUAL-12 SCHED-14 ec-E5 by keyboard alone a room is added, another put out of service, its visit moved, and the room taken back", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  test.slow();
  const startsAt = await dayAhead(sql, 5);
  const date = localDate(startsAt, "America/New_York");
  await bookVisit(studio, { startsAt, who: person("Nora") });
  await page.goto(`${addresses.dashboard}/rooms`);
  const add = page.getByRole("button", { name: "Add a room" });
  await untilTakenOver(add);
  await pressOn(page, add);
  const form = page.getByRole("dialog");
  await typeInto(page, form.getByLabel("Name"), "Room 1");
  await page.keyboard.press("Enter");
  await expect(form.getByText("This place has a room or a device of that name already.")).toBeVisible();
  await expect(form.getByLabel("Name")).toBeFocused();
  await typeInto(page, form.getByLabel("Name"), "Garden room");
  await typeInto(page, form.getByLabel("People it holds"), "3");
  await pressOn(page, form.getByRole("button", { name: "Save" }));
  await expect(form).toBeHidden();
  await expect(add).toBeFocused();

  await pressOn(page, page.getByRole("button", { name: "Put Room 1 out of service" }));
  await typeInto(page, form.getByLabel("Out from"), date);
  await typeInto(page, form.getByLabel("Back on"), date);
  await typeInto(page, form.getByLabel("Back at"), "20:00");
  await page.keyboard.press("Enter");
  await expect(form).toBeHidden();
  const out = page.getByRole("button", { name: "Change when Room 1 is out of service" });
  await expect(out).toBeFocused();

  const rooms = page.getByRole("region", { name: "Rooms" });
  const give = rooms.getByRole("button", { name: /^Give it / });
  await pressOn(page, give);
  await expect(give).toHaveCount(0);
  await expectFocusIn(rooms);
  await pressOn(page, out);
  await pressOn(page, form.getByRole("button", { name: "Back in service now" }));
  await expect(form).toBeHidden();
  await expect(page.getByRole("button", { name: "Put Room 1 out of service" })).toBeFocused();
});

test("QUAL-12 SCHED-03 by keyboard alone a part of a day is closed, changed and opened again", async ({
  staffPage: page,
  sql,
  addresses,
}) => {
  const date = localDate(await dayAhead(sql, 5), "America/New_York");
  await page.goto(`${addresses.dashboard}/hours/closed-days`);
  const add = page.getByRole("button", { name: "Add closed days" });
  await untilTakenOver(add);
  await pressOn(page, add);
  const form = page.getByRole("dialog");
  await typeInto(page, form.getByLabel("Name"), "Founders' Day");
  await pressOn(page, form.getByLabel("What it is"), "ArrowDown");
  await typeInto(page, form.getByLabel("First day"), date);
  await typeInto(page, form.getByLabel("Last day"), addDays(date, -1));
  await page.keyboard.press("Enter");
  await expect(form.getByText("This ends before it begins.")).toBeVisible();
  await expect(form.getByLabel("Last day")).toBeFocused();
  await typeInto(page, form.getByLabel("Last day"), date);
  await pressOn(page, form.getByRole("switch", { name: "All day" }), "Space");
  await typeInto(page, form.getByLabel("Closed from"), "12:00");
  await pressOn(page, form.getByRole("button", { name: "Save" }));
  await expect(form).toBeHidden();
  await expect(add).toBeFocused();
  const closed = page.getByRole("region", { name: "Closed days ahead" });
  await expect(closed.getByText("public holiday")).toBeVisible();

  const edit = closed.getByRole("button", { name: "Edit Founders' Day" });
  await pressOn(page, edit);
  await pressOn(page, form.getByRole("button", { name: "Close" }).first());
  await expect(edit).toBeFocused();
  const remove = closed.getByRole("button", { name: "Remove Founders' Day" });
  await pressOn(page, remove);
  const asks = page.getByRole("alertdialog");
  await expect(asks.getByRole("button", { name: "Keep as it is" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(remove).toBeFocused();
  await page.keyboard.press("Enter");
  await pressOn(page, asks.getByRole("button", { name: "Remove" }));
  await expect(closed.getByText("No closed days ahead")).toBeVisible();
  await expectFocusIn(closed);
});

test("QUAL-12 SCHED-15 by keyboard alone a visit is repeated: the rule, what is in the way of a date, another time for it, and all of them booked", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  test.slow();
  const first = await dayAhead(sql, 5);
  const date = localDate(first, "America/New_York");
  const visit = await bookVisit(studio, { startsAt: first, who: person("Nora") });
  await bookVisit(studio, { startsAt: await dayAhead(sql, 12), who: person("Max") });
  await page.goto(`${addresses.dashboard}/calendar?view=day&date=${date}&open=${visit.id}`);
  const panel = page.getByRole("dialog");
  await pressOn(page, panel.getByRole("button", { name: "Repeat", exact: true }));
  const planner = panel.getByRole("region", { name: "Repeat this visit" });
  const weekday = planner.getByRole("checkbox").nth(weekdayOf(addDays(date, 1)));
  await pressOn(page, weekday, "Space");
  await pressOn(page, weekday, "Space"); // not on that day after all
  await typeInto(page, planner.getByLabel("Visits, this one included"), "3");
  await page.keyboard.press("Enter");
  const dates = planner.getByRole("list", { name: "Dates of the series" }).getByRole("listitem");
  await expect(dates).toHaveCount(3);
  await pressOn(page, dates.nth(1).getByRole("combobox"), "Home");
  await pressOn(page, planner.getByRole("button", { name: "Book 2 visits", exact: true }));
  await expect(page.getByText("Series booked", { exact: true })).toBeVisible();
  await expect(panel.getByText("One of a series", { exact: true })).toBeVisible();
  await expectFocusIn(panel);
  await pressOn(page, panel.getByRole("button", { name: "Close" }));
  await expect(panel).toBeHidden();
});

test("QUAL-12 SCHED-24 by keyboard alone a class is added, its seats are changed, it is repeated, and one of its dates is called off", async ({
  staffPage: page,
  sql,
  addresses,
}) => {
  test.slow();
  const date = localDate(await dayAhead(sql, 5), "America/New_York");
  await page.goto(`${addresses.dashboard}/groups`);
  const add = page.getByRole("button", { name: "Add a session" });
  await untilTakenOver(add);
  await pressOn(page, add);
  const panel = page.getByRole("dialog");
  await typeInto(page, panel.getByLabel("Date"), date);
  await typeInto(page, panel.getByLabel("Seats", { exact: true }), "3");
  await page.keyboard.press("Enter");
  await expect(panel).toBeHidden();
  await expect(add).toBeFocused();

  const sessions = page.getByRole("list", { name: "Group sessions" }).getByRole("listitem");
  const open = sessions.first().getByRole("button", { name: /^Open/ });
  await pressOn(page, open);
  const change = panel.getByRole("form", { name: "Change the session" });
  await typeInto(page, change.getByLabel("Seats", { exact: true }), "4");
  await pressOn(page, change.getByRole("button", { name: "Save the session" }));
  await expect(page.getByText("Session changed", { exact: true })).toBeVisible();
  await expect(change.getByRole("button", { name: "Save the session" })).toBeFocused();
  await pressOn(page, panel.getByRole("button", { name: "Repeat the session" }));
  const repeat = panel.getByRole("region", { name: "Repeat the session" });
  await typeInto(page, repeat.getByLabel("Sessions, this one included"), "2");
  await page.keyboard.press("Enter");
  await pressOn(page, repeat.getByRole("button", { name: "Add 1 session" }));
  await expect(page.getByText("Sessions added", { exact: true })).toBeVisible();
  await expectFocusIn(panel);
  const callOff = panel.getByRole("button", { name: "Call the session off" });
  await pressOn(page, callOff);
  const asks = page.getByRole("alertdialog");
  await typeInto(page, asks.getByLabel("Reason"), "Too few");
  await pressOn(page, asks.getByRole("button", { name: "Call it off" }));
  await expect(asks).toBeHidden();
  await expectFocusIn(panel);
  await pressOn(page, panel.getByRole("button", { name: "Close" }));
  await expect(panel).toBeHidden();
  await expect(open).toBeFocused();
});

test("QUAL-12 BOOK-03 by keyboard alone a time is asked about, and what is in its way is opened", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  const startsAt = await dayAhead(sql, 3);
  await bookVisit(studio, { startsAt, who: person("Nora") });
  await page.goto(`${addresses.dashboard}/hours/${studio.practitionerId}/why`);
  const panel = page.getByRole("region", { name: "Why not this time?" });
  await expect(panel.getByRole("button", { name: "Explain this time" })).toBeEnabled();
  await tabTo(page, panel.getByLabel("Service"));
  await pressOn(page, panel.getByLabel("Where"), "ArrowDown");
  await typeInto(page, panel.getByLabel("Date"), localDate(startsAt, "America/New_York"));
  await typeInto(page, panel.getByLabel("Time", { exact: true }), "10:30");
  await pressOn(page, panel.getByRole("button", { name: "Explain this time" }));
  await expect(panel.getByText(/A visit is booked for 10:00\sAM – 11:00\sAM\./)).toBeVisible();
  await pressOn(page, panel.getByRole("link", { name: "Open the visit" }));
  await expect(page.getByRole("dialog").getByText("Nora Okafor").first()).toBeVisible();
  await expect(page.getByRole("dialog")).toBeFocused();
});

test("QUAL-12 what stands in for what went away is seen and heard, and is there still for whoever comes back to the window", async ({
  staffPage: page,
  addresses,
}) => {
  await page.goto(`${addresses.dashboard}/rooms`);
  await untilTakenOver(page.getByRole("button", { name: "Add a room" }));
  await page.getByRole("heading", { level: 1 }).evaluate((heading) => {
    const parts = [
      '<span aria-hidden="true">–</span>',
      "<button>Going</button>",
      '<p class="sr-only">Said before</p>',
      "<p></p>",
    ];
    heading.insertAdjacentHTML("afterend", `<section aria-label="Kept">${parts.join("")}</section>`);
  });
  const kept = page.getByRole("region", { name: "Kept" });
  const going = kept.getByRole("button", { name: "Going" });
  await going.focus();
  await going.evaluate((button) => button.remove());
  await expect(kept).toBeFocused();
  // As a browser tells of a window that is left: the page knows no better than that the focus stays where it is.
  await kept.dispatchEvent("blur");
  await expect(kept).toHaveAttribute("tabindex", "-1");
  await kept.evaluate((element) => element.blur());
  await expect(kept).not.toHaveAttribute("tabindex");
});
