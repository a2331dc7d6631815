import { expect, test } from "vitest";
import { noticeHref, noticeWords } from "./notice-words.ts";

const clock = { timeZone: "America/New_York", locale: "en-US" };
const about = {
  clientName: "Nora Okafor",
  practitionerName: "Ana Lind",
  startsAt: Date.UTC(2027, 5, 15, 14, 0),
} as const;

test("NOTIF-13 a notice says who did what about which visit, and where no name may be told it says so", () => {
  expect(noticeWords({ kind: "booked", ...about }, clock)).toMatch(
    /^Nora Okafor booked .*10:00 AM with Ana Lind\.$/,
  );
  expect(noticeWords({ kind: "cancelled", ...about, clientName: null }, clock)).toMatch(
    /^A client cancelled the visit /,
  );
  expect(noticeWords({ kind: "waitlist_exhausted", ...about }, clock)).toContain("Nobody on the waitlist");
  expect(noticeWords({ kind: "mail_returned", ...about, startsAt: null }, clock)).toBe(
    "An email to Nora Okafor came back, or was marked as unwanted.",
  );
});

test("NOTIF-13 each leads to where there is more: the visit in its calendar, the waitlist, the messages", () => {
  const visit = { appointmentId: "0198d7a0-0000-7000-8000-000000000001", day: "2027-06-15" };
  expect(noticeHref({ kind: "booked", visit })).toBe(
    "/calendar?view=day&date=2027-06-15&open=0198d7a0-0000-7000-8000-000000000001",
  );
  expect(noticeHref({ kind: "waitlist_filled", visit: null })).toBe("/waitlist");
  expect(noticeHref({ kind: "mail_returned", visit })).toBe("/messages");
});
