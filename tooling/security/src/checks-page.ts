import { attacks, unshown } from "./checks.ts";
import { checksOf } from "./test-titles.ts";

const head = `# Checks

What is attacked, and the tests that show it held. The numbers stand in the titles of the tests, so \`grep -rn "check 9 "\` finds them.
Written by \`pnpm security:checks\` from the tree; a test fails when a title named here is gone or a check is neither shown nor explained.

| check | attack | shown by |
| --- | --- | --- |
`;

/** The page docs/security/checks.md for these titles. */
export function checksPage(titles: readonly string[]): string {
  const rows = Object.entries(attacks).map(([number, attack]) => {
    const shown = titles.filter((title) => checksOf(title).includes(Number(number)));
    const words =
      shown.length > 0
        ? shown.map((title) => `\`${title.replaceAll("|", "\\|")}\``).join("<br>")
        : `not yet: ${unshown[Number(number)] ?? "?"}`;
    return `| ${number} | ${attack} | ${words} |`;
  });
  return `${head}${rows.join("\n")}\n`;
}
