import { randomUUID } from "node:crypto";
import { Pool, type ClientConfig, type PoolConfig } from "pg";
import { createJobsClient, type JobFunctions, type JobsClient } from "../client.ts";
import { createEventApi } from "./events.ts";
import { createExecutor, type FaultPoint } from "./executor.ts";
import { countRuns, type RunFigures } from "./figures.ts";
import { loadJobs, newSigningKey } from "./load.ts";
import { errorFields, type JobsLogger } from "./logger.ts";
import { purgeOldRows } from "./purge.ts";
import { settleUntilIdle } from "./settle.ts";
import { createStore, surviveBreaking } from "./store.ts";
import { scheduleCrons } from "./timers.ts";
import { createPasses, startWorker, type Worker } from "./worker.ts";

export type { JobsLogger, LogFields } from "./logger.ts";
export type { FaultPoint } from "./executor.ts";
export type { RunFigures } from "./figures.ts";
export { askToRegister } from "./call.ts";
export { refuseUnsupportedJobs } from "./load.ts";

export type EmbeddedEngine = {
  /** Sends events through this engine's tables; no server is involved. Works before `start`. */
  readonly client: JobsClient;
  /** Checks every function, schedules crons and begins to work. Throws when a function cannot be run. */
  start(): Promise<void>;
  /** Begins nothing new, waits for calls under way, closes what it opened. */
  stop(): Promise<void>;
  /** For tests: works until nothing is due by the database's clock, which it does not move. Needs no `start`. */
  settle(): Promise<void>;
  /** Deletes rows nobody will ask for. Runs by itself every hour once started. Answers how many went. */
  purge(): Promise<number>;
  /** How much there is before it, here and in every other process on this database. */
  figures(): Promise<RunFigures>;
};

export type EmbeddedEngineOptions = ({ readonly pool: Pool } | { readonly connectionString: string }) & {
  /** Builds the product's functions on the client they will be called with. */
  readonly functions: JobFunctions;
  readonly logger: JobsLogger;
  /** How many calls may be under way at once. */
  readonly maxCalls?: number;
  /** How long a call stays reserved for a process that shows no sign of life; renewed three times as often. */
  readonly leaseMs?: number;
  /** After how long a call that has not answered is given up. */
  readonly callLimitMs?: number;
  /** The longest pause between two looks at the tables. */
  readonly pollMs?: number;
  /** How long `stop` waits for calls under way. */
  readonly drainMs?: number;
  readonly onFaultPoint?: (point: FaultPoint) => void;
};

/**
 * A durable executor for Inngest functions on PostgreSQL, for when no Inngest server is configured. It needs the tables
 * of schema `jobs` and the clock `app.now()`. Several processes may run it on one database.
 */
export function createEmbeddedEngine(options: EmbeddedEngineOptions): EmbeddedEngine {
  const { logger } = options;
  const workerId = randomUUID();
  const signingKey = newSigningKey();
  const own = "pool" in options ? undefined : new Pool(poolConfig(options.connectionString));
  const pool = "pool" in options ? options.pool : own;
  if (pool === undefined) throw new Error("a pool or a connection string is needed");
  const onPoolError = (error: Error) => logger.warn("jobs.connection_lost", errorFields(error));
  pool.on("error", onPoolError);
  pool.on("acquire", surviveBreaking);

  let worker: Worker | undefined;
  let stopped = false;
  const store = createStore(pool, workerId, (topic) => worker?.wake(topic));
  const client = createJobsClient(
    { kind: "embedded" },
    { fetch: createEventApi(store, Date.now), signingKey, logger },
  );
  const functions = options.functions(client);
  const leaseMs = options.leaseMs ?? 30_000;

  async function prepare() {
    const { handler, registry } = await loadJobs(client, functions, signingKey);
    const executor = createExecutor({
      store,
      registry,
      handler,
      signingKey,
      logger,
      leaseMs,
      maxCalls: options.maxCalls ?? 16,
      callLimitMs: options.callLimitMs ?? 15 * 60_000,
      onFaultPoint: options.onFaultPoint ?? (() => undefined),
      onSlotFree: () => worker?.wake("calls"),
    });
    return { registry, executor, passes: createPasses(store, registry, logger) };
  }
  let prepared: ReturnType<typeof prepare> | undefined;

  return {
    client,
    async start() {
      if (worker !== undefined) return;
      prepared ??= prepare();
      const { registry, executor, passes } = await prepared;
      await store.transact((tx) => scheduleCrons(tx, registry));
      const connection = connectionOf(pool);
      const { pollMs = 1_000, drainMs = 25_000 } = options;
      worker = startWorker({
        store,
        passes,
        executor,
        connection,
        workerId,
        logger,
        pollMs,
        leaseMs,
        drainMs,
      });
      logger.info("jobs.started", { functions: registry.size });
    },
    async stop() {
      await worker?.stop();
      worker = undefined;
      if (stopped) return;
      stopped = true;
      pool.off("error", onPoolError);
      pool.off("acquire", surviveBreaking);
      await own?.end();
      logger.info("jobs.stopped");
    },
    async settle() {
      prepared ??= prepare();
      const { registry, executor, passes } = await prepared;
      await store.transact((tx) => scheduleCrons(tx, registry));
      await settleUntilIdle(store, registry, executor, passes);
    },
    purge: () => purgeOldRows(store),
    figures: () => countRuns(store),
  };
}

function poolConfig(connectionString: string): PoolConfig {
  return {
    connectionString,
    max: 8,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 20_000,
    // For a network that swallows everything; longer than the server's own limit, which leaves the connection usable.
    query_timeout: 30_000,
    idle_in_transaction_session_timeout: 30_000,
    keepAlive: true,
  };
}

// The pool hides its password from enumeration, so a spread alone would lose it.
function connectionOf(pool: Pool): ClientConfig {
  const { password } = pool.options;
  return { ...pool.options, ...(password === undefined ? {} : { password }), keepAlive: true };
}
