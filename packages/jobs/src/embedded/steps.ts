import type { Delay } from "./delay.ts";
import type { JobEvent } from "./events.ts";
import { bind, filing, type Expression } from "./expressions.ts";
import type { StepResult } from "./protocol.ts";
import type { Tx } from "./store.ts";

/** The step id of the call that asks a function what comes next; every other step id is a hash. */
export const discovery = "step";

/** Keeps what a step answered. The first answer wins; a later one changes nothing. `label` is for a step without a job. */
export async function remember(
  tx: Tx,
  runId: string,
  step: { readonly stepId: string; readonly label?: string },
  result: StepResult,
): Promise<void> {
  await tx.rows(
    `with counted as (
       update jobs.run set memo_count = memo_count + 1
       where id = $1 and not exists (select from jobs.memo where run_id = $1 and step_id = $2)
       returning memo_count
     )
     insert into jobs.memo (run_id, step_id, ordinal, label, result)
     select $1, $2, memo_count, coalesce((select label from jobs.job where run_id = $1 and step_id = $2), $3), $4 from counted`,
    [runId, step.stepId, step.label ?? step.stepId, JSON.stringify(result)],
  );
}

/**
 * Ends a step's job and wait, and asks the function what comes next once nothing else of its parallel batch is open.
 * A step in race mode does not hold the others up and always asks.
 */
export async function closeStep(tx: Tx, runId: string, stepId: string): Promise<void> {
  await tx.rows("delete from jobs.wait where run_id = $1 and step_id = $2 and kind = 'event'", [
    runId,
    stepId,
  ]);
  const [closed] = await tx.rows<{ race: boolean }>(
    "delete from jobs.job where run_id = $1 and step_id = $2 returning race",
    [runId, stepId],
  );
  const open = await tx.rows(
    "select 1 from jobs.job where run_id = $1 and step_id <> $2 and not race limit 1",
    [runId, discovery],
  );
  if (closed?.race === true || open.length === 0) await wakeRun(tx, runId);
}

/** Asks for a discovery call. There is at most one a run: while it is being made, it is marked to be made again. */
export async function wakeRun(tx: Tx, runId: string): Promise<void> {
  await tx.rows(
    `insert into jobs.job (run_id, step_id, kind, label, due_at, concurrency_key, concurrency_limit)
     select id, $2, 'call', $2, app.now(), concurrency_key, concurrency_limit from jobs.run where id = $1
     on conflict (run_id, step_id) do update set again = job.lease is not null`,
    [runId, discovery],
  );
  tx.wake("calls");
}

/** Files a wait for an event, judged by the values of the run's own event. A wait that can never hold is not filed. */
export async function insertWait(
  tx: Tx,
  wait: {
    readonly runId: string;
    readonly stepId: string;
    readonly kind: "event" | "cancel";
    readonly event: JobEvent;
    readonly eventName: string;
    readonly expression: Expression;
    readonly timeout: Delay | undefined;
  },
): Promise<void> {
  const conditions = bind(wait.expression, wait.event);
  if (conditions === undefined) return;
  const { path, key } = filing(conditions);
  await tx.rows(
    `insert into jobs.wait (run_id, step_id, kind, event_name, match_key, conditions, until)
     values ($1, $2, $3, $4, $5, $6, ${dueSql("$7", "$8")}) on conflict do nothing`,
    [
      wait.runId,
      wait.stepId,
      wait.kind,
      wait.eventName,
      key,
      JSON.stringify(conditions),
      ...dueValues(wait.timeout),
    ],
  );
  if (path === "") return;
  await tx.rows("insert into jobs.wait_path (event_name, path) values ($1, $2) on conflict do nothing", [
    wait.eventName,
    path,
  ]);
}

/** The instant a delay means, as SQL over two parameters; null when there is no limit. */
export function dueSql(at: string, afterMs: string): string {
  return `coalesce(${at}::timestamptz, app.now() + ${afterMs}::double precision * interval '1 millisecond')`;
}

/** The two parameters of `dueSql`. */
export function dueValues(delay: Delay | undefined): readonly [string | null, number | null] {
  if (delay === undefined) return [null, null];
  return "at" in delay ? [delay.at, null] : [null, delay.afterMs];
}
