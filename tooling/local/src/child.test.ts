import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type Child, lastLines, startChild } from "./child.ts";
import { identify, isAlive } from "./process-identity.ts";

const folder = mkdtempSync(join(tmpdir(), "child-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(code: string, patienceMs = 60_000): Child {
  const logFile = join(folder, `${Math.random()}.log`);
  const environment = { WORD: "given" };
  return startChild({ name: "thing", args: ["--eval", code], folder, environment, logFile, patienceMs });
}

async function saying(child: Child, word: string): Promise<string> {
  await expect.poll(() => lastLines(child.logFile), { timeout: 10_000 }).toContain(word);
  return lastLines(child.logFile);
}

test("tells how a program died, with its last words", async () => {
  const child = start("console.error('could not go on'); process.exit(3)");
  expect(await child.died).toEqual({ name: "thing", how: "exit code 3", lastWords: "could not go on" });
});

test("gives a program its own environment and nothing of ours", async () => {
  const child = start("console.log(JSON.stringify(Object.keys(process.env)))");
  await child.died;
  expect(JSON.parse(lastLines(child.logFile))).toEqual(["WORD"]);
});

test("stops a program together with what it started", async () => {
  const child = start(`const { spawn } = require("node:child_process");
    process.on("SIGTERM", () => { console.log("closing in good order"); process.exit(0); });
    setInterval(() => {}, 1000); // the death of what it started must not end it first
    console.log("pid " + spawn("sleep", ["300"], { stdio: "ignore" }).pid + ".");`);
  const pid = Number(/pid (\d+)\./.exec(await saying(child, "pid "))?.[1]);
  const grandchild = identify(pid);
  if (grandchild === null) throw new Error("the grandchild did not start");
  await child.stop();
  expect(lastLines(child.logFile)).toContain("closing in good order");
  await expect.poll(() => isAlive(grandchild)).toBe(false);
});

test("kills a program that does not stop in time", async () => {
  const child = start(
    "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('here')",
    300,
  );
  await saying(child, "here");
  const before = Date.now();
  await child.stop();
  expect(Date.now() - before).toBeGreaterThan(250);
});
