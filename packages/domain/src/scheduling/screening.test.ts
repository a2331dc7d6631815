import { expect, test } from "vitest";
import { approvalOfSeat } from "./screening.ts";

test("SCHED-24 a seat where members are screened first always waits for the studio, and another as its service says", () => {
  expect(approvalOfSeat({ approval: "instant", needsScreening: true })).toBe("request");
  expect(approvalOfSeat({ approval: "request", needsScreening: true })).toBe("request");
  expect(approvalOfSeat({ approval: "instant", needsScreening: false })).toBe("instant");
  expect(approvalOfSeat({ approval: "request", needsScreening: false })).toBe("request");
});
