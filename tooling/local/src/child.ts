import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { leash } from "./leash.ts";

/** How a program of ours ended although nobody had asked it to. */
export type Death = { readonly name: string; readonly how: string; readonly lastWords: string };

export type Child = {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Resolves when the program ends by itself; never when it is stopped. */
  readonly died: Promise<Death>;
  /** SIGTERM to the program and all it started, SIGKILL when that takes too long; resolves when all of it is gone. */
  stop(): Promise<void>;
  /** SIGKILL to all of it at once, as a crash or a full memory does; resolves when all of it is gone. */
  kill(): Promise<void>;
};

export type ChildSettings = {
  readonly name: string;
  /** Arguments of our own Node. */
  readonly args: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Added to, so that a program that was started again does not wipe out the last words of the one before. */
  readonly logFile: string;
  /** How long it may take to stop; ten seconds when not given. */
  readonly patienceMs?: number;
};

/** Starts a Node program in a process group of its own, so that Ctrl-C reaches us alone and stopping reaches all of it. */
export function startChild({
  name,
  args,
  folder,
  environment,
  logFile,
  patienceMs = 10_000,
}: ChildSettings): Child {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, "a");
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: wholeEnvironment(environment),
    stdio: ["ignore", log, log],
    detached: true,
  });
  closeSync(log);
  const { pid } = child;
  if (pid === undefined)
    throw new Error(`${name} could not be started: there is no program ${process.execPath}`);
  leash(child, -pid, "TERM");

  let stopping = false;
  const gone = once(child, "exit");
  const kill = async () => {
    stopping = true;
    signalGroup(pid, "SIGKILL");
    await gone;
  };
  return {
    name,
    pid,
    logFile,
    died: new Promise((resolve) => {
      child.once("exit", () => {
        if (!stopping) resolve({ name, how: howItEnded(child), lastWords: lastLines(logFile) });
      });
    }),
    stop: async () => {
      stopping = true;
      signalGroup(pid, "SIGTERM");
      const hurry = setTimeout(() => signalGroup(pid, "SIGKILL"), patienceMs);
      await gone;
      clearTimeout(hurry);
      await kill(); // whatever it started and left behind
    },
    kill,
  };
}

/** Where Next's types are about, they want NODE_ENV in every environment; a program of ours gets what it is given and no more. */
function wholeEnvironment(environment: unknown): NodeJS.ProcessEnv {
  return environment as NodeJS.ProcessEnv;
}

function howItEnded({ exitCode, signalCode }: ChildProcess): string {
  return signalCode === null ? `exit code ${exitCode}` : `signal ${signalCode}`;
}

/** The end of a log file, for a person who wants to know what went wrong. */
export function lastLines(file: string, count = 20): string {
  return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n").slice(-count).join("\n") : "";
}

function signalGroup(pid: number, name: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(-pid, name);
  } catch {
    // The group is gone already.
  }
}
