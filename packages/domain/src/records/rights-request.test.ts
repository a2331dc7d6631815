import { expect, test } from "vitest";
import { at } from "../../test/at.ts";
import { answerDue, isAnswerable, rightsRequestStates } from "./rights-request.ts";

test("COMP-04 a request is answered within sixty days", () => {
  const asked = at("2027-01-10T09:00Z");
  expect(answerDue(asked)).toBe(at("2027-03-11T09:00Z"));
});

test("COMP-04 what was decided or taken back is not decided again", () => {
  expect(rightsRequestStates.filter(isAnswerable)).toEqual(["open"]);
});
