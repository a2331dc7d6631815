/** What the database refused, read from any of the shapes in which Prisma passes it on. The only file that knows them. */
export type DatabaseRefusal = { readonly sqlstate: string; readonly constraint: string | null };

/**
 * Reads SQLSTATE and constraint name. An exclusion conflict comes as Prisma P2039 with the cause nested in `meta`;
 * a serialization failure as P2034 when a statement fails but as a bare driver error when it fails at commit.
 * Returns null for anything that is not the database's own refusal.
 */
export function databaseRefusal(error: unknown): DatabaseRefusal | null {
  const cause = driverCause(error);
  if (cause) {
    const sqlstate = text(cause, "originalCode") ?? text(cause, "code");
    if (sqlstate) return { sqlstate, constraint: constraintIn(cause) };
  }
  if (record(error) && error.code === "P2034") return { sqlstate: "40001", constraint: null };
  if (record(error) && error.code === "P2002") return { sqlstate: "23505", constraint: null };
  return null;
}

/** True for refusals that vanish when the transaction is tried again: serialization failure and deadlock. */
export function isRetryable(refusal: DatabaseRefusal | null): boolean {
  return refusal?.sqlstate === "40001" || refusal?.sqlstate === "40P01";
}

const connectionCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ETIMEDOUT",
  "EPIPE",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "P1001",
  "P1002",
  "P1008",
  "P1017",
  "P2024",
  "P2028",
  "P2037",
]);
const connectionKinds = new Set([
  "DatabaseNotReachable",
  "ConnectionClosed",
  "SocketTimeout",
  "TooManyConnections",
]);

/** True when there was no database to ask: refused, lost, shutting down, or no connection free in time. */
export function isConnectionFailure(error: unknown): boolean {
  const sqlstate = databaseRefusal(error)?.sqlstate ?? "";
  if (/^08|^57P0[123]$|^53300$/.test(sqlstate)) return true;
  for (let at: unknown = error, depth = 0; record(at) && depth < 5; at = at.cause, depth += 1) {
    if (connectionCodes.has(text(at, "code") ?? "") || connectionKinds.has(text(at, "kind") ?? ""))
      return true;
    const message = text(at, "message") ?? "";
    if (/timeout exceeded when trying to connect|Connection terminated|is not queryable/.test(message))
      return true;
  }
  return false;
}

function driverCause(error: unknown): Record<string, unknown> | null {
  if (!record(error)) return null;
  if (record(error.meta) && record(error.meta.driverAdapterError))
    return driverCause(error.meta.driverAdapterError);
  return record(error.cause) ? error.cause : null;
}

function constraintIn(cause: Record<string, unknown>): string | null {
  if (record(cause.constraint))
    return ruleOf(text(cause.constraint, "index") ?? text(cause.constraint, "name"));
  const message = text(cause, "originalMessage") ?? text(cause, "message") ?? "";
  return ruleOf(/constraint "([^"]+)"/.exec(message)?.[1] ?? null);
}

/** That a practitioner is free is one rule, which takes three constraints where the longer of two buffers counts. */
function ruleOf(constraint: string | null): string | null {
  return constraint?.replace(/^(appointment_practitioner_free)_(before|after)$/, "$1") ?? null;
}

function record(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function text(from: Record<string, unknown>, key: string): string | null {
  const value = from[key];
  return typeof value === "string" ? value : null;
}
