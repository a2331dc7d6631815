import { AsyncLocalStorage } from "node:async_hooks";
import type pg from "pg";

/** How a transaction runs. A read-only one is refused any write by the database. */
export type TransactionMode = {
  readonly isolation: "read committed" | "serializable";
  readonly readOnly: boolean;
};

/** What one transaction runs as. `now` is filled in by the database when the transaction begins. */
export type TransactionScope = {
  readonly tenantId: string | null;
  readonly mode: TransactionMode;
  now: number | null;
};

/** Carries the scope from `withTenant` through Prisma to the connection that begins the transaction. */
export const transactionScope = new AsyncLocalStorage<TransactionScope>();

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** BEGIN, the tenant and the clock in one round trip. The tenant is interpolated, so its shape is checked first. */
function beginSql(scope: TransactionScope): string {
  if (scope.tenantId !== null && !uuidShape.test(scope.tenantId)) throw new Error("tenant id is not a UUID");
  return (
    `BEGIN ISOLATION LEVEL ${scope.mode.isolation === "serializable" ? "SERIALIZABLE" : "READ COMMITTED"}` +
    `${scope.mode.readOnly ? " READ ONLY" : ""};` +
    `SELECT set_config('app.tenant_id', '${scope.tenantId ?? ""}', true),` +
    ` (extract(epoch FROM app.now()) * 1000)::bigint AS now`
  );
}

/**
 * Teaches a new connection to begin every transaction with its tenant. Nothing stays on the connection between
 * transactions: the setting is local, and PostgreSQL forgets it at commit, rollback or disconnect.
 */
export function beginWithTenant(client: pg.ClientBase): void {
  const query: (...args: readonly unknown[]) => unknown = client.query.bind(client);
  Object.defineProperty(client, "query", {
    value: (...args: readonly unknown[]) =>
      isBegin(args[0]) ? beginInScope(async (sql) => await query(sql)) : query(...args),
  });
}

/** Prisma's adapter opens a transaction with exactly this request. */
function isBegin(request: unknown): boolean {
  return typeof request === "object" && request !== null && "text" in request && request.text === "BEGIN";
}

async function beginInScope(send: (sql: string) => Promise<unknown>): Promise<unknown> {
  const scope = transactionScope.getStore();
  if (!scope) throw new Error("a transaction may only begin inside withTenant or withDirectory");
  const results = await send(beginSql(scope));
  const selected = Array.isArray(results) ? results[1] : undefined;
  scope.now = Number(selected?.rows?.[0]?.now);
  if (!Number.isSafeInteger(scope.now)) throw new Error("the database did not tell the time");
  return selected;
}
