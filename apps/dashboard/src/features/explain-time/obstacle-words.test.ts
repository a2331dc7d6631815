import { expect, test } from "vitest";
import { type AskedWords, askedLine, obstacleWords } from "./obstacle-words.ts";

const clock = { timeZone: "America/New_York", locale: "en-GB" };
const at = (text: string) => Date.parse(text);

/** A 50-minute session with Dr. Lind on Tuesday at 16:30. */
const asked: AskedWords = {
  who: "Dr. Lind",
  service: "Regular session",
  mode: "in_person",
  minutes: 50,
  startsAt: at("2027-03-16T16:30-04:00"),
  endsAt: at("2027-03-16T17:20-04:00"),
  clock,
  hoursPage: "/hours/lind",
  rulesPage: "/booking-rules",
};
const words = (obstacle: Parameters<typeof obstacleWords>[0]) => obstacleWords(obstacle, asked);

const weekday = {
  rule: "outside_hours",
  zone: "America/New_York",
  date: "2027-03-16",
  source: "weekly",
  hours: [["09:00", "17:00"]],
  blocked: [],
  openUntil: at("2027-03-16T17:00-04:00"),
  closedNext: null,
} satisfies Parameters<typeof obstacleWords>[0];

test("what was asked about stands in one line, in the studio's zone", () => {
  expect(askedLine(asked)).toBe("Regular session with Dr. Lind, Tuesday, 16 March 2027, 16:30 – 17:20");
});

test("ec-C1 a visit that ends too late is said with both ends, and the hours are what to change", () => {
  expect(words(weekday)).toEqual({
    text: "Dr. Lind's hours on Tuesday, 16 March 2027 are 9:00 – 17:00. A 50-minute visit from 16:30 would end at 17:20, and they end at 17:00.",
    change: { label: "Change the weekly hours", href: "/hours/lind" },
  });
});

test("ec-B3 ec-B6 an exception is what to change where it speaks, and the week where nothing does", () => {
  const override = { ...weekday, source: "override", openUntil: null } as const;
  expect(words({ ...override, hours: [] })).toEqual({
    text: "An exception closes Tuesday, 16 March 2027 for Dr. Lind here.",
    change: { label: "Change that date", href: "/hours/lind/dates" },
  });
  expect(words({ ...override, hours: [["10:00", "14:00"]] }).text).toBe(
    "An exception sets Dr. Lind's hours on Tuesday, 16 March 2027 to 10:00 – 14:00. 16:30 is not within them.",
  );
  expect(words({ ...weekday, hours: [], openUntil: null }).text).toBe(
    "Dr. Lind has no hours here on Tuesday, 16 March 2027.",
  );
});

test("ec-C5 buffers that reach out of the hours are told with where those begin or end, and where the rule is changed", () => {
  const outside = { rule: "buffer_outside", bufferBeforeMin: 30, bufferAfterMin: 15 } as const;
  const open = { openFrom: at("2027-03-16T09:00-04:00"), openUntil: at("2027-03-16T17:30-04:00") };
  expect(words({ ...outside, ...open })).toEqual({
    text: "The visit needs 30 minutes before it and 15 minutes after it within working hours, and Dr. Lind's hours end at 17:30.",
    change: { label: "Change the booking rules", href: "/booking-rules" },
  });
  expect(words({ ...outside, ...open, openFrom: at("2027-03-16T16:15-04:00") }).text).toMatch(
    / begin at 16:15 and end at 17:30\.$/,
  );
  expect(words({ ...outside, bufferAfterMin: 0, openFrom: null, openUntil: null }).text).toBe(
    "The visit needs 30 minutes before it within working hours.",
  );
});

test("ec-B13 a place that is not open is told with its hours of the date", () => {
  const outside = { rule: "outside_opening", date: "2027-03-16", opening: ["06:00", "24:00"] } as const;
  expect(words({ ...outside, opening: [...outside.opening] })).toEqual({
    text: "The place is open 6:00 – midnight on Tuesday, 16 March 2027.",
    change: { label: "See the places", href: "/places" },
  });
  expect(words({ ...outside, opening: null }).text).toBe("The place is not open on Tuesday, 16 March 2027.");
});

test("ec-B6 ec-B15 a closed place is told with its dates, or its part of one", () => {
  const closed = {
    rule: "place_closed",
    firstDate: "2027-03-16",
    lastDate: "2027-03-16",
    part: null,
  } as const;
  expect(words(closed).text).toBe("The place is closed on Tuesday, 16 March 2027.");
  expect(words({ ...closed, lastDate: "2027-03-17" }).text).toBe(
    "The place is closed from Tuesday, 16 March 2027 to Wednesday, 17 March 2027.",
  );
  expect(words({ ...closed, part: ["12:00", "24:00"] }).text).toBe(
    "The place is closed on Tuesday, 16 March 2027, 12:00 – midnight.",
  );
});

test("SCHED-04 somebody's time off is told with its dates and where it is changed", () => {
  const away = { rule: "time_off", firstDate: "2027-03-16", lastDate: "2027-03-17", part: null } as const;
  expect(words(away)).toEqual({
    text: "Dr. Lind has time off from Tuesday, 16 March 2027 to Wednesday, 17 March 2027.",
    change: { label: "See the time off", href: "/hours/time-off" },
  });
});

test("ec-B2 ec-L6 hours that a closed date cuts end at midnight, which is never a bare twelve", () => {
  const night = { ...weekday, hours: [["21:00", "24:00"]] } satisfies Parameters<typeof obstacleWords>[0];
  expect(words(night).text).toContain("21:00 – midnight.");
  const cut = words({
    ...weekday,
    closedNext: "2027-03-17",
    openUntil: at("2027-03-17T00:00-04:00"),
  });
  expect(cut.text).toContain("they end at midnight, because an exception closes Wednesday, 17 March 2027.");
  expect(cut.change?.href).toBe("/hours/lind/dates");
});

test("notice, horizon and grid are said with the values that would have to be others", () => {
  expect(words({ rule: "past", now: at("2027-03-16T18:00-04:00") }).text).toBe(
    "That time has passed: it is Tue 16 Mar, 18:00 now.",
  );
  const earliest = at("2027-03-17T09:00-04:00");
  const notice = { rule: "too_soon", minNoticeMin: 0, minNoticeDays: 0, earliest, setBy: "studio" } as const;
  expect(words({ ...notice, minNoticeMin: 120 }).text).toBe(
    "Clients book at least 2 hours ahead: the first start they can have now is Wed 17 Mar, 9:00.",
  );
  expect(words({ ...notice, minNoticeMin: 2880 }).text).toContain("at least 2 days ahead");
  expect(words({ ...notice, minNoticeMin: 90 }).text).toContain("at least 90 minutes ahead");
  expect(
    words({ rule: "beyond_horizon", horizonDays: 60, lastDate: "2027-03-15", setBy: "studio" }).text,
  ).toBe("Clients book at most 60 days ahead: the last date they can have now is Monday, 15 March 2027.");
  expect(words({ ...notice, minNoticeDays: 1 }).text).toContain("book at least 1 day by the calendar ahead:");
  const own = words({ ...notice, minNoticeMin: 120, minNoticeDays: 2, setBy: "service" });
  expect(own.text).toContain("book Regular session at least 2 days by the calendar and 2 hours ahead:");
  expect(own.change).toEqual({ label: "Change the service", href: "/services" });
  const link = { label: "Change the booking rules", href: "/booking-rules" };
  const far = { rule: "beyond_horizon", horizonDays: 60, lastDate: "2027-03-15", setBy: "studio" } as const;
  const soon = { ...notice, minNoticeMin: 120 };
  for (const rule of [soon, far]) {
    expect(words(rule).change).toEqual(link);
    // Who may not change them is sent nowhere.
    expect(obstacleWords(rule, { ...asked, rulesPage: null }).change).toBeNull();
  }
  const grid = { rule: "off_grid", stepMin: 30, before: asked.startsAt, after: asked.endsAt } as const;
  expect(words(grid).text).toBe(
    "Times are offered every 30 minutes from the start of Dr. Lind's hours. The nearest are 16:30 and 17:20.",
  );
  expect(words({ ...grid, before: null }).text).toContain("The nearest is 17:20.");
});

test("a visit in the way is spoken of by its time and opened by its id; a hold has nothing to open", () => {
  const appointmentId = "0b8b4b1e-0000-7000-8000-000000000001";
  const { startsAt, endsAt } = asked;
  const visit = { rule: "slot_taken", appointmentId, held: false, startsAt, endsAt } as const;
  expect(words({ ...visit, blockedFrom: startsAt, blockedUntil: endsAt + 600_000 })).toEqual({
    text: "A visit is booked for 16:30 – 17:20. With its buffers it takes 16:30 – 17:30.",
    change: { label: "Open the visit", href: `/calendar?view=day&date=2027-03-16&open=${appointmentId}` },
  });
  expect(words({ ...visit, held: true, blockedFrom: startsAt, blockedUntil: endsAt })).toEqual({
    text: "16:30 – 17:20 is being chosen by somebody now, or kept for the waitlist.",
    change: { label: "See the calendar", href: "/calendar?view=day&date=2027-03-16" },
  });
});

test("ec-D1 ec-D2 a cap is said with whose visits it counts, how many there are and how many there may be", () => {
  const cap = {
    rule: "fully_booked",
    of: "practitioner",
    per: "day",
    max: 6,
    booked: 7,
    firstDate: "2027-03-16",
    lastDate: "2027-03-16",
  } as const;
  expect(words(cap)).toEqual({
    text: "Dr. Lind has 7 visits on Tuesday, 16 March 2027. The limit is 6 a day.",
    change: { label: "Change the limits", href: "/hours/lind/limits" },
  });
  expect(words({ ...cap, of: "service", per: "week", booked: 6, lastDate: "2027-03-22" })).toEqual({
    text: "Regular session has 6 visits from Tuesday, 16 March 2027 to Monday, 22 March 2027. The limit is 6 a week.",
    change: { label: "Change the service", href: "/services" },
  });
});

test("ec-D7 a limit of minutes is said in hours and minutes of visits", () => {
  const full = {
    rule: "fully_booked",
    of: "practitioner",
    per: "day_minutes",
    max: 360,
    booked: 330,
  } as const;
  const date = "2027-03-16";
  expect(words({ ...full, firstDate: date, lastDate: date }).text).toBe(
    "Dr. Lind has 330 minutes of visits on Tuesday, 16 March 2027, and this one would be too many. The limit is 6 hours a day.",
  );
});

test("ec-E2 ec-E6 rooms and devices are named with when they are taken; a place without any that would do says what is asked for", () => {
  const taken = [{ start: asked.startsAt, end: asked.endsAt, outOfService: false }];
  const out = [{ ...taken[0], start: asked.startsAt, end: asked.endsAt, outOfService: true }];
  expect(
    words({
      rule: "no_room",
      needs: [],
      rooms: [
        { name: "Elm", taken },
        { name: "Oak", taken: out },
      ],
    }).text,
  ).toBe("The service needs a room, and none is free: Elm 16:30 – 17:20, Oak out of service.");
  expect(words({ rule: "no_room", needs: ["Studio", "Piano"], rooms: [] })).toEqual({
    text: "The service needs a room (Studio, Piano), and this place has none like that in use.",
    change: { label: "See rooms and devices", href: "/rooms" },
  });
  expect(words({ rule: "no_device", needs: ["Ultrasound"], devices: [{ name: "Sono", taken }] }).text).toBe(
    "The service needs a device (Ultrasound), and none is free: Sono 16:30 – 17:20.",
  );
});

test("SCHED-02 time that is blocked is named beside the hours that it is taken out of", () => {
  const obstacle = {
    rule: "outside_hours",
    zone: "America/New_York",
    date: "2027-03-16",
    source: "weekly",
    hours: [["09:00", "17:00"]],
    blocked: [["12:00", "13:00"]],
    openUntil: null,
    closedNext: null,
  } satisfies Parameters<typeof obstacleWords>[0];
  const said = words(obstacle);
  expect(said.text).toContain("are 9:00 – 17:00, with 12:00 – 13:00 blocked.");
  expect(said.change).toEqual({ label: "Change that date", href: "/hours/lind/dates" });
});

test("what is not on offer at all says which part of it", () => {
  const said = (
    because: Extract<Parameters<typeof obstacleWords>[0], { rule: "unknown_service" }>["because"],
  ) => words({ rule: "unknown_service", because }).text;
  expect(said("not_given_by_them")).toBe("Dr. Lind does not give Regular session.");
  expect(said("mode_not_given")).toBe("Regular session is not given in person.");
  expect(said("service_not_online")).toContain("the desk books it");
  expect(said("practitioner_not_online")).toContain("the desk books their time");
  expect(said("practitioner_inactive")).toBe("Dr. Lind has left the studio.");
  expect(said("practitioner_left")).toBe("Dr. Lind has had their last day by then.");
  expect(said("location_inactive")).toBe("That location is not in use any more.");
  expect(said("service_inactive")).toBe("Regular session is not in use any more.");
});

test("ec-A28 hours by another clock than the place's say which", () => {
  const london = words({ ...weekday, zone: "Europe/London", openUntil: null });
  expect(london.text).toContain("9:00 – 17:00 (Europe/London time). 16:30 is not within them.");
});

test("ec-K9 time that another calendar takes is told by its hours and by nothing else", () => {
  expect(
    words({
      rule: "busy_elsewhere",
      startsAt: at("2027-03-16T16:30-04:00"),
      endsAt: at("2027-03-16T17:20-04:00"),
    }),
  ).toEqual({ text: "Dr. Lind is busy in another calendar 16:30 – 17:20.", change: null });
});

test("ec-E9 a way that is too long is told with its minutes, the other place and the time that would do", () => {
  const visit = {
    rule: "no_travel_time",
    appointmentId: "v1",
    held: false,
    placeName: "Hill Road",
    travelMin: 40,
    startsAt: at("2027-03-16T17:30-04:00"),
    endsAt: at("2027-03-16T18:30-04:00"),
  } satisfies Parameters<typeof obstacleWords>[0];
  expect(words(visit)).toEqual({
    text: "Dr. Lind has a visit at another place, Hill Road, 17:30 – 18:30. The way takes 40 minutes, so a visit here has to end by 16:50.",
    change: { label: "See the minutes between places", href: "/places#travel" },
  });
  const before = { ...visit, startsAt: at("2027-03-16T15:00-04:00"), endsAt: at("2027-03-16T16:00-04:00") };
  expect(words(before).text).toContain("so a visit here can start at 16:40.");
});

test("SCHED-25 a missing break is told with the visits in a row, the least time between them and the limit", () => {
  expect(
    words({
      rule: "no_break",
      afterMin: 180,
      pauseMin: 15,
      startsAt: at("2027-03-16T13:00-04:00"),
      endsAt: at("2027-03-16T17:30-04:00"),
    }),
  ).toEqual({
    text: "With this visit Dr. Lind would see people 13:00 – 17:30 with less than 15 minutes between visits. The limit is 3 hours without a break.",
    change: { label: "Change the limits", href: "/hours/lind/limits" },
  });
});

test("ADM-04 an expired licence is told with its last date", () => {
  expect(words({ rule: "licence_expired", licensedUntil: "2027-03-31" })).toEqual({
    text: "Dr. Lind's licence has expired by then: it holds until Wednesday, 31 March 2027.",
    change: { label: "See the licences", href: "/hours/lind/limits" },
  });
});

test("SCHED-07 a supervisor out of reach is told, and so is that there is none", () => {
  expect(words({ rule: "no_supervisor", assigned: true })).toEqual({
    text: "Regular session needs a supervisor within reach, and none of Dr. Lind's works all through this time.",
    change: { label: "See who supervises whom", href: "/team" },
  });
  expect(words({ rule: "no_supervisor", assigned: false }).text).toBe(
    "Regular session needs a supervisor within reach, and nobody supervises Dr. Lind then.",
  );
});
