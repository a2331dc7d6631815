import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "@quietroom/local/checkout";

/** A test by its file and the beginning of its title. */
type Shown = readonly [file: string, title: string];

/** What a standard, a law or the product itself asks for. */
export type Requirement = {
  readonly id: string;
  /** What it asks for, in our words. */
  readonly about: string;
  /** The tests that would fail without it; with none, why. */
  readonly shown: readonly Shown[];
  /** What no test can show: why there is none, or what whoever runs the product has to do. */
  readonly why?: string;
};

/** A page of docs/security: its head, then a line for each requirement. Throws for a test that is not where the row says it is. */
export function requirementsPage(head: string, rows: readonly Requirement[]): string {
  return `${head}${rows.map(line).join("\n")}\n`;
}

/** What is wrong with the rows: a requirement without test and reason, or a test that is gone. */
export function requirementGaps(rows: readonly Requirement[]): readonly string[] {
  return rows.flatMap(({ id, shown, why }) => [
    ...(shown.length === 0 && why === undefined ? [`${id} has neither test nor reason`] : []),
    ...shown.flatMap(([file, title]) =>
      fullTitle(file, title) === null ? [`${id}: no test "${title}" in ${file}`] : [],
    ),
  ]);
}

function line({ id, about, shown, why }: Requirement): string {
  const tests = shown.map(([file, title]) => `\`${fullTitle(file, title) ?? title}\` in \`${file}\``);
  const words = [...tests, ...(why === undefined ? [] : [why])].join("<br>").replaceAll("|", "\\|");
  return `| ${id} | ${about} | ${words} |`;
}

/** The whole title of the one test of a file that begins so; null when there is none. */
function fullTitle(file: string, beginning: string): string | null {
  const path = join(checkout, file);
  if (beginning === "" || !existsSync(path)) return null;
  const source = readFileSync(path, "utf8");
  const at = source.indexOf(`"${beginning}`);
  return at < 0 ? null : source.slice(at + 1, source.indexOf('"', at + 1));
}
