import { randomUUID } from "node:crypto";
import { z } from "zod";

/** An event as the server keeps it. */
export type ServerEvent = {
  readonly id: string;
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly ts: number;
};

/** A function as the app registered it. */
export const registeredFunction = z.object({
  id: z.string(),
  triggers: z.array(
    z.object({
      event: z.string().optional(),
      expression: z.string().optional(),
      cron: z.string().optional(),
    }),
  ),
  cancel: z
    .array(z.object({ event: z.string(), if: z.string().optional() }))
    .nullish()
    .transform((cancels) => cancels ?? []),
  steps: z.object({
    step: z.object({
      runtime: z.object({ url: z.url() }),
      retries: z.object({ attempts: z.number() }).optional(),
    }),
  }),
});
export type RegisteredFunction = z.infer<typeof registeredFunction>;

type Memo =
  | { readonly type: "data"; readonly data: unknown }
  | { readonly type: "error"; readonly error: unknown };
type Job = {
  readonly kind: "call" | "timer";
  readonly race: boolean;
  readonly dueAt: number;
  readonly attempt: number;
};
type Wait = { readonly name: string; readonly condition: string | undefined };

export type ServerRun = {
  readonly id: string;
  readonly functionId: string;
  readonly event: ServerEvent;
  /** When the server was given its event. */
  readonly receivedAt: number;
  status: "running" | "completed" | "failed" | "cancelled";
};
type Run = ServerRun & {
  readonly fn: RegisteredFunction;
  readonly memos: Map<string, Memo>;
  readonly jobs: Map<string, Job>;
  readonly waits: Map<string, Wait>;
  planOnly: boolean;
};

/** What the server sends to the app, and what the app answers. */
export type Call = {
  readonly url: string;
  readonly body: Readonly<Record<string, unknown>>;
};
export type CallAnswer = {
  readonly status: number;
  readonly noRetry: boolean;
  readonly retryAfter: string | null;
  readonly text: string;
};

const discovery = "step";
const minuteMs = 60_000;

const opShape = z.object({
  id: z.string(),
  op: z.string(),
  name: z.string().optional(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
  opts: z
    .object({
      parallelMode: z.string().optional(),
      timeout: z.string().optional(),
      if: z.string().optional(),
    })
    .nullish(),
});
type Op = z.infer<typeof opShape>;

/**
 * What an Inngest server does with events, in memory and one thing after the other: for each event cancels, then waits, then new runs; calls of functions
 * step by step with everything that was answered so far. Written from the protocol as the public SDK specification tells it, and
 * from nothing of the product's own engine.
 */
export function createServerRuns(call: (call: Call) => Promise<CallAnswer>) {
  const functions = new Map<string, RegisteredFunction>();
  const known = new Set<string>();
  const queue: { readonly event: ServerEvent; readonly receivedAt: number; readonly repeated: boolean }[] =
    [];
  const runs: Run[] = [];
  let tickedAt: number | null = null;

  function take(event: ServerEvent, receivedAt: number): void {
    queue.push({ event, receivedAt, repeated: known.has(event.id) });
    known.add(event.id);
  }

  function start(fn: RegisteredFunction, event: ServerEvent, receivedAt: number, now: number): void {
    runs.push({
      id: randomUUID(),
      functionId: fn.id,
      fn,
      event,
      receivedAt,
      status: "running",
      memos: new Map(),
      jobs: new Map([[discovery, asked(now)]]),
      waits: new Map(),
      planOnly: false,
    });
  }

  /** A repeat of a known id starts nothing, and cancels and waits hear of it again; what is dated before a run's event came cancels no such run. */
  function handOut({ event, receivedAt, repeated }: (typeof queue)[number], now: number): void {
    const running = runs.filter(({ status }) => status === "running");
    for (const run of running) {
      const ends = run.fn.cancel.some(
        (cancel) =>
          cancel.event === event.name && event.ts > run.receivedAt && holds(cancel.if, run.event, event),
      );
      if (ends) end(run, "cancelled");
    }
    for (const run of running) {
      for (const [stepId, wait] of run.waits) {
        if (wait.name === event.name && holds(wait.condition, run.event, event))
          close(run, stepId, { type: "data", data: event }, now);
      }
    }
    if (repeated) return;
    for (const fn of functions.values()) {
      if (fn.triggers.some((trigger) => trigger.event === event.name && holds(trigger.expression, event)))
        start(fn, event, receivedAt, now);
    }
  }

  async function step(run: Run, stepId: string, job: Job, now: number): Promise<void> {
    const maxAttempts = (run.fn.steps.step.retries?.attempts ?? 3) + 1;
    const url = new URL(run.fn.steps.step.runtime.url);
    url.searchParams.set("stepId", stepId);
    const order = [...run.memos.keys()];
    const answer = await call({
      url: url.href,
      body: {
        version: 2,
        event: run.event,
        events: [run.event],
        steps: Object.fromEntries(run.memos),
        ctx: {
          fn_id: randomUUID(),
          qi_id: randomUUID(),
          run_id: run.id,
          attempt: job.attempt,
          max_attempts: maxAttempts,
          disable_immediate_execution: run.planOnly && stepId === discovery,
          use_api: false,
          stack: { stack: order, current: order.length },
        },
      },
    });
    if (run.status !== "running") return; // cancelled meanwhile: its answer is nobody's
    const again = () => {
      if (job.attempt + 1 >= maxAttempts) return fail(run, "exhausted", now);
      run.jobs.set(stepId, {
        ...job,
        attempt: job.attempt + 1,
        dueAt: now + retryMs(job.attempt, answer.retryAfter, now),
      });
    };
    if (answer.status === 200) return end(run, "completed");
    if (answer.status !== 206) return answer.noRetry ? fail(run, nameIn(answer.text), now) : again();
    const ops = z.array(opShape).parse(JSON.parse(answer.text));
    if (ops.some(({ op }) => op === "StepError")) return again();
    if (ops.length > 1) run.planOnly = true;
    if (stepId === discovery) run.jobs.delete(discovery);
    for (const op of ops) apply(run, op, now);
  }

  function apply(run: Run, op: Op, now: number): void {
    const race = op.opts?.parallelMode === "race";
    const plan = (job: Omit<Job, "race" | "attempt">) => {
      if (!run.memos.has(op.id) && !run.jobs.has(op.id)) run.jobs.set(op.id, { ...job, race, attempt: 0 });
    };
    switch (op.op) {
      case "StepRun":
        return close(run, op.id, { type: "data", data: op.data ?? null }, now);
      case "StepFailed":
        return close(run, op.id, { type: "error", error: op.error ?? op.data }, now);
      case "StepPlanned":
        return plan({ kind: "call", dueAt: now });
      case "Sleep":
        return plan({ kind: "timer", dueAt: dueAt(op.name, now) });
      case "WaitForEvent": {
        plan({ kind: "timer", dueAt: dueAt(op.opts?.timeout, now) });
        if (run.jobs.has(op.id)) run.waits.set(op.id, { name: op.name ?? "", condition: op.opts?.if });
        return;
      }
      default:
        throw new Error(`the app asked for ${op.op}, of which this server knows nothing`);
    }
  }

  /** A step is over: the function is asked on once nothing of its parallel batch is open; of a race, at once. */
  function close(run: Run, stepId: string, memo: Memo, now: number): void {
    const race = run.jobs.get(stepId)?.race === true;
    if (!run.memos.has(stepId)) run.memos.set(stepId, memo);
    run.jobs.delete(stepId);
    run.waits.delete(stepId);
    const open = [...run.jobs].some(([id, job]) => id !== discovery && !job.race);
    if (race || !open) run.jobs.set(discovery, asked(now));
  }

  function end(run: Run, status: "completed" | "failed" | "cancelled"): void {
    run.status = status;
    run.jobs.clear();
    run.waits.clear();
  }

  function fail(run: Run, error: string, now: number): void {
    end(run, "failed");
    const { event, functionId } = run;
    const data = { function_id: functionId, run_id: run.id, error: { name: error, message: "" }, event };
    take({ id: `failed:${run.id}`, name: "inngest/function.failed", data, ts: now }, now);
  }

  function tick(functionId: string, now: number): void {
    const fn = functions.get(functionId);
    const cron = fn?.triggers.find((trigger) => trigger.cron !== undefined)?.cron;
    if (fn === undefined || cron === undefined) throw new Error(`${functionId} is no timer's`);
    start(fn, { id: randomUUID(), name: "inngest/scheduled.timer", data: { cron }, ts: now }, now, now);
  }

  return {
    functions,
    take,
    tick,
    runs: (): readonly ServerRun[] => runs,
    /** Does what is due, once through; answers how much that was. */
    async work(now: number): Promise<number> {
      let done = 0;
      if (tickedAt === null || now - tickedAt >= minuteMs) {
        tickedAt = now;
        for (const fn of functions.values())
          if (fn.triggers.some(({ cron }) => cron === "* * * * *")) tick(fn.id, now);
      }
      for (let came = queue.shift(); came !== undefined; came = queue.shift()) {
        handOut(came, now);
        done += 1;
      }
      for (const run of runs.filter(({ status }) => status === "running")) {
        for (const [stepId, job] of run.jobs) {
          if (job.dueAt > now) continue;
          done += 1;
          if (job.kind === "timer") close(run, stepId, { type: "data", data: null }, now);
          else await step(run, stepId, job, now);
        }
      }
      return done;
    },
  };
}

function asked(now: number): Job {
  return { kind: "call", race: false, dueAt: now, attempt: 0 };
}

/** The one condition that `match` makes: a value of the run's event is that of the one that came. */
function holds(condition: string | undefined, event: ServerEvent, came: ServerEvent = event): boolean {
  if (condition === undefined || condition === "") return true;
  const equal = /^event\.data\.(\w+) == async\.data\.(\w+)$/.exec(condition);
  if (equal?.[1] === undefined || equal[2] === undefined)
    throw new Error(`this server cannot judge ${condition}`);
  return event.data[equal[1]] === came.data[equal[2]];
}

const units = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 };

/** "2h30m" from now, or an instant. */
function dueAt(text: string | undefined, now: number): number {
  if (text !== undefined && /^(\d+[wdhms])+$/.test(text)) {
    return [...text.matchAll(/(\d+)([wdhms])/g)].reduce(
      (at, [, count, unit]) =>
        at + Number(count) * (Object.entries(units).find(([u]) => u === unit)?.[1] ?? 0),
      now,
    );
  }
  const at = Date.parse(text ?? "");
  if (Number.isNaN(at)) throw new Error(`this server knows no time called ${text}`);
  return at;
}

function retryMs(attempt: number, retryAfter: string | null, now: number): number {
  if (retryAfter === null) return 15_000 * 2 ** attempt;
  return /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1_000 : Date.parse(retryAfter) - now;
}

function nameIn(text: string): string {
  return z.object({ name: z.string() }).safeParse(JSON.parse(text)).data?.name ?? "Error";
}
