import { expect, test } from "vitest";
import { noTimesWords } from "./no-times-words.ts";

test("too short notice says whom to call, and every reason is a sentence", () => {
  expect(noTimesWords("too_soon", "+1 212 555 0100")).toBe(
    "It is too short notice to book online. Call us: +1 212 555 0100.",
  );
  for (const reason of ["closed", "not_offered", "past", "not_open_yet", "fully_booked"] as const)
    expect(noTimesWords(reason, "")).toMatch(/^[A-Z][a-z ]+\.$/);
});
