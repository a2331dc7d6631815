import { expect, test } from "vitest";
import { type DeliveryReport, stopsAddress } from "./delivery-report.ts";

test.each<[DeliveryReport, ReturnType<typeof stopsAddress>]>([
  [{ kind: "delivered" }, null],
  [{ kind: "came_back", bounce: "for_now" }, null],
  [{ kind: "came_back", bounce: "for_good" }, "came_back"],
  [{ kind: "complained" }, "complained"],
])(
  "NOTIF-07 an address is stopped by what came back for good and by complaints alone: %j",
  (report, because) => {
    expect(stopsAddress(report)).toBe(because);
  },
);
