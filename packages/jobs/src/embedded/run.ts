import { createHash, randomUUID } from "node:crypto";
import { valueAt } from "./expressions.ts";
import { insertEvents, stamped, type JobEvent } from "./events.ts";
import type { StepResult, StoredError } from "./protocol.ts";
import { eventsAboutRuns, type JobFunction } from "./registry.ts";
import { closeStep, insertWait, remember, wakeRun } from "./steps.ts";
import type { Tx } from "./store.ts";

export type RunRow = {
  readonly id: string;
  readonly function_id: string;
  readonly event: JobEvent;
  readonly plan_only: boolean;
  readonly parent_run_id: string | null;
  readonly parent_step_id: string | null;
  readonly concurrency_key: string | null;
  readonly concurrency_limit: number | null;
};

type Parent = { readonly runId: string; readonly stepId: string };
type Ending =
  | { readonly status: "completed"; readonly output: unknown }
  | { readonly status: "failed"; readonly error: StoredError }
  | { readonly status: "cancelled" };

/** Starts a run unless the same cause has started it before; registers its cancels and its first call. */
export async function createRun(
  tx: Tx,
  fn: JobFunction,
  start: { readonly cause: string; readonly event: JobEvent; readonly parent?: Parent },
): Promise<void> {
  const id = randomUUID();
  const slot = fn.concurrency;
  const key = slot === undefined ? null : concurrencyKey(fn, slot.path, start.event);
  const created = await tx.rows(
    `insert into jobs.run (id, function_id, cause, event, concurrency_key, concurrency_limit, parent_run_id, parent_step_id)
     values ($1, $2, $3, ${stamped("$4")}, $5, $6, $7, $8) on conflict (function_id, cause) do nothing returning id`,
    [
      id,
      fn.id,
      causeOf(fn, start),
      JSON.stringify(start.event),
      key,
      slot?.limit ?? null,
      start.parent?.runId ?? null,
      start.parent?.stepId ?? null,
    ],
  );
  if (created.length === 0) return;
  for (const [index, cancel] of fn.cancelOn.entries()) {
    await insertWait(tx, {
      runId: id,
      stepId: `cancel:${index}`,
      kind: "cancel",
      event: start.event,
      ...cancel,
    });
  }
  await wakeRun(tx, id);
}

/** Locks a run that is still running. Every transaction takes this lock before it touches the run's jobs. */
export async function lockRun(tx: Tx, runId: string): Promise<RunRow | undefined> {
  const [run] = await tx.rows<RunRow>(
    `select id, function_id, event, plan_only, parent_run_id, parent_step_id, concurrency_key, concurrency_limit
     from jobs.run where id = $1 and status = 'running' for update`,
    [runId],
  );
  return run;
}

/**
 * Ends a locked run once and for all: its jobs and waits go, what waits for it is told, its parent gets the answer.
 */
export async function finishRun(tx: Tx, run: RunRow, ending: Ending): Promise<void> {
  const output =
    ending.status === "completed" ? ending.output : ending.status === "failed" ? ending.error : null;
  await tx.rows(
    `with ended as (update jobs.run set status = $2, output = $3, ended_at = app.now() where id = $1),
       waits as (delete from jobs.wait where run_id = $1)
     delete from jobs.job where run_id = $1`,
    [run.id, ending.status, JSON.stringify(output)],
  );
  if (!eventsAboutRuns.has(run.event.name)) await insertEvents(tx, endingEvents(run, ending));
  if (run.concurrency_key !== null) tx.wake("calls");
  if (run.parent_run_id !== null && run.parent_step_id !== null) {
    await answerParent(tx, run.parent_run_id, run.parent_step_id, ending);
  }
}

function causeOf(fn: JobFunction, start: { readonly cause: string; readonly event: JobEvent }): string {
  const key = fn.idempotencyPath === undefined ? null : valueAt(fn.idempotencyPath, start.event);
  if (key === null || !start.cause.startsWith("e:")) return start.cause;
  return `k:${createHash("sha256").update(JSON.stringify(key)).digest("hex")}`;
}

function concurrencyKey(fn: JobFunction, path: string | undefined, event: JobEvent): string {
  return path === undefined ? fn.id : `${fn.id} ${JSON.stringify(valueAt(path, event))}`;
}

function endingEvents(run: RunRow, ending: Ending): readonly JobEvent[] {
  const about = { function_id: run.function_id, run_id: run.id, event: run.event };
  switch (ending.status) {
    case "cancelled":
      return [{ id: `cancelled:${run.id}`, name: "inngest/function.cancelled", data: about }];
    case "completed":
      return [
        {
          id: `finished:${run.id}`,
          name: "inngest/function.finished",
          data: { ...about, result: ending.output },
        },
      ];
    case "failed": {
      const data = { ...about, error: ending.error };
      return [
        { id: `failed:${run.id}`, name: "inngest/function.failed", data },
        { id: `finished:${run.id}`, name: "inngest/function.finished", data },
      ];
    }
  }
}

async function answerParent(tx: Tx, runId: string, stepId: string, ending: Ending): Promise<void> {
  const parent = await lockRun(tx, runId);
  if (parent === undefined) return;
  const result: StepResult =
    ending.status === "completed"
      ? { type: "data", data: ending.output }
      : { type: "error", error: ending.status === "failed" ? ending.error : cancelledError };
  await remember(tx, runId, { stepId }, result);
  await closeStep(tx, runId, stepId);
}

const cancelledError: StoredError = {
  name: "InvokedFunctionCancelled",
  message: "the invoked function was cancelled",
};
