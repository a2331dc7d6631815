import { randomBytes } from "node:crypto";
import { openRuntime, type Runtime } from "@quietroom/services";
import type { MessageSender } from "@quietroom/services/ports";
import { afterAll } from "vitest";

/** One line that the product logged. */
export type LogLine = {
  readonly level: "info" | "warn" | "error";
  readonly code: string;
  readonly fields: object;
};

export type TestRuntime = Runtime & { readonly logged: readonly LogLine[] };

/** The product's runtime on a test's database, closed after the file's last test. What it logs is kept, not printed. */
export async function testRuntime(
  database: { readonly appUrl: string },
  options: { readonly sender?: MessageSender; readonly poolSize?: number } = {},
): Promise<TestRuntime> {
  const logged: LogLine[] = [];
  const keep =
    (level: LogLine["level"]) =>
    (code: string, fields: object = {}) => {
      logged.push({ level, code, fields });
    };
  const runtime = await openRuntime({
    databaseUrl: database.appUrl,
    linkKey: randomBytes(32),
    bookingUrl: "http://booking.test",
    log: { info: keep("info"), warn: keep("warn"), error: keep("error") },
    ...options,
  });
  afterAll(runtime.close);
  return { ...runtime, logged };
}
