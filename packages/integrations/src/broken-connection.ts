/** Whether a connection broke. AWS's SDK calls that a time-out too; only what the system says tells them apart. */
export function isBrokenConnection(error: unknown): boolean {
  return error instanceof Error && "code" in error && broken.includes(String(error.code));
}

const broken: readonly string[] = ["ECONNREFUSED", "ECONNRESET", "EPIPE", "ENOTFOUND", "EAI_AGAIN"];
