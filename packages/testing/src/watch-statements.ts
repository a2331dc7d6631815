import { AsyncLocalStorage } from "node:async_hooks";
import type { Database } from "@quietroom/db";
import pg from "pg";

/** A statement that a studio's transaction sent, once for each text. */
export type SentStatement = {
  readonly sql: string;
  /** The parameters ($1 is 1) that were that studio's id every time it was sent. */
  readonly tenantParameters: ReadonlySet<number>;
};

type Watch = { readonly tenantId: string; readonly sent: Map<string, Set<number>> };

const watches = new AsyncLocalStorage<Watch>();
const onConnection = new WeakMap<pg.ClientBase, Watch>();

/**
 * The same database, with a list of everything that its studios' transactions send from now on. What is asked without a studio,
 * of the two directories, is not listed.
 */
export function watchStatements(db: Database): {
  readonly db: Database;
  sent(): readonly SentStatement[];
} {
  const sent = new Map<string, Set<number>>();
  return {
    db: {
      ...db,
      withTenant: (tenantId, mode, work) =>
        watches.run({ tenantId, sent }, () => db.withTenant(tenantId, mode, work)),
    },
    sent: () => [...sent].map(([sql, tenantParameters]) => ({ sql, tenantParameters })),
  };
}

// At the driver, below Prisma: nothing reaches the database another way.
const send: (this: pg.ClientBase, ...request: readonly unknown[]) => unknown = pg.Client.prototype.query;
Object.defineProperty(pg.Client.prototype, "query", {
  writable: true,
  configurable: true,
  value(this: pg.ClientBase, ...request: readonly unknown[]) {
    note(this, request[0]);
    return send.call(this, ...request);
  },
});

/** A transaction belongs to whoever began it, so a connection that goes back to the pool is nobody's until it begins again. */
function note(client: pg.ClientBase, request: unknown): void {
  if (typeof request === "string") {
    const watch = watches.getStore();
    if (!request.startsWith("BEGIN")) return;
    if (watch === undefined) onConnection.delete(client);
    else onConnection.set(client, watch);
    return;
  }
  const watch = onConnection.get(client);
  if (watch === undefined || !isStatement(request)) return;
  const named = (request.values ?? []).flatMap((value, index) =>
    value === watch.tenantId ? [index + 1] : [],
  );
  const before = watch.sent.get(request.text);
  watch.sent.set(
    request.text,
    new Set(before === undefined ? named : named.filter((each) => before.has(each))),
  );
}

function isStatement(
  request: unknown,
): request is { readonly text: string; readonly values?: readonly unknown[] } {
  return typeof request === "object" && request !== null && "text" in request;
}
