import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { leash } from "./leash.ts";
import { cleanEnvironment } from "./postgres-cluster.ts";
import type { PostgresHome } from "./postgres-home.ts";
import { isAlive, workingFolder, type ProcessIdentity } from "./process-identity.ts";

/** The process that started a server, and which: another server of the same cluster has another starter. */
export type Starter = ProcessIdentity & { readonly server: number };

const startLimitMs = 60_000;
const stopLimitMs = 30_000;

/** Starts the server of a cluster on 127.0.0.1. Its words go to `logFile`, which begins anew. */
export function launch(
  home: PostgresHome,
  port: number,
  settings: readonly string[],
  logFile: string,
): ChildProcess {
  const log = openSync(logFile, "w");
  const child = spawn(
    home.programs.postgres,
    ["-D", home.cluster, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])],
    // Detached: Ctrl-C in the terminal is for whoever started us, who then stops the server in good order.
    { cwd: "/", env: cleanEnvironment, stdio: ["ignore", log, log], detached: true, ...home.account },
  );
  closeSync(log);
  if (child.pid !== undefined) leash(child, child.pid, "INT");
  return child;
}

/** True once the server takes connections, false when it ended or took longer than a minute. */
export async function isReady(home: PostgresHome, child: ChildProcess): Promise<boolean> {
  let failed = false;
  child.once("error", () => (failed = true));
  for (const limit = Date.now() + startLimitMs; Date.now() < limit; await delay(20)) {
    if (failed || child.exitCode !== null || child.signalCode !== null) return false;
    const status = readStatus(home);
    if (status?.pid === child.pid && status?.ready) return true;
  }
  return false;
}

/**
 * The port of a server that runs on this very cluster already, or null. Tidies up on the way: a note that outlived its server
 * is removed, and a server that outlived `starter` is stopped.
 */
export async function findRunning(home: PostgresHome, starter: Starter | null): Promise<number | null> {
  for (const limit = Date.now() + startLimitMs; Date.now() < limit; await delay(50)) {
    const status = readStatus(home);
    if (status === null) return null;
    if (workingFolder(status.pid) !== home.cluster) {
      // The id in the note may be another program's by now, which would make PostgreSQL refuse to start.
      rmSync(join(home.cluster, "postmaster.pid"), { force: true });
      return null;
    }
    if (starter?.server === status.pid && !isAlive(starter)) interrupt(status.pid);
    else if (status.ready) return status.port;
  }
  throw new Error(
    `The PostgreSQL server of ${home.cluster} neither takes connections nor ends. Stop it and try again.`,
  );
}

/** Shuts a server down without waiting for its clients; harder after half a minute. */
export async function stopServer(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
  });
  child.kill("SIGINT");
  const hurry = setTimeout(() => child.kill("SIGQUIT"), stopLimitMs);
  await gone;
  clearTimeout(hurry);
}

type ServerStatus = { readonly pid: number; readonly port: number; readonly ready: boolean };

/** PostgreSQL's own note beside its data: process, port, and whether it takes connections. */
function readStatus(home: PostgresHome): ServerStatus | null {
  try {
    const lines = readFileSync(join(home.cluster, "postmaster.pid"), "utf8").split("\n");
    return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === "ready" };
  } catch {
    return null;
  }
}

function interrupt(pid: number): void {
  try {
    process.kill(pid, "SIGINT");
  } catch {
    // It ended in the meantime.
  }
}
