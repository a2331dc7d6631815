import { expect, test } from "vitest";
import { clocksOf } from "./clocks-of.ts";

test("ec-A25 in person the venue's clock comes first, wherever whoever looks is; ec-A26 online their own does", () => {
  expect(clocksOf("in_person", "America/New_York", "Europe/Berlin")).toEqual({
    first: "America/New_York",
    second: "Europe/Berlin",
    whoseSecond: "your time",
  });
  expect(clocksOf("telehealth", "America/New_York", "Europe/Berlin")).toEqual({
    first: "Europe/Berlin",
    second: "America/New_York",
    whoseSecond: "the studio's time",
  });
});

test("where the viewer's zone is not known the venue's clock is both", () => {
  for (const mode of ["in_person", "telehealth"] as const)
    expect(clocksOf(mode, "America/New_York", null)).toMatchObject({
      first: "America/New_York",
      second: "America/New_York",
    });
});
