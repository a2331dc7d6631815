import { expect, test } from "vitest";
import { retryAfterMs } from "./retry-after.ts";

const now = Date.parse("2027-03-16T15:00:00Z");

test("NOTIF-06 a vendor says when to come back in seconds or as a date; what nobody can read says nothing", () => {
  expect(["2", " 120 ", "0", "Tue, 16 Mar 2027 15:01:30 GMT"].map((text) => retryAfterMs(text, now))).toEqual(
    [2_000, 120_000, 0, 90_000],
  );
  expect(retryAfterMs("Tue, 16 Mar 2027 14:00:00 GMT", now)).toBe(0); // gone by
  expect(retryAfterMs("999999999", now)).toBe(24 * 3_600_000);
  expect([undefined, "", "soon", "-5 minutes or so"].map((text) => retryAfterMs(text, now))).toEqual([
    null,
    null,
    null,
    null,
  ]);
});
