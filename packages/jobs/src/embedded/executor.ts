import { applyTransitions, type Applied } from "./apply.ts";
import { callFunction, loadCall, type Handler } from "./call.ts";
import { claimCalls, putOffUnknown, renewLeases, type ClaimedJob } from "./claim.ts";
import { errorFields, type JobsLogger } from "./logger.ts";
import { transitionsOf, type Answer, type Transition } from "./protocol.ts";
import type { JobFunction, Registry } from "./registry.ts";
import { isUnstorable, type Store } from "./store.ts";

/** Moments at which a test may end the process, to prove that nothing is lost there. */
export type FaultPoint = "claimed" | "responded" | "committed";

export type ExecutorOptions = {
  readonly store: Store;
  readonly registry: Registry;
  readonly handler: Handler;
  readonly signingKey: string;
  readonly logger: JobsLogger;
  readonly maxCalls: number;
  readonly leaseMs: number;
  readonly callLimitMs: number;
  readonly onFaultPoint: (point: FaultPoint) => void;
  readonly onSlotFree: () => void;
};

/** Claims due calls, makes them, applies their answers. */
export type Executor = {
  /** Claims what is due, up to the free slots, and starts it. Answers how many were started. */
  claim(): Promise<number>;
  /** Resolves when no call is under way. */
  idle(): Promise<void>;
  /** Renews the lease of every call under way. */
  heartbeat(): Promise<void>;
};

export function createExecutor(options: ExecutorOptions): Executor {
  const { store, logger, leaseMs } = options;
  const active = new Map<ClaimedJob, Promise<void>>();

  async function run(job: ClaimedJob): Promise<void> {
    try {
      await makeCall(options, job);
    } catch (error) {
      // The lease runs out and the call is made again, here or elsewhere.
      logger.error("jobs.call_lost", {
        jobId: job.id,
        runId: job.runId,
        functionId: job.functionId,
        ...errorFields(error),
      });
    } finally {
      active.delete(job);
      options.onSlotFree();
    }
  }

  return {
    async claim() {
      const free = options.maxCalls - active.size;
      if (free <= 0) return 0;
      const jobs = await store.transact((tx) => claimCalls(tx, free, leaseMs, [...active.keys()]));
      for (const job of jobs) active.set(job, run(job));
      return jobs.length;
    },
    async idle() {
      while (active.size > 0) await Promise.all(active.values());
    },
    async heartbeat() {
      const jobs = [...active.keys()];
      if (jobs.length > 0) await store.transact((tx) => renewLeases(tx, jobs, leaseMs));
    },
  };
}

async function makeCall(options: ExecutorOptions, job: ClaimedJob): Promise<void> {
  const { store, registry, logger, onFaultPoint } = options;
  onFaultPoint("claimed");
  const fn = registry.get(job.functionId);
  if (fn === undefined) {
    const fields = { functionId: job.functionId, runId: job.runId };
    const put = await store.transact((tx) => putOffUnknown(tx, job));
    if (put === "put_off") return logger.warn("jobs.function_unknown", fields);
    return logger.error("jobs.run_failed", { ...fields, error: "FunctionUnknown" });
  }
  const answer = await withinLimit(answerOf(options, job, fn), options.callLimitMs);
  if (answer === "ended") return;
  if (answer === "hung") {
    logger.error("jobs.call_hung", { jobId: job.id, runId: job.runId, functionId: job.functionId });
    return;
  }
  onFaultPoint("responded");
  const transitions = transitionsOf(
    { attempt: job.attempt, maxAttempts: fn.maxAttempts },
    answer,
    Math.random,
  );
  const applied = await applyThroughOutage(options, job, transitions);
  onFaultPoint("committed");
  report(logger, job, transitions, applied);
}

async function answerOf(
  options: ExecutorOptions,
  job: ClaimedJob,
  fn: JobFunction,
): Promise<Answer | "ended"> {
  const input = await options.store.transact((tx) => loadCall(tx, job.runId));
  if (input === undefined) return "ended";
  return await callFunction(options.handler, options.signingKey, job, fn.maxAttempts, input);
}

// A call that never answers would keep its lease for ever; past the limit it is left to itself and its lease lapses.
async function withinLimit<T>(work: Promise<T>, limitMs: number): Promise<T | "hung"> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<"hung">((resolve) => {
    timer = setTimeout(() => resolve("hung"), limitMs);
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

// The step has run: its answer is worth trying again for as long as its lease would last without a heartbeat, while the
// database is away or slow. Applying twice is harmless.
async function applyThroughOutage(
  { store, registry, leaseMs, logger }: ExecutorOptions,
  job: ClaimedJob,
  transitions: readonly Transition[],
): Promise<Applied> {
  const deadline = performance.now() + leaseMs;
  while (true) {
    try {
      return await store.transact((tx) => applyTransitions(tx, job, transitions, registry));
    } catch (error) {
      if (isUnstorable(error)) {
        logger.error("jobs.answer_unstorable", {
          jobId: job.id,
          runId: job.runId,
          functionId: job.functionId,
        });
        return await store.transact((tx) => applyTransitions(tx, job, [unstorable], registry));
      }
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

const unstorable: Transition = {
  kind: "fail",
  error: { name: "UnstorableAnswer", message: "the function's answer carries text that cannot be stored" },
};

function report(
  logger: JobsLogger,
  job: ClaimedJob,
  transitions: readonly Transition[],
  applied: Applied,
): void {
  const fields = { runId: job.runId, functionId: job.functionId, attempt: job.attempt };
  const error = transitions.find(
    (transition) => transition.kind === "fail" || transition.kind === "retry",
  )?.error;
  if (applied === "dropped") logger.info("jobs.answer_dropped", fields);
  else if (applied === "completed") logger.info("jobs.run_completed", fields);
  else if (applied === "failed")
    logger.error("jobs.run_failed", { ...fields, error: error?.name ?? "Error" });
  else if (error !== undefined) logger.warn("jobs.call_retried", { ...fields, error: error.name });
}
