import { expect, test } from "vitest";
import { dayMs, instant, plus } from "../time/instant.ts";
import { decideCover, decideSupervision, endedAt, longestCoverMs } from "./relations.ts";

const now = instant(1_805_187_600_000);
const later = plus(now, 14 * dayMs);
const sue = { staffUserId: "sue", roles: ["supervisor"], practitionerId: "sue-p", active: true } as const;
const tom = { staffUserId: "tom", roles: ["therapist"], practitionerId: "tom-p", active: true } as const;
const refusal = (code: string) => ({ ok: false, refusal: code });

test("AUTH-56 a supervisor may supervise a colleague, open-ended or for a time", () => {
  const ask = { supervisor: sue, superviseeId: "ann", now };
  for (const end of [null, later]) {
    const period = { start: now, end };
    expect(decideSupervision({ ...ask, period })).toEqual({ ok: true, value: period });
  }
  expect(decideSupervision({ ...ask, period: { start: later, end: now } })).toEqual(
    refusal("dates_reversed"),
  );
  expect(decideSupervision({ ...ask, period: { start: now, end: now } })).toEqual(refusal("dates_reversed"));
  const over = { start: plus(now, -2 * dayMs), end: now };
  expect(decideSupervision({ ...ask, period: over })).toEqual(refusal("past"));
});

test("AUTH-56 only an active supervisor supervises, and nobody themselves", () => {
  const ask = { superviseeId: "ann", period: { start: now, end: null }, now };
  expect(decideSupervision({ ...ask, supervisor: tom })).toEqual(refusal("not_a_supervisor"));
  expect(decideSupervision({ ...ask, supervisor: { ...sue, active: false } })).toEqual(
    refusal("not_a_supervisor"),
  );
  expect(decideSupervision({ ...ask, supervisor: sue, superviseeId: "sue-p" })).toEqual(
    refusal("own_supervisor"),
  );
});

test("AUTH-58 a colleague who sees clients covers for a time that has an end, ninety days at most", () => {
  const ask = { covering: tom, grantedBy: "sue", coveredId: "ann", now };
  const period = { start: now, end: plus(now, longestCoverMs) };
  expect(decideCover({ ...ask, period })).toEqual({ ok: true, value: period });
  const longer = { ...period, end: plus(period.end, 1) };
  expect(decideCover({ ...ask, period: longer })).toEqual(refusal("too_long"));
  expect(decideCover({ ...ask, period: { start: later, end: now } })).toEqual(refusal("dates_reversed"));
  expect(decideCover({ ...ask, period: { start: plus(now, -dayMs), end: now } })).toEqual(refusal("past"));
  const none = { ...tom, practitionerId: null };
  expect(decideCover({ ...ask, covering: none, period })).toEqual(refusal("not_a_practitioner"));
  expect(decideCover({ ...ask, covering: { ...tom, active: false }, period })).toEqual(
    refusal("not_a_practitioner"),
  );
  expect(decideCover({ ...ask, coveredId: "tom-p", period })).toEqual(refusal("own_records"));
});

test("check 32 AUTH-60 nobody grants themselves a cover", () => {
  const period = { start: now, end: later };
  expect(decideCover({ covering: sue, grantedBy: "sue", coveredId: "ann", period, now })).toEqual(
    refusal("own_account"),
  );
});

test("AUTH-56 an end counts from now on, and never makes a period longer", () => {
  const begun = { start: plus(now, -dayMs), end: null };
  expect(endedAt(begun, now)).toEqual({ ...begun, end: now });
  expect(endedAt({ start: later, end: null }, now)).toEqual({ start: later, end: later });
  const over = { start: plus(now, -2 * dayMs), end: plus(now, -dayMs) };
  expect(endedAt(over, now)).toEqual(over);
});
