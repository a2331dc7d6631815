import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../../../..");

// An open dialog hides the page behind it as a whole, unless something in it carries the attribute: then all around that is hidden piece by
// piece, and whatever comes in later is read out, and judged for its contrast, behind the dialog.
test("QUAL-12 news is marked by its role, so that nothing comes in readable behind an open dialog", () => {
  const screens = globSync(["apps/*/src/**/*.tsx", "packages/ui/src/**/*.tsx"], { cwd: root });
  expect(screens.length).toBeGreaterThan(100);
  const marked = screens.filter((file) => readFileSync(join(root, file), "utf8").includes(" aria-live="));
  // A button's words are its name, which a role within it would take away.
  expect(marked).toEqual(["packages/ui/src/blocks/submit-button.tsx"]);
});
