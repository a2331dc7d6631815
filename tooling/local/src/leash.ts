import { spawn, type ChildProcess } from "node:child_process";
import { Socket } from "node:net";
import type { Writable } from "node:stream";

// The shell reads "hold SIGNAL PID" and "free PID" lines until its input closes, which happens when this process is gone
// however it went, `kill -9` included. It then signals everything still held, waits ten seconds, and kills what is left.
const script = `
trap '' HUP INT TERM
held=''
while read -r verb first second; do
  case $verb in
    hold) held="$held $first:$second" ;;
    free) kept=''
      for one in $held; do [ "\${one#*:}" = "$first" ] || kept="$kept $one"; done
      held=$kept ;;
  esac
done
for one in $held; do kill -s "\${one%%:*}" -- "\${one#*:}" 2>/dev/null; done
left=\${QUIETROOM_LEASH_SECONDS:-10} # shorter in the leash's own test
while [ "$left" -gt 0 ]; do
  left=$((left - 1))
  alive=''
  for one in $held; do kill -s 0 -- "\${one#*:}" 2>/dev/null && alive="$alive $one"; done
  [ -z "$alive" ] && exit 0
  held=$alive
  sleep 1
done
for one in $held; do kill -s KILL -- "\${one#*:}" 2>/dev/null; done
`;

let keeper: Writable | null = null;

/**
 * Ties a child's life to this process: when this process ends in any way, even by `kill -9`, the child gets `signal`, and
 * SIGKILL ten seconds later. `pid` is a process id, or a negative process group id. Released by itself when the child exits.
 */
export function leash(child: ChildProcess, pid: number, signal: "INT" | "TERM"): void {
  keeper ??= startKeeper();
  keeper.write(`hold ${signal} ${pid}\n`);
  child.once("exit", () => keeper?.write(`free ${pid}\n`));
}

function startKeeper(): Writable {
  const shell = spawn("/bin/sh", ["-c", script, "quietroom-leash"], {
    cwd: "/",
    detached: true, // its own session: Ctrl-C in the terminal must not end the keeper before its charges
    stdio: ["pipe", "ignore", "ignore"],
  });
  shell.stdin.on("error", () => undefined); // a keeper that was killed keeps nothing; nothing depends on its answer
  // Neither may keep this process alive: its end is what they wait for.
  shell.unref();
  if (shell.stdin instanceof Socket) shell.stdin.unref();
  return shell.stdin;
}
