import { expect, test } from "vitest";
import { instant, plus } from "../time/index.ts";
import { isLinkOver } from "./manage-link.ts";

const endsAt = instant(1_805_208_600_000); // 2027-03-16T14:50Z

test("BOOK-11 a visit's link works to the last millisecond of the visit, and no longer", () => {
  expect(isLinkOver({ endsAt, now: plus(endsAt, -1) })).toBe(false);
  expect(isLinkOver({ endsAt, now: endsAt })).toBe(true);
});
