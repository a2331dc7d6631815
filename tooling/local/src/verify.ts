import { execFile } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { checkout, localData } from "./checkout.ts";
import { duration, say } from "./terminal.ts";
import { type Counts, noTests, plus } from "./test-report.ts";
import { untilAskedToStop } from "./until-asked-to-stop.ts";
import { runStep, type StepResult } from "./verify-step.ts";

// Everything that must hold, cheapest first. Each is a script of package.json and can be run alone.
const steps = [
  "format:check",
  "generate",
  "lint",
  "typecheck",
  "fences",
  "deadcode",
  "test",
  "test:db",
  // Needs the vendors' API descriptions, which are not part of this repository: VENDOR_SPECS names their folder.
  ...(process.env["VENDOR_SPECS"] === undefined ? [] : ["test:contracts"]),
  "build",
  "e2e",
  "test:observatory",
];

const began = Date.now();
let peakDataKb = 0;
mkdirSync(localData, { recursive: true });
setInterval(measureData, 3_000).unref();
void untilAskedToStop().then(() => process.exit(130)); // the steps are stopped by their leash

const scripts = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(checkout, "package.json"), "utf8"))).scripts;

const results = new Map<string, StepResult>();
for (const name of steps) {
  const script = scripts[name];
  if (script === undefined) throw new Error(`package.json has no script "${name}"`);
  say(`\n── ${name}: ${script}`);
  const result = await runStep(name, script);
  results.set(name, result);
  if (!result.held) break;
}
finish();

function finish(): void {
  say("\n  step             time      result");
  for (const name of steps) {
    const result = results.get(name);
    const time = result === undefined ? "" : duration(result.tookMs);
    say(`  ${name.padEnd(16)} ${time.padEnd(9)} ${result === undefined ? "not run" : words(result)}`);
  }
  const failed = steps.find((name) => results.get(name)?.held === false);
  say(`\n  ${duration(Date.now() - began)} in all; .data was at most ${Math.ceil(peakDataKb / 1024)} MB.`);
  if (failed !== undefined) say(`  To run the failed step alone: npx -y pnpm@12 ${failed}`);

  const total = [...results.values()].map(asTests).reduce(plus, noTests);
  say(`\n${total.passed} passed, ${total.failed} failed`);
  process.exit(failed === undefined ? 0 : 1);
}

function words({ held, counts }: StepResult): string {
  const tests = counts.passed + counts.failed + counts.skipped;
  const counted = tests === 0 ? "" : ` (${counts.passed} of ${tests} tests${skipped(counts)})`;
  return (held ? "passed" : "FAILED") + counted;
}

function skipped(counts: Counts): string {
  return counts.skipped === 0 ? "" : `, ${counts.skipped} skipped, which counts as failed`;
}

/** A step without tests that does not hold is one failure, so that no failed run ends with "0 failed". */
function asTests({ held, counts }: StepResult): Counts {
  const failed = counts.failed + counts.skipped;
  return { passed: counts.passed, failed: held || failed > 0 ? failed : 1, skipped: 0 };
}

function measureData(): void {
  // Its exit code does not matter: files may vanish while it counts.
  execFile("du", ["-sk", localData], (_, words) => {
    peakDataKb = Math.max(peakDataKb, Number.parseInt(words, 10) || 0);
  });
}
