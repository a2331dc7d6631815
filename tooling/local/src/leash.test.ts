import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { identify, isAlive, type ProcessIdentity } from "./process-identity.ts";

/** A program that leashes a shell command, tells its id, and stays. */
async function parentOf(
  command: string,
): Promise<{ readonly parent: ChildProcess; readonly child: ProcessIdentity }> {
  const code = `const { spawn } = await import("node:child_process");
    const { leash } = await import(${JSON.stringify(join(import.meta.dirname, "leash.ts"))});
    const child = spawn("/bin/sh", ["-c", ${JSON.stringify(command)}], { detached: true, stdio: ["ignore", "pipe", "ignore"] });
    leash(child, -child.pid, "TERM");
    child.stdout.once("data", () => process.stdout.write(String(child.pid)));
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ["--input-type=module", "--eval", code], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, QUIETROOM_LEASH_SECONDS: "1" },
  });
  const [words] = await once(parent.stdout, "data");
  const child = identify(Number(words));
  if (child === null) throw new Error("the child did not start");
  return { parent, child };
}

test.each(["SIGKILL", "SIGTERM", "SIGHUP"] as const)("%s to the parent ends the child", async (signal) => {
  const { parent, child } = await parentOf("echo ready; sleep 300 & wait");
  parent.kill(signal);
  await expect.poll(() => isAlive(child), { timeout: 5_000 }).toBe(false);
});

test("a child that will not listen is killed after a while", async () => {
  const { parent, child } = await parentOf("trap '' TERM; echo ready; while :; do sleep 1; done");
  parent.kill("SIGKILL");
  await expect.poll(() => isAlive(child), { timeout: 5_000 }).toBe(false);
});
