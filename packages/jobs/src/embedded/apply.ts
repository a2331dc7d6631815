import type { ClaimedJob } from "./claim.ts";
import type { Transition } from "./protocol.ts";
import type { Registry } from "./registry.ts";
import { createRun, finishRun, lockRun, type RunRow } from "./run.ts";
import { closeStep, discovery, dueSql, dueValues, insertWait, remember, wakeRun } from "./steps.ts";
import type { Tx } from "./store.ts";

export type Applied = "dropped" | "applied" | "completed" | "failed";

/**
 * Applies the answer of one call. The answer counts only while the run is still running and the job still carries this
 * call's lease; a late one (the run was cancelled, another worker took over) is dropped without a trace.
 */
export async function applyTransitions(
  tx: Tx,
  job: ClaimedJob,
  transitions: readonly Transition[],
  registry: Registry,
): Promise<Applied> {
  const run = await lockRun(tx, job.runId);
  if (run === undefined) return "dropped";
  const [mine] = await tx.rows<{ again: boolean }>(
    "select again from jobs.job where id = $1 and lease = $2 for update",
    [job.id, job.lease],
  );
  if (mine === undefined) return "dropped";
  for (const transition of transitions) {
    const ended = await applyOne(tx, run, job, transition, registry);
    if (ended !== undefined) return ended;
  }
  await closeCall(tx, job, mine.again);
  return "applied";
}

async function applyOne(
  tx: Tx,
  run: RunRow,
  job: ClaimedJob,
  transition: Transition,
  registry: Registry,
): Promise<Applied | undefined> {
  switch (transition.kind) {
    case "complete":
      await finishRun(tx, run, { status: "completed", output: transition.output });
      return "completed";
    case "fail":
      await finishRun(tx, run, { status: "failed", error: transition.error });
      return "failed";
    case "retry":
      await tx.rows(
        `update jobs.job set lease = null, lease_until = null, expiries = 0, unknown_since = null, attempt = attempt + 1,
         due_at = ${dueSql("$2", "$3")} where id = $1`,
        [job.id, ...dueValues(transition.delay)],
      );
      tx.wake("calls");
      return "applied";
    case "plan_only":
      await tx.rows("update jobs.run set plan_only = true where id = $1 and not plan_only", [run.id]);
      return undefined;
    case "remember":
      await remember(tx, run.id, transition.step, transition.result);
      return undefined;
    case "plan":
    case "sleep":
    case "wait":
    case "invoke":
      await openStep(tx, run, transition, registry);
      return undefined;
  }
}

type Opening = Extract<Transition, { readonly kind: "plan" | "sleep" | "wait" | "invoke" }>;

// The SDK lists every open step again on each discovery; only a step that is neither open nor answered is new.
async function openStep(tx: Tx, run: RunRow, opening: Opening, registry: Registry): Promise<void> {
  const { stepId, label, race } = opening.step;
  const opened = await tx.rows(
    `insert into jobs.job (run_id, step_id, kind, label, race, due_at, concurrency_key, concurrency_limit)
     select $1, $2, $3, $4, $5, coalesce(${dueSql("$6", "$7")}, 'infinity'), $8, $9
     where not exists (select from jobs.memo where run_id = $1 and step_id = $2)
     on conflict (run_id, step_id) do nothing returning id`,
    [
      run.id,
      stepId,
      opening.kind === "plan" ? "call" : opening.kind,
      label,
      race,
      ...dueValues(dueOf(opening)),
      ...(opening.kind === "plan" ? [run.concurrency_key, run.concurrency_limit] : [null, null]),
    ],
  );
  if (opened.length === 0) return;
  tx.wake(opening.kind === "plan" ? "calls" : "timers");
  if (opening.kind === "wait") {
    await insertWait(tx, { ...opening, runId: run.id, stepId, kind: "event", event: run.event });
  }
  if (opening.kind === "invoke") await invoke(tx, run, opening, registry);
}

function dueOf(opening: Opening): { readonly afterMs: number } | { readonly at: string } | undefined {
  switch (opening.kind) {
    case "plan":
      return { afterMs: 0 };
    case "sleep":
      return opening.delay;
    case "wait":
    case "invoke":
      return opening.timeout;
  }
}

async function invoke(
  tx: Tx,
  run: RunRow,
  { step, functionId, data }: Extract<Transition, { readonly kind: "invoke" }>,
  registry: Registry,
): Promise<void> {
  const fn = registry.get(functionId);
  if (fn === undefined) {
    const error = { name: "UnknownFunction", message: `no function "${functionId}" in this build` };
    await remember(tx, run.id, step, { type: "error", error });
    await closeStep(tx, run.id, step.stepId);
    return;
  }
  const cause = `i:${run.id}:${step.stepId}`;
  const event = { id: cause, name: "inngest/function.invoked", data: asData(data) };
  await createRun(tx, fn, { cause, event, parent: { runId: run.id, stepId: step.stepId } });
}

function asData(data: unknown): Readonly<Record<string, unknown>> {
  return typeof data === "object" && data !== null ? { ...data } : {};
}

// A discovery call is made again when an answer came in meanwhile, or when nothing else would ever wake the run.
async function closeCall(tx: Tx, job: ClaimedJob, again: boolean): Promise<void> {
  if (job.stepId !== discovery) return await closeStep(tx, job.runId, job.stepId);
  const open = again
    ? []
    : await tx.rows("select 1 from jobs.job where run_id = $1 and step_id <> $2 limit 1", [
        job.runId,
        discovery,
      ]);
  await tx.rows("delete from jobs.job where id = $1", [job.id]);
  if (open.length === 0) await wakeRun(tx, job.runId);
}
