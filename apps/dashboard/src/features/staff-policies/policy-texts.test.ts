import { createHash } from "node:crypto";
import { staffPolicies } from "@quietroom/domain/access";
import { expect, test } from "vitest";
import { policyTexts } from "./policy-texts.ts";

const digest = (text: unknown) =>
  createHash("sha256").update(JSON.stringify(text)).digest("hex").slice(0, 16);

test("AUTH-04 the words of a version never change: other words are another version", () => {
  // Whoever changes a text gives it the day's version and writes the new pair here.
  expect(
    Object.entries(policyTexts).map(([policy, text]) => [
      policy,
      policy === "terms" ? staffPolicies.terms : staffPolicies.security,
      digest(text),
    ]),
  ).toMatchInlineSnapshot(`
    [
      [
        "terms",
        "2026-11-21",
        "518ea900bc9b7bb1",
      ],
      [
        "security",
        "2026-11-21",
        "83ea0b27821282ae",
      ],
    ]
  `);
});
