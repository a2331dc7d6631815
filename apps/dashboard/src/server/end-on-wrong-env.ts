import { readEnv } from "../env.ts";

/** Ends the process with the message of `readEnv` when the environment is wrong. */
export function endOnWrongEnv(): void {
  try {
    readEnv();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
