import { nextTick, type JobFunction, type Registry } from "./registry.ts";
import { createRun, lockRun } from "./run.ts";
import { closeStep, remember } from "./steps.ts";
import type { StepResult } from "./protocol.ts";
import type { Store, Tx } from "./store.ts";

type DueTimer = { readonly id: string; readonly run_id: string };

/** Ends sleeps, waits and invokes whose time is over: one transaction each. Answers how many were due. */
export async function fireDueTimers(store: Store): Promise<number> {
  const due = await store.transact((tx) =>
    tx.rows<DueTimer>(
      `select id, run_id from jobs.job where kind <> 'call' and due_at <= app.now() and ${noEarlierAnswer}
       order by due_at, id limit 100`,
    ),
  );
  for (const timer of due) await store.transact((tx) => fireTimer(tx, timer));
  return due.length;
}

/** Starts the functions whose cron tick has come. Ticks missed meanwhile collapse into one. */
export async function fireDueCrons(tx: Tx, registry: Registry): Promise<number> {
  const due = await tx.rows<{ function_id: string; expression: string; next_at: Date; now: Date }>(
    `select function_id, expression, next_at, app.now() as now from jobs.cron
     where next_at <= app.now() and function_id = any($1) for update skip locked`,
    [[...registry.keys()]],
  );
  for (const tick of due) {
    const fn = registry.get(tick.function_id);
    if (fn?.crons.includes(tick.expression) === true) await startTick(tx, fn, tick.expression, tick.next_at);
    await tx.rows(
      "update jobs.cron set next_at = coalesce($3::timestamptz, 'infinity') where function_id = $1 and expression = $2",
      [tick.function_id, tick.expression, nextTick(tick.expression, tick.now.getTime()) ?? null],
    );
  }
  return due.length;
}

/** Makes the stored crons those of this build, for the functions this build knows. An overdue tick stays due. */
export async function scheduleCrons(tx: Tx, registry: Registry): Promise<void> {
  const [clock] = await tx.rows<{ now: Date }>("select app.now() as now");
  if (clock === undefined) throw new Error("the database told no time");
  for (const fn of registry.values()) {
    await tx.rows("delete from jobs.cron where function_id = $1 and expression <> all($2)", [
      fn.id,
      fn.crons,
    ]);
    for (const expression of fn.crons) {
      // The earlier of the two: a clock that was moved back must not leave the next tick far in the future.
      await tx.rows(
        `insert into jobs.cron (function_id, expression, next_at) values ($1, $2, coalesce($3::timestamptz, 'infinity'))
         on conflict (function_id, expression) do update set next_at = least(cron.next_at, excluded.next_at)`,
        [fn.id, expression, nextTick(expression, clock.now.getTime()) ?? null],
      );
    }
  }
}

// After an outage an answer may lie unread that came in before the wait was over: it is read first.
const noEarlierAnswer = `not (kind = 'wait' and exists (
  select from jobs.event join jobs.wait on wait.event_name = event.name
  where wait.run_id = job.run_id and wait.step_id = job.step_id and wait.kind = 'event'
    and event.done_at is null and event.received_at < job.due_at))`;

const timedOut: StepResult = {
  type: "error",
  error: { name: "InvokeTimeout", message: "the invoked function did not finish in time" },
};

async function fireTimer(tx: Tx, timer: DueTimer): Promise<void> {
  const run = await lockRun(tx, timer.run_id);
  if (run === undefined) return;
  const [job] = await tx.rows<{ step_id: string; kind: string }>(
    "select step_id, kind from jobs.job where id = $1 and due_at <= app.now() for update",
    [timer.id],
  );
  if (job === undefined) return;
  await remember(
    tx,
    run.id,
    { stepId: job.step_id },
    job.kind === "invoke" ? timedOut : { type: "data", data: null },
  );
  await closeStep(tx, run.id, job.step_id);
}

async function startTick(tx: Tx, fn: JobFunction, expression: string, tickAt: Date): Promise<void> {
  const cause = `c:${expression}:${tickAt.toISOString()}`;
  const event = {
    id: `${fn.id} ${cause}`,
    name: "inngest/scheduled.timer",
    data: { cron: expression },
    ts: tickAt.getTime(),
  };
  await createRun(tx, fn, { cause, event });
}
