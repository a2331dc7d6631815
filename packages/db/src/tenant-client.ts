import { AsyncLocalStorage } from "node:async_hooks";
import type pg from "pg";
import type { FieldSealer } from "./field-sealer.ts";
import type { Prisma } from "./generated/client.ts";

/** How a transaction runs. A read-only one is refused any write by the database. */
export type TransactionMode = {
  readonly isolation: "read committed" | "serializable";
  readonly readOnly: boolean;
  /** Set: the transaction is a client's and runs as `quietroom_client`, which sees and changes that client's own rows only. */
  readonly own?: OwnRows;
  /** What seals and opens the tenant's PHI. Left out, models with sealed columns are closed. Asked when first needed; may throw. */
  readonly sealer?: () => FieldSealer;
};

/** Whose rows: those of a client who is signed in, or those around the one visit whose link somebody bears. */
export type OwnRows = { readonly clientId: string } | { readonly appointmentId: string };

/** A row of the audit, as it is written. */
export type AuditRow = Prisma.AuditEventCreateManyInput;

/** An event for whoever works later, as it is written. */
export type OutboxRow = Prisma.OutboxCreateManyInput;

/**
 * What one transaction runs as. `now` is filled in by the database when the transaction begins; `audit` and `outbox` by whoever works
 * in it, and are written with the commit.
 */
export type TransactionScope = {
  readonly tenantId: string | null;
  readonly mode: TransactionMode;
  now: number | null;
  audit: readonly AuditRow[];
  outbox: readonly OutboxRow[];
};

/** Carries the scope from `withTenant` through Prisma to the connection that begins the transaction. */
export const transactionScope = new AsyncLocalStorage<TransactionScope>();

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Who a transaction runs as, and what the clock says. Prepared once for each connection, so that what all transactions begin with is
 * neither parsed nor planned again. Every setting is always said: whatever a connection was left as, a transaction is who it should be.
 */
const prepareSql =
  "PREPARE begin_as (text, text, text, text) AS SELECT set_config('role', $1, true), set_config('app.tenant_id', $2, true)," +
  " set_config('app.client_id', $3, true), set_config('app.appointment_id', $4, true), extract(epoch FROM app.now()) AS now";

/** BEGIN, the role, the tenant and the clock in one round trip. Ids are interpolated, so their shape is checked first. */
function beginSql({ tenantId, mode }: TransactionScope): string {
  if (tenantId !== null && !uuidShape.test(tenantId)) throw new Error("tenant id is not a UUID");
  const { role, clientId, appointmentId } = actingAs(mode.own);
  return (
    `BEGIN ISOLATION LEVEL ${mode.isolation === "serializable" ? "SERIALIZABLE" : "READ COMMITTED"}` +
    `${mode.readOnly ? " READ ONLY" : ""};` +
    `EXECUTE begin_as ('${role}', '${tenantId ?? ""}', '${clientId}', '${appointmentId}')`
  );
}

function actingAs(own: OwnRows | undefined): Readonly<Record<"role" | "clientId" | "appointmentId", string>> {
  if (own === undefined) return { role: "none", clientId: "", appointmentId: "" };
  const clientId = "clientId" in own ? own.clientId : "";
  const appointmentId = "appointmentId" in own ? own.appointmentId : "";
  const [named, ...others] = [clientId, appointmentId].filter((id) => id !== "");
  if (named === undefined || others.length > 0 || !uuidShape.test(named))
    throw new Error("whose rows is not said by one UUID");
  return { role: "quietroom_client", clientId, appointmentId };
}

/**
 * Teaches a new connection to begin every transaction with its tenant. Nothing stays on the connection between
 * transactions: the setting is local, and PostgreSQL forgets it at commit, rollback or disconnect.
 */
export function beginWithTenant(client: pg.ClientBase): void {
  const query: (...args: readonly unknown[]) => unknown = client.query.bind(client);
  let scope: TransactionScope | undefined;
  let prepared = false;
  Object.defineProperty(client, "query", {
    value: (...args: readonly unknown[]) => {
      if (says(args[0], "BEGIN")) {
        scope = transactionScope.getStore();
        return beginInScope(async (sql) => {
          if (!prepared) await query(prepareSql);
          prepared = true;
          return await query(sql);
        });
      }
      if (!says(args[0], "COMMIT")) return query(...args);
      const { audit = [], outbox = [], mode } = scope ?? {};
      const json = (rows: readonly unknown[]) => client.escapeLiteral(JSON.stringify(rows));
      const before = [
        ...(audit.length > 0 ? [`SELECT app.write_audit(${json(audit)}::jsonb)`] : []),
        ...(outbox.length > 0 ? [`SELECT app.write_outbox(${json(outbox)}::jsonb)`] : []),
      ];
      if (before.length > 0) return commitWith(before, async (sql) => await query(sql));
      return mode?.readOnly === true ? commitUnawaited(() => query("COMMIT")) : query(...args);
    },
  });
}

/**
 * What is written last and the commit in one message, which spares round trips: a statement of it that fails keeps the server from
 * those behind it, so nothing is committed that could not be audited, or that nobody would hear of. The adapter sends no ROLLBACK after
 * a COMMIT that failed, so it is sent here.
 */
async function commitWith(
  statements: readonly string[],
  send: (sql: string) => Promise<unknown>,
): Promise<unknown> {
  try {
    const results = await send([...statements, "COMMIT"].join("; "));
    const ended: unknown = Array.isArray(results) ? results.at(-1)?.command : undefined;
    if (ended !== "COMMIT") throw new Error("the transaction was not committed");
    return { rowCount: 0, rows: [], fields: [] };
  } catch (error) {
    await send("ROLLBACK").catch(() => undefined); // of a connection that broke, the server rolls back by itself
    throw error;
  }
}

/**
 * What has only read has nothing to lose at its end, so nobody waits for it: the connection sends whatever comes next behind it, in
 * order. A connection that broke meanwhile says so to the pool, which replaces it, or to its next user.
 */
function commitUnawaited(send: () => unknown): Promise<unknown> {
  Promise.resolve(send()).catch(() => undefined);
  return Promise.resolve({ rowCount: 0, rows: [], fields: [] });
}

/** Prisma's adapter opens and ends a transaction with exactly these requests. */
function says(request: unknown, text: "BEGIN" | "COMMIT"): boolean {
  return typeof request === "object" && request !== null && "text" in request && request.text === text;
}

async function beginInScope(send: (sql: string) => Promise<unknown>): Promise<unknown> {
  const scope = transactionScope.getStore();
  if (!scope) throw new Error("a transaction may only begin inside withTenant or withDirectory");
  const results = await send(beginSql(scope));
  const selected = Array.isArray(results) ? results.at(-1) : undefined;
  scope.now = Math.round(Number(selected?.rows?.[0]?.now) * 1000);
  if (!Number.isSafeInteger(scope.now)) throw new Error("the database did not tell the time");
  return selected;
}
