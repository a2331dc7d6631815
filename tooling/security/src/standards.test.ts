import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "@quietroom/local/checkout";
import { expect, test } from "vitest";
import { asvsLevel1 } from "./asvs.ts";
import { asvsPage } from "./asvs-page.ts";
import { auditedEvents } from "./audited-events.ts";
import { auditedEventsPage } from "./audited-events-page.ts";
import { technicalSafeguards } from "./hipaa.ts";
import { hipaaPage } from "./hipaa-page.ts";
import { requirementGaps } from "./requirements-page.ts";
import { rolesPage } from "./roles-page.ts";

test("every requirement of ASVS level 1 has a test that is there, or a reason", () => {
  expect(requirementGaps(asvsLevel1)).toEqual([]);
  expect(new Set(asvsLevel1.map(({ id }) => id)).size).toBe(70);
});

test("every technical safeguard of 45 CFR 164.312 has a test that is there, or says what the operator does", () => {
  expect(requirementGaps(technicalSafeguards)).toEqual([]);
  expect(technicalSafeguards.map(({ id }) => id)).toEqual([
    "(a)(1)",
    "(a)(2)(i)",
    "(a)(2)(ii)",
    "(a)(2)(iii)",
    "(a)(2)(iv)",
    "(b)",
    "(c)(1)",
    "(c)(2)",
    "(d)",
    "(e)(1)",
    "(e)(2)(i)",
    "(e)(2)(ii)",
  ]);
});

test("AUD-02 every kind of sign-in event and act of administration has a test that finds it in the audit", () => {
  expect(requirementGaps(auditedEvents)).toEqual([]);
  expect(auditedEvents.filter(({ shown }) => shown.length === 0)).toEqual([]);
});

test("a requirement that nothing shows, and one whose test is gone, are found", () => {
  const about = "something";
  expect(
    requirementGaps([
      { id: "1", about, shown: [] },
      { id: "2", about, shown: [["tooling/security/src/checks.test.ts", "no such title"]] },
      { id: "3", about, shown: [], why: "there is nothing to test" },
    ]),
  ).toEqual([
    "1 has neither test nor reason",
    '2: no test "no such title" in tooling/security/src/checks.test.ts',
  ]);
});

test.each([
  ["asvs.md", asvsPage],
  ["hipaa.md", hipaaPage],
  ["audited-events.md", auditedEventsPage],
  ["roles.md", rolesPage],
])("docs/security/%s says what the tree says (`pnpm security:checks` writes it anew)", (name, page) => {
  expect(readFileSync(join(checkout, "docs/security", name), "utf8")).toBe(page());
});
