/** One line of progress. Nothing when the reader has gone (a closed terminal, `| head`): losing words must not lose work. */
export function say(line = ""): void {
  process.stdout.write(`${line}\n`);
}

process.stdout.on("error", () => undefined);

/** Ends a command that cannot go on with the reason and no stack: what went wrong is for the person at the keyboard. */
export function giveUp(failure: unknown): void {
  process.stderr.write(`\n${failure instanceof Error ? failure.message : String(failure)}\n`);
  process.exitCode = 1;
}

/** "0.8 s", "41 s", "3 min 5 s". */
export function duration(ms: number): string {
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
