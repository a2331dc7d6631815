import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { identify, type ProcessIdentity } from "./process-identity.ts";

/** The npx, npm and pnpm that this process was started with, and the shells between; none when it was started by hand. */
export function launchers(): readonly ProcessIdentity[] {
  const above = ancestors();
  const topmost = above.findLastIndex(isPackageManager);
  return above.slice(0, topmost + 1).flatMap((pid) => identify(pid) ?? []);
}

function ancestors(): readonly number[] {
  const pids: number[] = [];
  for (let pid = process.ppid; pid > 1; pid = parentOf(pid)) pids.push(pid);
  return pids;
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s*(\d+)$/m.exec(read(pid, "status"))?.[1] ?? 0);
}

// By its program or, for one that runs on Node, its script; npm shows itself as "npm exec …".
function isPackageManager(pid: number): boolean {
  const [program = "", script = ""] = read(pid, "cmdline").split("\0");
  const names = [program.split(" ")[0] ?? "", basename(program) === "node" ? script : ""];
  return names.some((name) => /^(npx|npm|pnpm)(-cli)?(\.c?js)?$/.test(basename(name)));
}

function read(pid: number, name: "cmdline" | "status"): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return ""; // it ended in the meantime
  }
}
