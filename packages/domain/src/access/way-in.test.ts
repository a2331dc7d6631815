import { expect, test } from "vitest";
import { instant, minuteMs, plus } from "../time/instant.ts";
import { decideWayIn } from "./way-in.ts";

const askedAt = instant(1_805_187_600_000);
const after = (ms: number) => ({ askedAt, usedAt: null, now: plus(askedAt, ms) });
const [five, fifteen] = [5 * minuteMs, 15 * minuteMs];

test.each([
  ["the link where it was asked for, to the last moment", "link_here", fifteen - 1, "let_in"],
  ["the link fifteen minutes later", "link_here", fifteen, "expired"],
  ["the code where it was asked for, to the last moment", "code_here", five - 1, "compare_code"],
  ["the code five minutes later", "code_here", five, "expired"],
  ["the link elsewhere", "link_elsewhere", fifteen - 1, "code_needed"],
  ["the link elsewhere, too late", "link_elsewhere", fifteen, "expired"],
  ["link and code elsewhere", "link_and_code_elsewhere", five - 1, "compare_code"],
  ["link and code elsewhere, five minutes later", "link_and_code_elsewhere", five, "expired"],
] as const)("check 45 AUTH-06 %s", (_, shown, ms, expected) => {
  const decision = decideWayIn({ ...after(ms), shown });
  expect(decision.ok ? decision.value : decision.refusal).toBe(expected);
});

test("check 45 AUTH-06 what was used once is used, by whatever it is shown again", () => {
  for (const shown of ["link_here", "code_here", "link_elsewhere", "link_and_code_elsewhere"] as const) {
    const decision = decideWayIn({ ...after(1_000), usedAt: plus(askedAt, 500), shown });
    expect(decision).toEqual({ ok: false, refusal: "used" });
  }
});
