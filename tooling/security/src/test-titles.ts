import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "@quietroom/local/checkout";

const skipped = new Set(["node_modules", ".next", ".data", ".turbo", "generated"]);

/** Every test title in the tree that begins with the number of a check, as it is written, sorted. */
export function checkTitles(): readonly string[] {
  const titles = ["packages", "apps", "tooling"].flatMap((room) => titlesUnder(join(checkout, room)));
  return [...new Set(titles)].toSorted((a, b) => a.localeCompare(b));
}

/** The checks that a title names: "check 3 check 8 TEN-02 …" is 3 and 8. */
export function checksOf(title: string): readonly number[] {
  const [beginning = ""] = /^(check \d+:? )+/.exec(title) ?? [];
  return [...beginning.matchAll(/\d+/g)].map(([number]) => Number(number));
}

function titlesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : titlesUnder(path);
    if (!/\.(test\.tsx?|e2e\.ts)$/.test(entry.name)) return [];
    // A title opens a call's arguments; a string that merely speaks of a check does not.
    return [...readFileSync(path, "utf8").matchAll(/\(\s*"(check \d+[^"\n]*)"/g)].map(
      ([, title = ""]) => title,
    );
  });
}
