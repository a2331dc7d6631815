import type { ClientConfig } from "pg";
import { failDoomedRun, freeExpiredLeases } from "./claim.ts";
import { startDebounced } from "./debounce.ts";
import type { Executor } from "./executor.ts";
import { fanOutEvents, maxFailures } from "./fan-out.ts";
import { startListening } from "./listen.ts";
import { errorFields, type JobsLogger } from "./logger.ts";
import { startLoop, workOrWait } from "./loop.ts";
import { purgeOldRows } from "./purge.ts";
import type { Registry } from "./registry.ts";
import type { Store, Topic } from "./store.ts";
import { fireDueCrons, fireDueTimers } from "./timers.ts";
import { msUntilCall, msUntilTimer } from "./until-next.ts";

export type Worker = {
  wake(topic: Topic): void;
  /** Starts nothing new, lets calls under way end (up to `drainMs`), then stops. */
  stop(): Promise<void>;
};

export type Passes = {
  /** Fans out what is pending. Answers how many events are done, and whether one has to be tried again. */
  readonly events: () => Promise<{ readonly done: number; readonly retry: boolean }>;
  /** Ends what is over: sleeps, waits, cron intervals, leases of the dead. Answers how much there was. */
  readonly timers: () => Promise<number>;
};

export function createPasses(store: Store, registry: Registry, logger: JobsLogger): Passes {
  return {
    async events() {
      const { done, failed } = await store.transact((tx) => fanOutEvents(tx, registry));
      if (failed === undefined) return { done, retry: false };
      const { eventId, failures, error } = failed;
      const dead = failures >= maxFailures;
      const fields = { eventId, failures, ...errorFields(error) };
      if (dead) logger.error("jobs.event_dead", fields);
      else logger.warn("jobs.event_failed", fields);
      return { done: done + (dead ? 1 : 0), retry: !dead };
    },
    async timers() {
      const { freed, doomed } = await store.transact(freeExpiredLeases);
      if (freed > 0) logger.warn("jobs.leases_expired", { count: freed });
      for (const runId of doomed) {
        await store.transact((tx) => failDoomedRun(tx, runId));
        logger.error("jobs.run_failed", { runId, error: "WorkerDied" });
      }
      const ticks = await store.transact((tx) => fireDueCrons(tx, registry));
      const debounced = await store.transact((tx) => startDebounced(tx, registry));
      return freed + ticks + debounced + (await fireDueTimers(store));
    },
  };
}

/** Runs the loops: fan-out, timers and calls each have their own, so that trouble in one does not stop the others. */
export function startWorker(options: {
  readonly store: Store;
  readonly passes: Passes;
  readonly executor: Executor;
  readonly connection: ClientConfig;
  readonly workerId: string;
  readonly logger: JobsLogger;
  readonly pollMs: number;
  readonly leaseMs: number;
  readonly drainMs: number;
}): Worker {
  const { store, passes, executor, logger, pollMs } = options;
  const loop = (name: string, pass: () => Promise<number>) => startLoop({ name, pollMs, logger, pass });
  const loops = {
    events: loop("events", async () => {
      const { done, retry } = await passes.events();
      return done > 0 && !retry ? 0 : pollMs;
    }),
    timers: loop("timers", () => workOrWait(passes.timers, () => msUntilTimer(store))),
    calls: loop("calls", () =>
      workOrWait(
        () => executor.claim(),
        () => msUntilCall(store),
      ),
    ),
  };
  const listener = startListening({
    connection: options.connection,
    workerId: options.workerId,
    logger,
    onTopic: (topic) => loops[topic].wake(),
  });
  const quietly = (code: string, work: () => Promise<unknown>) => () => {
    work().catch((error: unknown) => logger.warn(code, errorFields(error)));
  };
  const heartbeat = setInterval(
    quietly("jobs.heartbeat_failed", () => executor.heartbeat()),
    options.leaseMs / 3,
  );
  const purge = setInterval(
    quietly("jobs.purge_failed", () => purgeOldRows(store)),
    purgeEveryMs,
  );

  return {
    wake: (topic) => loops[topic].wake(),
    async stop() {
      clearInterval(purge);
      await Promise.all([listener.stop(), ...Object.values(loops).map((one) => one.stop())]);
      await within(options.drainMs, executor.idle());
      clearInterval(heartbeat);
    },
  };
}

const purgeEveryMs = 60 * 60_000;
async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
