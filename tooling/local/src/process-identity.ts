import { readFileSync, readlinkSync } from "node:fs";

/** Names one running process for good: ids are reused after a reboot or in a new container, start times are not. */
export type ProcessIdentity = { readonly pid: number; readonly startedAt: string };

/** The identity of a running process, or null when there is none with this id. */
export function identify(pid: number): ProcessIdentity | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // Field 22 (start time), counted after the name, which may itself hold blanks and brackets.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [state, startedAt] = [fields[0], fields[19]];
    return startedAt === undefined || state === "Z" ? null : { pid, startedAt };
  } catch {
    return null;
  }
}

/** True while exactly this process runs. */
export function isAlive(known: ProcessIdentity): boolean {
  return identify(known.pid)?.startedAt === known.startedAt;
}

/** The folder a process works in, or null when it is gone or belongs to somebody whose processes we may not read. */
export function workingFolder(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
}
