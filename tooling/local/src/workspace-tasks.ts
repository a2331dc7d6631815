import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkout, localData, shown, toolEnvironment } from "./checkout.ts";
import { leash } from "./leash.ts";

/** Generates the database client. A second or two; nothing when its sources are as they were. */
export function generate(): Promise<{ readonly cached: boolean }> {
  return runTask("generate");
}

/** Builds both apps for production. Up to a minute; a second when their sources are as they were at the last build. */
export function build(): Promise<{ readonly cached: boolean }> {
  return runTask("build");
}

/** Runs one Turborepo task over the workspace. Throws with the end of its output when it fails. */
async function runTask(task: "generate" | "build"): Promise<{ readonly cached: boolean }> {
  const { QUIETROOM_MODE: _, NODE_ENV: __, ...environment } = toolEnvironment();
  const child = spawn("turbo", ["run", task, "--env-mode=loose", "--output-logs=new-only"], {
    cwd: checkout, // from a package's folder turbo would do that package only
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  if (child.pid !== undefined) leash(child, -child.pid, "TERM");
  let output = "";
  child.stdout.on("data", (chunk) => (output += String(chunk)));
  child.stderr.on("data", (chunk) => (output += String(chunk)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const log = join(localData, "logs", `${task}.log`);
  mkdirSync(join(localData, "logs"), { recursive: true });
  writeFileSync(log, output);
  if (code !== 0) {
    throw new Error(
      `\`turbo run ${task}\` failed. All of its output is in ${shown(log)}; the end of it:\n${output.trimEnd().split("\n").slice(-40).join("\n")}`,
    );
  }
  return { cached: output.includes("FULL TURBO") };
}
