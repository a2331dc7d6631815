const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Resolves when somebody wants this command to end: Ctrl-C, a signal, a closed terminal, or the end of the pnpm that runs it
 * (which does not pass every signal on). A second Ctrl-C ends at once; what is still running is then stopped by its leash.
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

    const parent = process.ppid;
    if (process.env["npm_lifecycle_event"] === undefined) return;
    setInterval(() => {
      if (process.ppid !== parent && !asked) ask();
    }, 500).unref();
  });
}
