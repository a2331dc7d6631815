import { AsyncLocalStorage } from "node:async_hooks";
import type { Database } from "@quietroom/db";
import pg from "pg";

/** A statement that a studio's transaction sent, once for each text. */
export type SentStatement = {
  readonly sql: string;
  /** The parameters ($1 is 1) that were that studio's id every time it was sent. */
  readonly tenantParameters: ReadonlySet<number>;
};

/** One transaction of a studio, as the database was told it. */
export type SentTransaction = {
  readonly statements: readonly string[];
  /** Null while it goes on. */
  readonly committed: boolean | null;
};

/** Hears each statement of one transaction. */
type Watch = (statement: Statement) => void;
type Statement = {
  readonly text: string;
  readonly values?: readonly unknown[];
  /** It goes in one message with the commit. */
  readonly withCommit?: true;
};

const watches = new AsyncLocalStorage<readonly Watch[]>();
const onConnection = new WeakMap<pg.ClientBase, readonly Watch[]>();

/**
 * The same database, with a list of everything that its studios' transactions send from now on. What is asked without a studio,
 * of the two directories, is not listed.
 */
export function watchStatements(db: Database): {
  readonly db: Database;
  sent(): readonly SentStatement[];
} {
  const sent = new Map<string, Set<number>>();
  const hear =
    (tenantId: string): Watch =>
    ({ text, values = [], withCommit }) => {
      if (withCommit === true) return; // rows that carry their studio themselves, not a search among its rows
      const named = values.flatMap((value, index) => (value === tenantId ? [index + 1] : []));
      const before = sent.get(text);
      sent.set(text, new Set(before === undefined ? named : named.filter((each) => before.has(each))));
    };
  return {
    db: {
      ...db,
      withTenant: (tenantId, mode, work) =>
        watched(hear(tenantId), () => db.withTenant(tenantId, mode, work)),
    },
    sent: () => [...sent].map(([sql, tenantParameters]) => ({ sql, tenantParameters })),
  };
}

/** The same database, with a list of its studios' transactions from now on, in the order in which they began. */
export function watchTransactions(db: Database): {
  readonly db: Database;
  /** Those since the last time this was asked. */
  taken(): readonly SentTransaction[];
} {
  let transactions: SentTransaction[] = [];
  return {
    db: {
      ...db,
      async withTenant(tenantId, mode, work) {
        const statements: string[] = [];
        const transaction: { statements: string[]; committed: boolean | null } = {
          statements,
          committed: null,
        };
        transactions.push(transaction);
        try {
          const answer = await watched(
            ({ text }) => statements.push(text),
            () => db.withTenant(tenantId, mode, work),
          );
          transaction.committed = true;
          return answer;
        } catch (error) {
          transaction.committed = false;
          throw error;
        }
      },
    },
    taken() {
      const taken = transactions;
      transactions = [];
      return taken;
    },
  };
}

async function watched<T>(watch: Watch, work: () => Promise<T>): Promise<T> {
  return await watches.run([...(watches.getStore() ?? []), watch], work);
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
    if (request.startsWith("BEGIN")) onConnection.set(client, watches.getStore() ?? []);
    if (request.startsWith("SELECT app.write_audit("))
      for (const watch of onConnection.get(client) ?? [])
        watch({ text: "insert into audit_event: by app.write_audit", withCommit: true });
    return;
  }
  if (isStatement(request)) for (const watch of onConnection.get(client) ?? []) watch(request);
}

function isStatement(request: unknown): request is Statement {
  return typeof request === "object" && request !== null && "text" in request;
}
