import { expect, test } from "vitest";
import { licenceWarning, standingWords } from "./licence-words.ts";

const licence = {
  id: "1",
  title: "LCSW",
  number: "C-1001",
  state: "New York",
  expiresOn: "2027-03-31",
  version: 1,
};

function warning(standing: "expired" | "valid" | 30 | 60 | 90) {
  return licenceWarning({ licences: [{ ...licence, standing }] }, "Dr. Lind", "March 31, 2027");
}

test("ADM-04 a licence that has expired, or does within 90, 60 or 30 days, is said with what follows from it", () => {
  expect(warning("expired")).toEqual({
    tone: "danger",
    words:
      "Dr. Lind's licence has expired: it held until March 31, 2027. The desk may still book with a reason.",
  });
  expect(warning(60)).toEqual({
    tone: "caution",
    words:
      "Dr. Lind's licence expires within 60 days: nothing is booked after March 31, 2027. The desk may still book with a reason.",
  });
  expect(warning("valid")).toBeNull();
  expect(licenceWarning({ licences: [] }, "Dr. Lind", "")).toBeNull();
  expect((["expired", 30, 60, 90, "valid"] as const).map(standingWords)).toEqual([
    "Expired",
    "Expires within 30 days",
    "Expires within 60 days",
    "Expires within 90 days",
    "Valid",
  ]);
});
