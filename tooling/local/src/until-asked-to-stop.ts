import { launchers } from "./launchers.ts";
import { isAlive } from "./process-identity.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Resolves when somebody wants this command to end: Ctrl-C, a signal, a closed terminal, or the end of the npx or pnpm that it
 * was started with (they do not pass every signal on). A second Ctrl-C ends at once; what runs is then stopped by its leash.
 */
export function untilAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const ask = () => {
      if (asked) process.exit(130);
      asked = true;
      resolve();
    };
    for (const signal of signals) process.on(signal, ask);

    const above = launchers();
    setInterval(() => {
      if (!asked && !above.every(isAlive)) ask();
    }, 500).unref();
  });
}
