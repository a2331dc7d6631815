import type { Client } from "pg";

/** One attempt at what must not be possible, and what the database said to it. */
export type Probe = {
  /** The check of docs/security/checks.md that it belongs to. */
  readonly check: number;
  /** The table, or what else is attacked. */
  readonly subject: string;
  readonly role: string;
  /** The tenant that the session named: "ours", "none", "empty", "malformed", "nobody's", or "-" where it does not matter. */
  readonly tenant: string;
  readonly statement: string;
  /** "N rows", or "refused" and the SQLSTATE. */
  readonly answer: string;
  readonly held: boolean;
};

export const insufficientPrivilege = "42501";

/** What a statement did: how many rows it touched or returned, or the SQLSTATE of its refusal. */
export type Outcome = number | string;

/**
 * Runs SQL in one transaction of one tenant setting, then takes it back. A tenant of `null` sets nothing at all: on a connection
 * that never set one, that is a session without the setting.
 */
export async function attempt(
  client: Client,
  tenant: string | null,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Outcome> {
  await client.query("begin");
  try {
    if (tenant !== null) await client.query("select set_config('app.tenant_id', $1, true)", [tenant]);
    // Without parameters the simple protocol is used, which COPY needs.
    const { rowCount } = values.length === 0 ? await client.query(sql) : await client.query(sql, [...values]);
    return rowCount ?? 0;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : "?";
  } finally {
    await client.query("rollback");
  }
}

export function answerOf(outcome: Outcome): string {
  if (typeof outcome === "string") return `refused ${outcome}`;
  return outcome === 1 ? "1 row" : `${outcome} rows`;
}
