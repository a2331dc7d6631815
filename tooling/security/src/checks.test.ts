import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "@quietroom/local/checkout";
import { expect, test } from "vitest";
import { attacks, unshown } from "./checks.ts";
import { checksPage } from "./checks-page.ts";
import { checksOf, checkTitles } from "./test-titles.ts";

const folder = join(checkout, "docs/security");
const titles = checkTitles();

/** Titles that a page names in backticks. */
function named(page: string): string[] {
  return [...page.matchAll(/`(check \d+[^`]*)`/g)].map(([, title = ""]) => title.replaceAll("\\|", "|"));
}

test("every test that docs/security names is in the tree (`pnpm security:checks` writes the table anew)", () => {
  for (const file of readdirSync(folder)) {
    const page = readFileSync(join(folder, file), "utf8");
    expect(
      named(page).filter((title) => !titles.includes(title)),
      file,
    ).toEqual([]);
  }
});

test("every check is shown by a test or says what it waits for", () => {
  const shown = new Set(titles.flatMap(checksOf));
  const open = Object.keys(attacks).filter((number) => !shown.has(Number(number)) && !(number in unshown));
  expect(open).toEqual([]);
  expect(Object.keys(attacks)).toHaveLength(95);
});

test("a check that nothing shows shows as such, and a title that is gone is found", () => {
  expect(checksPage([])).toContain("| 17 | the platform operator's way in | not yet: no such feature yet");
  expect(checksPage(["check 9 check 10 x"])).toMatch(/\| 10 \| [^|]+ \| `check 9 check 10 x` \|/);
  expect(named(checksPage(["check 9 gone"])).filter((title) => !titles.includes(title))).toEqual([
    "check 9 gone",
  ]);
});
