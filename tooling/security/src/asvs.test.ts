import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "@quietroom/local/checkout";
import { expect, test } from "vitest";
import { asvsLevel1 } from "./asvs.ts";
import { asvsGaps, asvsPage } from "./asvs-page.ts";
import { rolesPage } from "./roles-page.ts";

test("every requirement of ASVS level 1 has a test that is there, or a reason", () => {
  expect(asvsGaps()).toEqual([]);
  expect(new Set(asvsLevel1.map(({ id }) => id)).size).toBe(70);
});

test.each([
  ["asvs.md", asvsPage],
  ["roles.md", rolesPage],
])("docs/security/%s says what the tree says (`pnpm security:checks` writes it anew)", (name, page) => {
  expect(readFileSync(join(checkout, "docs/security", name), "utf8")).toBe(page());
});
