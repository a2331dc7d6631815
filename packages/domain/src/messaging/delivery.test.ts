import { describe, expect, test } from "vitest";
import { at } from "../../test/at.ts";
import { hourMs, type Instant, minuteMs, plus } from "../time/index.ts";
import { decideNextAttempt, type DeliveryFailure, isStale, newsUsefulUntil } from "./delivery.ts";

const dueAt = at("2027-03-16T15:00Z");
const visit = plus(dueAt, 48 * hourMs);

/** In how many minutes it is tried again, with "!" when operators are told. */
function next(
  failure: DeliveryFailure,
  facts: { readonly failures?: number; readonly waited?: number; readonly usefulUntil?: Instant | null } = {},
): string {
  const { failures = 1, waited = 0, usefulUntil = visit } = facts;
  const now = plus(dueAt, waited * minuteMs);
  const answer = decideNextAttempt({ failure, failures, dueAt, usefulUntil, now });
  return answer.kind === "give_up" ? "given up" : `${(answer.at - now) / minuteMs}${answer.alert ? "!" : ""}`;
}

describe("NOTIF-06", () => {
  const mayPass = { kind: "may_pass" } as const;

  test("after 1, 5 and 15 minutes, then operators are told once, and it waits on while it is useful", () => {
    const told = [1, 2, 3, 4, 5, 50].map((failures) => next(mayPass, { failures }));
    expect(told).toEqual(["1", "5", "15", "30!", "30", "30"]);
    expect(next(mayPass, { failures: 4, usefulUntil: null })).toBe("given up");
    expect(next({ kind: "for_good" })).toBe("given up");
  });

  test("the last look is at the end of its usefulness, where it is written off", () => {
    expect(next(mayPass, { failures: 4, usefulUntil: plus(dueAt, 10 * minuteMs) })).toBe("10!");
    expect(next(mayPass, { failures: 4, waited: 12, usefulUntil: plus(dueAt, 10 * minuteMs) })).toBe("-2!");
    expect(isStale(visit, plus(visit, -1))).toBe(false);
    expect(isStale(visit, visit)).toBe(true);
    expect(isStale(null, visit)).toBe(false);
  });

  test("who is asked for patience waits at least as long, and the longer the longer it has waited", () => {
    const busy = (seconds: number | null) =>
      ({ kind: "busy", afterMs: seconds === null ? null : seconds * 1000 }) as const;
    expect([busy(120), busy(7200), busy(null)].map((failure) => next(failure))).toEqual(["2", "120", "1"]);
    expect([1, 20, 600].map((waited) => next(busy(6), { waited }))).toEqual(["0.5", "10", "30"]);
    expect(next(busy(1), { failures: 9, waited: 4 })).toBe("2"); // no failure, and no alert
  });

  test("news are useful until what they are of begins, for a week at most", () => {
    expect(newsUsefulUntil(dueAt, visit)).toBe(visit);
    expect(newsUsefulUntil(dueAt, plus(dueAt, 30 * 24 * hourMs))).toBe(plus(dueAt, 7 * 24 * hourMs));
    expect(newsUsefulUntil(dueAt, null)).toBe(plus(dueAt, 7 * 24 * hourMs));
  });
});
