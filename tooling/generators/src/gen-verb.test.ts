import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { applyEdits } from "./apply-edits.ts";
import { verbNames } from "./verb-names.ts";
import { verbTexts } from "./verb-texts.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "gen-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function place(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const read = (path: string) => readFileSync(join(root, path), "utf8");

function generate(): string | null {
  const names = verbNames("scheduling", "reschedule-appointment");
  if (typeof names === "string") throw new Error(names);
  return applyEdits(root, verbTexts(names));
}

test("a verb comes with its contract, its test and its line in the router", () => {
  place("packages/contracts/src/scheduling.ts", "// contracts\n");
  place("packages/services/src/scheduling/index.ts", "// verbs\n");
  place("packages/api/src/routers/scheduling.ts", "export const r = router({\n  one: 1,\n});\n");
  expect(generate()).toBeNull();
  expect(read("packages/contracts/src/scheduling.ts")).toContain("export const rescheduleAppointment = {");
  expect(read("packages/services/src/scheduling/reschedule-appointment.ts")).toContain(
    '"scheduling.reschedule_appointment"',
  );
  expect(read("packages/services/src/scheduling/reschedule-appointment.db.test.ts")).toContain(
    "rescheduleAppointment(as(",
  );
  expect(read("packages/services/src/scheduling/index.ts")).toContain('from "./reschedule-appointment.ts"');
  expect(read("packages/api/src/routers/scheduling.ts")).toMatch(
    /one: 1,\n {2}rescheduleAppointment: .*\n\}\);\n$/,
  );
});

test("nothing is written when the verb exists or its feature does not", () => {
  expect(generate()).toContain("packages/contracts/src/scheduling.ts is missing");
  place("packages/contracts/src/scheduling.ts", "");
  place("packages/services/src/scheduling/index.ts", "");
  place("packages/api/src/routers/scheduling.ts", "");
  place("packages/services/src/scheduling/reschedule-appointment.ts", "mine");
  expect(generate()).toContain("exists already");
  expect(read("packages/services/src/scheduling/reschedule-appointment.ts")).toBe("mine");
  expect(read("packages/contracts/src/scheduling.ts")).toBe("");
});

test("names that are no verb are refused with an example", () => {
  expect(verbNames("Scheduling", "x-y")).toContain("kebab-case");
  expect(verbNames("scheduling", "appointment")).toContain("cancel-appointment");
});
