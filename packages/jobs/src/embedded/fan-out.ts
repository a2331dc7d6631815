import { keepLatest } from "./debounce.ts";
import { conditionsHold, filingKeys, holds, type Condition } from "./expressions.ts";
import { insertEvents, type JobEvent } from "./events.ts";
import { eventsAboutRuns, type Registry } from "./registry.ts";
import { createRun, finishRun, lockRun } from "./run.ts";
import { closeStep, remember } from "./steps.ts";
import type { Tx } from "./store.ts";

export type FanOut = {
  readonly done: number;
  /** An event that could not be fanned out, and how often by now; after three times it is dead and passed over. */
  readonly failed:
    | { readonly eventId: string; readonly failures: number; readonly error: unknown }
    | undefined;
};

type PendingEvent = {
  readonly seq: string;
  readonly id: string;
  readonly payload: JobEvent;
  readonly received_at: Date;
  readonly failures: number;
};
type WaitRow = {
  readonly id: string;
  readonly run_id: string;
  readonly step_id: string;
  readonly kind: "event" | "cancel";
  readonly conditions: readonly Condition[];
};

/**
 * Hands pending events to those they concern, strictly in the order received and by one worker at a time. For each:
 * cancels, then waits, then new runs, so that an event cannot cancel the run it starts.
 */
export async function fanOutEvents(tx: Tx, registry: Registry): Promise<FanOut> {
  const [lock] = await tx.rows<{ held: boolean }>(
    "select pg_try_advisory_xact_lock(hashtext('quietroom_jobs fan-out')) as held",
  );
  if (lock?.held !== true) return { done: 0, failed: undefined };
  const events = await tx.rows<PendingEvent>(
    "select seq, id, payload, received_at, failures from jobs.event where done_at is null order by seq limit 25",
  );
  let done = 0;
  for (const event of events) {
    const error = await tx.attempt(() => fanOutOne(tx, registry, event));
    if (error !== undefined) {
      const failures = event.failures + 1;
      await tx.rows(
        "update jobs.event set failures = $2, dead = $3, done_at = case when $3 then app.now() end where seq = $1",
        [event.seq, failures, failures >= maxFailures],
      );
      if (failures >= maxFailures) await tellOfDeath(tx, event, error);
      return { done, failed: { eventId: event.id, failures, error } };
    }
    done += 1;
  }
  return { done, failed: undefined };
}

export const maxFailures = 3;

/** Tells of an event that nobody will get, in the form in which a run that failed is told of; of one that tells of such things itself, nothing. */
async function tellOfDeath(tx: Tx, { id, payload }: PendingEvent, error: unknown): Promise<void> {
  if (eventsAboutRuns.has(payload.name)) return;
  const name = error instanceof Error ? error.name : "Error";
  await insertEvents(tx, [
    {
      id: `dead:${id}`.slice(0, 255),
      name: "engine/event.dead",
      data: { run_id: id.slice(-64), function_id: "", error: { name }, event: payload },
    },
  ]);
}

async function fanOutOne(tx: Tx, registry: Registry, event: PendingEvent): Promise<void> {
  const waits = await matchingWaits(tx, event);
  for (const wait of waits.filter(({ kind }) => kind === "cancel")) {
    const run = await lockRun(tx, wait.run_id);
    if (run !== undefined) await finishRun(tx, run, { status: "cancelled" });
  }
  for (const wait of waits.filter(({ kind }) => kind === "event")) {
    // Read before the cancels were carried out: whose run was ended by one is gone.
    const run = await lockRun(tx, wait.run_id);
    if (run === undefined) continue;
    const mine = await tx.rows("delete from jobs.wait where id = $1 returning id", [wait.id]);
    if (mine.length === 0) continue;
    await remember(tx, run.id, { stepId: wait.step_id }, { type: "data", data: event.payload });
    await closeStep(tx, run.id, wait.step_id);
  }
  for (const fn of registry.values()) {
    const starts = fn.events.some(
      ({ name, expression }) => name === event.payload.name && holds(expression, event.payload),
    );
    if (!starts) continue;
    if (fn.debounce === undefined) await createRun(tx, fn, { cause: `e:${event.id}`, event: event.payload });
    else await keepLatest(tx, fn, fn.debounce, { event: event.payload, receivedAt: event.received_at });
  }
  await tx.rows("update jobs.event set done_at = app.now() where seq = $1", [event.seq]);
}

// A wait whose time was over when the event came in does not match, even if its timer has not been seen to yet.
async function matchingWaits(tx: Tx, event: PendingEvent): Promise<readonly WaitRow[]> {
  const name = event.payload.name;
  // Most events are waited for by nobody: then this is all that is asked.
  const [awaited] = await tx.rows<{ paths: readonly string[] }>(
    `select array(select path from jobs.wait_path where event_name = $1) as paths
     where exists (select from jobs.wait where event_name = $1)`,
    [name],
  );
  if (awaited === undefined) return [];
  const waits = await tx.rows<WaitRow>(
    `select id, run_id, step_id, kind, conditions from jobs.wait
     where event_name = $1 and match_key = any($2) and (until is null or until > $3) order by id`,
    [name, filingKeys(awaited.paths, event.payload), event.received_at],
  );
  return waits.filter(({ conditions }) => conditionsHold(conditions, event.payload));
}
