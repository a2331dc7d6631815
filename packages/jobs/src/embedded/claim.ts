import { randomUUID } from "node:crypto";
import { finishRun, lockRun } from "./run.ts";
import { discovery } from "./steps.ts";
import type { Tx } from "./store.ts";

/** A call this process may make, for as long as `lease` stands in the database. */
export type ClaimedJob = {
  readonly id: string;
  readonly runId: string;
  readonly stepId: string;
  readonly functionId: string;
  readonly attempt: number;
  readonly lease: string;
  /** How often this call has outlived its worker. */
  readonly expiries: number;
};

/** True for a call that may be what kills workers. A worker makes one such call at a time, so that the calls beside it are not blamed with it. */
function isSuspect(job: { readonly expiries: number }): boolean {
  return job.expiries >= suspectExpiries;
}

type Candidate = {
  readonly id: string;
  readonly concurrency_key: string | null;
  readonly concurrency_limit: number | null;
};

/**
 * Takes up to `count` due calls, oldest first, passing over what others hold and over keys that are at their limit.
 * Of suspects it takes the first, or none while `busyWith` has one.
 */
export async function claimCalls(
  tx: Tx,
  count: number,
  leaseMs: number,
  busyWith: readonly ClaimedJob[],
): Promise<readonly ClaimedJob[]> {
  const candidates = await tx.rows<Candidate>(
    `select id, concurrency_key, concurrency_limit from jobs.job candidate
     where kind = 'call' and lease is null and due_at <= app.now()
       and (concurrency_key is null or concurrency_limit > (
         select count(*) from jobs.job busy where busy.concurrency_key = candidate.concurrency_key and busy.lease is not null
       ))
       and (expiries < ${suspectExpiries} or (not $2 and id = (
         select min(id) from jobs.job
         where kind = 'call' and lease is null and expiries >= ${suspectExpiries} and due_at <= app.now()
       )))
     order by due_at, id limit $1 for update skip locked`,
    [count, busyWith.some(isSuspect)],
  );
  const ids = await withinLimits(tx, candidates);
  if (ids.length === 0) return [];
  return await tx.rows<ClaimedJob>(
    `update jobs.job set lease = taken.lease, lease_until = now() + $3::double precision * interval '1 millisecond'
     from unnest($1::bigint[], $2::uuid[]) as taken (id, lease), jobs.run
     where job.id = taken.id and run.id = job.run_id
     returning job.id, job.run_id as "runId", job.step_id as "stepId", run.function_id as "functionId", job.attempt, job.lease, job.expiries`,
    [ids, ids.map(() => randomUUID()), leaseMs],
  );
}

/** Renews leases of calls still being made, and answers which of them are still ours. Judged by real time. */
export async function renewLeases(tx: Tx, jobs: readonly ClaimedJob[], leaseMs: number): Promise<void> {
  await tx.rows(
    `update jobs.job set lease_until = now() + $3::double precision * interval '1 millisecond'
     where id in (
       select job.id from jobs.job join unnest($1::bigint[], $2::uuid[]) as mine (id, lease) using (id, lease)
       for update of job skip locked
     )`,
    [jobs.map(({ id }) => id), jobs.map(({ lease }) => lease), leaseMs],
  );
}

/**
 * Gives back a call whose function this build does not know: in a deploy, a worker of the other build comes by within minutes. What no worker
 * has known for a day fails, so that somebody hears of it. Answers which of the two it was.
 */
export async function putOffUnknown(tx: Tx, job: ClaimedJob): Promise<"put_off" | "failed"> {
  const run = await lockRun(tx, job.runId);
  const [mine] = await tx.rows<{ too_long: boolean }>(
    `select coalesce(unknown_since < app.now() - interval '${unknownForDays} day', false) as too_long
     from jobs.job where id = $1 and lease = $2 for update`,
    [job.id, job.lease],
  );
  if (run !== undefined && mine?.too_long === true) {
    const message = `no worker has known "${job.functionId}" for ${unknownForDays} day`;
    await finishRun(tx, run, { status: "failed", error: { name: "FunctionUnknown", message } });
    return "failed";
  }
  await tx.rows(
    `update jobs.job set lease = null, lease_until = null, unknown_since = coalesce(unknown_since, app.now()),
       due_at = app.now() + interval '1 minute' where id = $1 and lease = $2`,
    [job.id, job.lease],
  );
  return "put_off";
}

const unknownForDays = 1;

/** Frees calls whose worker has stopped renewing. Answers the runs that have now lost a worker too often. */
export async function freeExpiredLeases(
  tx: Tx,
): Promise<{ readonly freed: number; readonly doomed: readonly string[] }> {
  const freed = await tx.rows<{ run_id: string; expiries: number }>(
    `update jobs.job set lease = null, lease_until = null, expiries = expiries + 1
     where id in (select id from jobs.job where lease_until < now() order by id limit 100 for update skip locked)
     returning run_id, expiries`,
  );
  if (freed.length > 0) tx.wake("calls");
  return {
    freed: freed.length,
    doomed: freed.filter(({ expiries }) => expiries >= maxExpiries).map(({ run_id }) => run_id),
  };
}

/** Fails a run whose call took its worker down (or hung) five times in a row. */
export async function failDoomedRun(tx: Tx, runId: string): Promise<void> {
  const run = await lockRun(tx, runId);
  if (run === undefined) return;
  const [job] = await tx.rows<{ label: string; step_id: string }>(
    "select label, step_id from jobs.job where run_id = $1 and expiries >= $2 limit 1",
    [runId, maxExpiries],
  );
  if (job === undefined) return;
  const where = job.step_id === discovery ? "" : ` in step "${job.label}"`;
  const message = `the worker died or hung${where} ${maxExpiries} times`;
  await finishRun(tx, run, { status: "failed", error: { name: "WorkerDied", message } });
}

// Written into the statements as a constant, so that the index of suspects serves.
const suspectExpiries = 2;
const maxExpiries = 5;

// The count in the query above is cheap but two workers may both pass it; under this lock the count is exact.
async function withinLimits(tx: Tx, candidates: readonly Candidate[]): Promise<readonly string[]> {
  const keys = candidates.flatMap(({ concurrency_key }) => concurrency_key ?? []);
  if (keys.length === 0) return candidates.map(({ id }) => id);
  await tx.rows("select pg_advisory_xact_lock(hashtext('quietroom_jobs concurrency'))");
  const busy = await tx.rows<{ key: string; count: number }>(
    `select concurrency_key as key, count(*)::integer as count from jobs.job
     where lease is not null and concurrency_key = any($1) group by concurrency_key`,
    [keys],
  );
  const used = new Map(busy.map(({ key, count }) => [key, count]));
  const allowed: string[] = [];
  for (const { id, concurrency_key: key, concurrency_limit: limit } of candidates) {
    if (key !== null && limit !== null) {
      const count = used.get(key) ?? 0;
      if (count >= limit) continue;
      used.set(key, count + 1);
    }
    allowed.push(id);
  }
  return allowed;
}
