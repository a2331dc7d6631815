import { expect, test } from "vitest";
import { readDisclosure } from "./disclosure-form.ts";

const clientId = "0198c0de-0000-7000-8000-000000000001";
const typed = {
  disclosedOn: "2026-03-31",
  recipient: "A court",
  what: "Dates of visits",
  purpose: "A subpoena",
};

test("COMP-04 each thing that an accounting of disclosures names is asked for, and said at its field", () => {
  expect(readDisclosure(clientId, typed)).toMatchObject({ disclosure: typed, wrong: {} });
  const nothing = { disclosedOn: "31.3.26", recipient: " ", what: "", purpose: "\n" };
  expect(Object.keys(readDisclosure(clientId, nothing).wrong)).toEqual([
    "disclosedOn",
    "recipient",
    "what",
    "purpose",
  ]);
});
