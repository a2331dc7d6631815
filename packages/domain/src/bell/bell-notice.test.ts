import { expect, test } from "vitest";
import { at } from "../../test/at.ts";
import { dayMs, hourMs, plus } from "../time/index.ts";
import { noticeOf } from "./bell-notice.ts";

const now = at("2027-01-04T15:00Z");
const inDays = (days: number) => plus(now, days * dayMs);
const visit = { to: "visit", what: "booked", by: "client", start: inDays(3), answerBy: null } as const;

test("NOTIF-14 what clients do is told until the visit begins, a fortnight at most; what the studio did is not", () => {
  expect(noticeOf(visit, now)).toEqual({ kind: "booked", priority: "normal", expiresAt: inDays(3) });
  expect(noticeOf({ ...visit, start: inDays(40) }, now)?.expiresAt).toBe(inDays(14));
  expect(noticeOf({ ...visit, what: "cancelled" }, now)).toMatchObject({
    kind: "cancelled",
    priority: "normal",
  });
  expect(noticeOf({ ...visit, by: "studio" }, now)).toBeNull();
  expect(noticeOf({ ...visit, start: now }, now)).toBeNull();
});

test("NOTIF-13 what waits for an answer is high, what changes within a day is told first, and asking to cancel it is urgent", () => {
  const start = plus(now, 20 * hourMs);
  const answerBy = plus(now, hourMs);
  expect(noticeOf({ ...visit, what: "requested", answerBy }, now)).toEqual({
    kind: "requested",
    priority: "high",
    expiresAt: answerBy,
  });
  expect(noticeOf({ ...visit, start }, now)?.priority).toBe("high");
  expect(noticeOf({ ...visit, what: "cancelled", start }, now)?.priority).toBe("high");
  expect(noticeOf({ ...visit, what: "cancellation_asked", start }, now)?.priority).toBe("urgent");
  expect(noticeOf({ ...visit, what: "cancellation_asked" }, now)?.priority).toBe("high");
});

test("NOTIF-14 how the waitlist ended is told, and mail that came back; an hour that was taken back is not", () => {
  const opening = { to: "opening", start: inDays(2) } as const;
  expect(noticeOf({ ...opening, ended: "filled" }, now)).toMatchObject({
    kind: "waitlist_filled",
    priority: "normal",
  });
  expect(noticeOf({ ...opening, ended: "exhausted" }, now)).toMatchObject({
    kind: "waitlist_exhausted",
    priority: "low",
  });
  expect(noticeOf({ ...opening, ended: "withdrawn" }, now)).toBeNull();
  expect(noticeOf({ to: "mail" }, now)).toEqual({
    kind: "mail_returned",
    priority: "high",
    expiresAt: inDays(14),
  });
});
