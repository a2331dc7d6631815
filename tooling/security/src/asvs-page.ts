import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "@quietroom/local/checkout";
import { type AsvsRow, asvsLevel1 } from "./asvs.ts";

const head = `# OWASP ASVS 5.0, level 1

Every requirement of level 1 of the Application Security Verification Standard 5.0.0 (<https://github.com/OWASP/ASVS>, tag v5.0.0) by its number, in
our words, with the tests that would fail without it, or why there is nothing to test. Written by \`pnpm security:checks\`; a test fails when a
title named here is gone or a requirement has neither a test nor a reason.

| requirement | asks that | shown by |
| --- | --- | --- |
`;

/** The page docs/security/asvs.md. Throws for a test that is not where the row says it is. */
export function asvsPage(): string {
  return `${head}${asvsLevel1.map(line).join("\n")}\n`;
}

/** What is wrong with the rows: a requirement without test and reason, or a test that is gone. */
export function asvsGaps(): readonly string[] {
  return asvsLevel1.flatMap(({ id, shown, why }) => [
    ...(shown.length === 0 && why === undefined ? [`${id} has neither test nor reason`] : []),
    ...shown.flatMap(([file, title]) =>
      fullTitle(file, title) === null ? [`${id}: no test "${title}" in ${file}`] : [],
    ),
  ]);
}

function line({ id, about, shown, why }: AsvsRow): string {
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
