import { expect, test } from "vitest";
import { disclosureRefusal } from "./disclosure.ts";

test("COMP-04 what was given away was given today at the latest", () => {
  expect(disclosureRefusal("2027-03-16", "2027-03-16")).toBeNull();
  expect(disclosureRefusal("2021-03-16", "2027-03-16")).toBeNull();
  expect(disclosureRefusal("2027-03-17", "2027-03-16")).toBe("still_to_come");
});
