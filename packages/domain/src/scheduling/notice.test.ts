import { expect, test } from "vitest";
import { at } from "../../test/at.ts";
import { hourMs, instant, interval } from "../time/index.ts";
import {
  decideJoinedNotice,
  decideOfferClosedNotice,
  decideOfferNotice,
  decideVisitNotice,
} from "./notice.ts";

const start = at("2027-03-16T14:00Z");
const visit = interval(start, instant(start + hourMs));
const before = instant(start - 24 * hourMs);

function visitNotice(facts: Partial<Parameters<typeof decideVisitNotice>[0]>) {
  return decideVisitNotice({
    kind: "confirmation",
    status: "scheduled",
    visit,
    overtaken: "by_nothing",
    now: before,
    ...facts,
  });
}

test("NOTIF-03 a notice leaves only while it is true", () => {
  expect(visitNotice({})).toEqual({ ok: true, value: "send" });
  expect(visitNotice({ status: "cancelled" })).toEqual({ ok: false, refusal: "not_standing" });
  expect(visitNotice({ now: start })).toEqual({ ok: false, refusal: "over" });
  expect(visitNotice({ kind: "cancelled" })).toEqual({ ok: false, refusal: "not_standing" });
  expect(visitNotice({ kind: "cancelled", status: "cancelled", now: start }).ok).toBe(true);
  expect(visitNotice({ kind: "cancelled", status: "cancelled", now: visit.end })).toEqual({
    ok: false,
    refusal: "over",
  });
});

test("ec-J12 a notice of an earlier version gives way to a later one", () => {
  expect(visitNotice({ kind: "rescheduled", overtaken: "by_a_newer_one" })).toEqual({
    ok: false,
    refusal: "superseded",
  });
});

test("WAIT-07 an offer is sent while it can be answered, its deadline included", () => {
  const expiresAt = instant(before + hourMs);
  expect(decideOfferNotice({ status: "open", expiresAt }, expiresAt).ok).toBe(true);
  expect(decideOfferNotice({ status: "open", expiresAt }, instant(expiresAt + 1))).toEqual({
    ok: false,
    refusal: "lapsed",
  });
  expect(decideOfferNotice({ status: "withdrawn", expiresAt }, before)).toEqual({
    ok: false,
    refusal: "lapsed",
  });
  expect(decideOfferNotice({ status: "declined", expiresAt }, before)).toEqual({
    ok: false,
    refusal: "already_answered",
  });
});

test("who did not answer is told what became of the hour, who answered is not", () => {
  const told = (status: "open" | "accepted" | "declined" | "lapsed" | "withdrawn", now = before) =>
    decideOfferClosedNotice({ status, entry: "waiting", startsAt: start, now });
  expect(told("lapsed")).toEqual({ ok: true, value: "lapsed" });
  expect(told("withdrawn")).toEqual({ ok: true, value: "gone" });
  expect(told("declined")).toEqual({ ok: false, refusal: "already_answered" });
  expect(told("open")).toEqual({ ok: false, refusal: "still_open" });
  expect(told("lapsed", start)).toEqual({ ok: false, refusal: "over" });
});

test("WAIT-11 who was taken off the list is not told that they keep the place", () => {
  const told = (entry: "offered" | "booked" | "withdrawn" | "expired") =>
    decideOfferClosedNotice({ status: "withdrawn", entry, startsAt: start, now: before });
  expect(told("offered")).toEqual({ ok: true, value: "gone" }); // asked again, about another hour
  expect(told("withdrawn")).toEqual({ ok: false, refusal: "not_waiting" });
  expect(told("expired")).toEqual({ ok: false, refusal: "not_waiting" });
});

test("only those in line are told that they are", () => {
  expect(decideJoinedNotice("offered").ok).toBe(true);
  expect(decideJoinedNotice("withdrawn")).toEqual({ ok: false, refusal: "not_waiting" });
});
