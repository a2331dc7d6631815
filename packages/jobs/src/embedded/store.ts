import type { Pool, PoolClient } from "pg";

/** What changed, and so which loop has work: events to fan out, calls to make, timers to watch. */
export type Topic = "events" | "calls" | "timers";

/** One open transaction. What `wake` names is announced to every worker when, and only when, it commits. */
export type Tx = {
  rows<Row extends object>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  wake(topic: Topic): void;
  /** Runs `work` under a savepoint; when it throws, only its own writes are undone and the error is answered. */
  attempt(work: () => Promise<void>): Promise<unknown>;
};

export type Store = {
  /** One transaction, run again from its start when PostgreSQL ended it to resolve a conflict. */
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
};

export const channel = "quietroom_jobs";

/**
 * The only way to the tables. `workerId` marks this process's own announcements, which it hears directly by `onWake`
 * and does not need to hear again from PostgreSQL.
 */
export function createStore(pool: Pool, workerId: string, onWake: (topic: Topic) => void): Store {
  async function once<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      const topics = new Set<Topic>();
      await client.query("begin isolation level read committed");
      const result = await work(transactionOn(client, topics));
      for (const topic of topics) {
        await client.query("select pg_notify($1, $2)", [channel, `${topic} ${workerId}`]);
      }
      await client.query("commit");
      for (const topic of topics) onWake(topic);
      return result;
    } catch (error) {
      broken = await rolledBack(client);
      throw error;
    } finally {
      client.release(broken);
    }
  }
  return {
    async transact(work) {
      for (let tries = 1; ; tries += 1) {
        try {
          return await once(work);
        } catch (error) {
          if (tries >= 10 || !isConflict(error)) throw error;
        }
      }
    },
  };
}

/**
 * Keeps a connection that breaks in use from ending the process: the pool listens to idle ones only. To be called on the
 * pool's "acquire", before anything can arrive on the connection. The query under way rejects with the same error.
 */
export function surviveBreaking(client: PoolClient): void {
  if (!client.listeners("error").includes(ignore)) client.on("error", ignore);
}

const ignore = () => undefined;

/** True when the values themselves cannot be stored (SQLSTATE class 22, such as a NUL character in text). */
export function isUnstorable(error: unknown): boolean {
  return sqlState(error).startsWith("22");
}

/** True for a deadlock or a serialization failure, which PostgreSQL asks the client to run again. */
function isConflict(error: unknown): boolean {
  return ["40001", "40P01"].includes(sqlState(error));
}

// An error without an SQLSTATE comes from the driver or the network: the connection is gone, and so is its transaction.
function isOutage(error: unknown): boolean {
  return !/^[0-9A-Z]{5}$/.test(sqlState(error)) || /^(08|57P|53)/.test(sqlState(error));
}

function sqlState(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** A statement is parsed once a connection: all of the engine's are written in these files, so there are few. */
const names = new Map<string, string>();
function nameOf(sql: string): string {
  const name = names.get(sql) ?? `jobs_${names.size}`;
  names.set(sql, name);
  return name;
}

function transactionOn(client: PoolClient, topics: Set<Topic>): Tx {
  return {
    async rows<Row extends object>(sql: string, values: readonly unknown[] = []) {
      const result = await client.query<Row>({ name: nameOf(sql), text: sql, values: [...values] });
      return result.rows;
    },
    wake: (topic) => {
      topics.add(topic);
    },
    async attempt(work) {
      await client.query("savepoint attempt");
      try {
        await work();
        await client.query("release savepoint attempt");
        return undefined;
      } catch (error) {
        if (isOutage(error) || isConflict(error)) throw error;
        await client.query("rollback to savepoint attempt; release savepoint attempt");
        return error;
      }
    },
  };
}

// A connection that cannot even roll back is handed to the pool as broken, so that nobody gets it again.
async function rolledBack(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query("rollback");
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error("rollback failed");
  }
}
