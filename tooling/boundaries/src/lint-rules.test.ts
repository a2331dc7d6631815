import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";

const repository = fileURLToPath(new URL("../../..", import.meta.url));
const oxlint = join(
  dirname(createRequire(join(repository, "package.json")).resolve("oxlint/package.json")),
  "bin/oxlint",
);

let root = "";
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** What the linter says of one file at one place, under the repository's own rules. */
function lint(path: string, text: string): string {
  root = mkdtempSync(join(tmpdir(), "lint-"));
  copyFileSync(join(repository, ".oxlintrc.json"), join(root, ".oxlintrc.json"));
  mkdirSync(join(root, dirname(path)), { recursive: true });
  writeFileSync(join(root, path), text);
  const run = spawnSync(process.execPath, [oxlint, "--deny-warnings", "."], { cwd: root, encoding: "utf8" });
  return run.status === 0 ? "" : run.stdout;
}

test.each([
  [
    "a rule that reads the clock",
    "packages/domain/src/rule.ts",
    "export const at = () => new Date();",
    "Rules take `now`",
  ],
  [
    "a rule that throws dice",
    "packages/domain/src/rule.ts",
    "export const pick = () => Math.random();",
    "same answer to the same facts",
  ],
  [
    "a rule that asks the clock through Temporal",
    "packages/domain/src/rule.ts",
    "export const at = () => Temporal.Now;",
    "Rules take `now`",
  ],
  [
    "a verb that opens a transaction by itself",
    "packages/services/src/studio/verb.ts",
    "export const run = (db) => db.withTenant();",
    "Only defineVerb",
  ],
  [
    "the environment read outside env.ts",
    "apps/booking/src/server/api.ts",
    "export const url = process.env.DATABASE_URL;",
    "src/env.ts only",
  ],
  ["a console call", "packages/jobs/src/run.ts", "export const say = () => console.log(1);", "no-console"],
  ["any", "packages/contracts/src/wire.ts", "export const open = (value: any) => value;", "no-explicit-any"],
  [
    "a non-null assertion",
    "packages/contracts/src/wire.ts",
    "export const open = (value?: string) => value!;",
    "no-non-null-assertion",
  ],
  ["a default export", "packages/api/src/root.ts", "export default 1;", "no-default-export"],
])("the linter catches %s", (_title, path, text, words) => {
  expect(lint(path, text)).toContain(words);
});

test("the linter lets the doors through", () => {
  expect(lint("apps/booking/src/env.ts", "export const url = process.env.DATABASE_URL;")).toBe("");
  expect(lint("packages/services/src/define-verb.ts", "export const run = (db) => db.withTenant();")).toBe(
    "",
  );
});
