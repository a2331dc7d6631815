import { randomBytes } from "node:crypto";
import { openRuntime, type Runtime } from "@quietroom/services";
import type { MessageSender } from "@quietroom/services/ports";
import type { KeyService } from "@quietroom/vault";
import { afterAll, expect } from "vitest";
import { testKeys } from "./test-keys.ts";
import { statementsWithoutTenant } from "./statements-without-tenant.ts";
import { watchStatements } from "./watch-statements.ts";

/** One line that the product logged. */
export type LogLine = {
  readonly level: "info" | "warn" | "error";
  readonly code: string;
  readonly fields: object;
};

export type TestRuntime = Runtime & { readonly logged: readonly LogLine[] };

/**
 * The product's runtime on a test's database, closed after the file's last test. What it logs is kept, not printed. A file in which
 * any statement left it to row security to find the studio fails at its end (TEN-06).
 */
export async function testRuntime(
  database: { readonly appUrl: string; readonly superUrl: string },
  options: {
    readonly sender?: MessageSender;
    readonly texter?: MessageSender<"sms">;
    readonly poolSize?: number;
    readonly linkKey?: Uint8Array;
    readonly keyService?: KeyService;
  } = {},
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
    keyService: testKeys,
    bookingUrl: "http://booking.test",
    dashboardUrl: "http://dashboard.test",
    log: { info: keep("info"), warn: keep("warn"), error: keep("error") },
    ...options,
  });
  const { db, sent } = watchStatements(runtime.db);
  afterAll(async () => {
    await runtime.close();
    expect(await statementsWithoutTenant(database, sent())).toEqual([]);
  });
  return { ...runtime, db, logged };
}
