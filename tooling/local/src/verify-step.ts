import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { checkout, localData, toolEnvironment } from "./checkout.ts";
import { leash } from "./leash.ts";
import { type Counts, readReport } from "./test-report.ts";

/** How one step went: its exit code is not zero, or a test was skipped, when it did not hold. */
export type StepResult = { readonly held: boolean; readonly tookMs: number; readonly counts: Counts };

const vitestSteps = new Set(["test", "test:db", "test:contracts"]);

/** Runs one script of package.json, its output straight to the terminal. Tests write a report beside, which is counted. */
export async function runStep(name: string, script: string): Promise<StepResult> {
  const report = join(localData, "verify", `${name.replace(":", "-")}.json`);
  mkdirSync(join(localData, "verify"), { recursive: true });
  rmSync(report, { force: true });

  const began = Date.now();
  const child = spawn("/bin/sh", ["-c", vitestSteps.has(name) ? script + vitestReport(report) : script], {
    cwd: checkout,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...toolEnvironment(), E2E_REPORT: report },
    detached: true,
  });
  if (child.pid !== undefined) leash(child, -child.pid, "TERM");
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  const counts = readReport(report);
  return { held: code === 0 && counts.skipped === 0, tookMs: Date.now() - began, counts };
}

function vitestReport(file: string): string {
  return ` --allowOnly=false --reporter=default --reporter=json --outputFile.json='${file.replaceAll("'", String.raw`'\''`)}'`;
}
