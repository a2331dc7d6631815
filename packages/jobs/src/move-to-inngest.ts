import { refuse, ok, type Result } from "@quietroom/domain/result";
import type { Runtime } from "@quietroom/services";
import type { Client } from "pg";
import { z } from "zod";
import { createJobsClient, type JobsClient } from "./client.ts";
import { isAboutFailure, keepLetter } from "./functions/keep-dead-letters.ts";
import { inWaves } from "./in-waves.ts";
import type { JobsMode } from "./mode.ts";
import { connect, countWorkers, keepEmbeddedOut } from "./presence.ts";

/** What was moved: numbers alone. */
export type Moved = {
  /** Triggers that the server has now, each once: of work that was under way, slept or waited, and of events that nobody had looked at. */
  readonly events: number;
  /** Runs that ended here; more than one may have come of an event. */
  readonly runs: number;
  /** Of these, ticks of timers: the server's next tick makes up for them. */
  readonly timers: number;
  /** Failures that were told of and are now kept in their studio. */
  readonly deadLetters: number;
  /** Failures whose studio could not be written to: the next run tries again. */
  readonly left: number;
};

export type MoveRefusal =
  /** There are no settings of an Inngest server to move to. */
  | { readonly kind: "no_server" }
  /** They would go on with what is being moved. */
  | { readonly kind: "embedded_at_work"; readonly workers: number }
  /** Another one is being made. */
  | { readonly kind: "move_under_way" }
  /** No worker runs for the server, so it may not know the functions yet: what it is sent then is heard by nobody. */
  | { readonly kind: "no_worker_for_server" }
  /** The server did not take a batch. What it took before is moved; the rest is as it was. */
  | { readonly kind: "not_taken"; readonly moved: Moved; readonly error: string };

type Options = {
  readonly mode: JobsMode;
  readonly runtime: Runtime;
  readonly databaseUrl: string;
  /** How many events are sent at a time. */
  readonly batch?: number;
  /** How long the server is given to sort out one news of a visit before it hears the next. */
  readonly betweenWavesMs?: number;
};

/**
 * Takes all work of the embedded engine to an Inngest server: each run's own trigger is sent there under its own id, and then the run ends here. There
 * it begins anew, and what it did already it finds in the studio's own rows: a message that was sent is in the ledger, an offer that stands is answered
 * again and not made, a retry or a night's rest goes on until the time that is written down. Killed anywhere and run again it comes to the same
 * end: what is sent twice has the same id, and past a server's memory of ids the ledger holds. Ticks of timers are let go, since the server has
 * timers of its own.
 */
export async function moveToInngest(options: Options): Promise<Result<Moved, MoveRefusal>> {
  const { mode, databaseUrl } = options;
  if (mode.kind === "embedded") return refuse({ kind: "no_server" });
  const database = await connect(databaseUrl, "quietroom move to Inngest");
  try {
    if (!(await keepEmbeddedOut(database))) {
      const workers = await countWorkers(database, "embedded");
      return refuse(workers === 0 ? { kind: "move_under_way" } : { kind: "embedded_at_work", workers });
    }
    if ((await countWorkers(database, "server")) === 0) return refuse({ kind: "no_worker_for_server" });
    return await moveAll(database, createJobsClient(mode), options);
  } finally {
    await database.end().catch(() => undefined);
  }
}

type Trigger = z.infer<typeof triggerShape>;
type Item = {
  readonly id: string;
  readonly name: string;
  readonly data: Trigger["data"];
  /** As it was first dated: sent twice, it ends no run that it started itself. */
  readonly ts: number;
  readonly runIds: readonly string[];
  readonly pending: string | null;
  readonly debounced: { readonly functionId: string; readonly key: string } | null;
};

async function moveAll(
  database: Client,
  client: JobsClient,
  { runtime, batch = 100, betweenWavesMs = 2_000 }: Options,
): Promise<Result<Moved, MoveRefusal>> {
  const items = await workAtHand(database);
  let moved: Moved = { events: 0, runs: 0, timers: 0, deadLetters: 0, left: 0 };
  const add = (more: Partial<Moved>, closed: readonly Item[]) => {
    const runs = moved.runs + closed.reduce((sum, { runIds }) => sum + runIds.length, 0);
    moved = {
      events: moved.events + (more.events ?? 0),
      timers: moved.timers + (more.timers ?? 0),
      deadLetters: moved.deadLetters + (more.deadLetters ?? 0),
      left: moved.left + (more.left ?? 0),
      runs,
    };
  };

  for (const [wave, events] of inWaves(items.filter(({ name }) => !isEngines(name))).entries()) {
    if (wave > 0) await new Promise((resolve) => setTimeout(resolve, betweenWavesMs));
    for (let from = 0; from < events.length; from += batch) {
      const some = events.slice(from, from + batch);
      try {
        await client.send(some.map(({ id, name, data, ts }) => ({ id, name, data, ts })));
      } catch (error) {
        return refuse({
          kind: "not_taken",
          moved,
          error: error instanceof Error ? error.name : typeof error,
        });
      }
      // Sent first: killed in between, they are sent again, and not forgotten.
      await close(database, some);
      add({ events: some.length }, some);
    }
  }
  // What a server would not take, since the names are its own: it is finished here. A studio that cannot be written to now keeps nothing else back.
  for (const item of items.filter(({ name }) => isEngines(name))) {
    try {
      const kept = isAboutFailure(item.name) && (await keepLetter(runtime, item.data)).kept;
      await close(database, [item]);
      add({ deadLetters: kept ? 1 : 0, timers: item.name === timer ? item.runIds.length : 0 }, [item]);
    } catch (error) {
      runtime.log.error("jobs.letter_left", { error: error instanceof Error ? error.name : typeof error });
      add({ left: 1 }, []);
    }
  }
  await database.query("delete from jobs.cron");
  return ok(moved);
}

const timer = "inngest/scheduled.timer";

/** Names of which a server says itself what happens; no app may send them. */
function isEngines(name: string): boolean {
  return name.startsWith("inngest/") || name.startsWith("engine/");
}

const triggerShape = z.object({
  id: z.string(),
  name: z.string(),
  data: z.record(z.string(), z.unknown()).default({}),
  ts: z.number(),
});
const rowShape = z.object({
  run_id: z.string().nullable(),
  pending: z.string().nullable(),
  function_id: z.string().nullable(),
  key: z.string().nullable(),
  event: triggerShape,
});

/** Everything that has not ended, by the event it came of, in the order in which those were written. */
async function workAtHand(database: Client): Promise<readonly Item[]> {
  const { rows } = await database.query(
    `select run_id, pending, function_id, key, event from (
       select 1 as part, created_at as at, (event->>'ts')::numeric as ts, 0 as seq, id::text as run_id, null as pending,
         null as function_id, null as key, event
       from jobs.run where status = 'running'
       union all select 2, due_at, 0, 0, null, null, function_id, key, event from jobs.debounce
       union all select 3, null, 0, seq, null, seq::text, null, null, payload from jobs.event where done_at is null
     ) work order by part, at, ts, seq, run_id`,
  );
  const items = new Map<string, Item>();
  for (const row of z.array(rowShape).parse(rows)) {
    const { id, name, data, ts } = row.event;
    const known = items.get(id);
    items.set(id, {
      id,
      name,
      data,
      ts,
      runIds: [...(known?.runIds ?? []), ...(row.run_id === null ? [] : [row.run_id])],
      pending: row.pending ?? known?.pending ?? null,
      debounced:
        row.function_id === null || row.key === null
          ? (known?.debounced ?? null)
          : { functionId: row.function_id, key: row.key },
    });
  }
  return [...items.values()];
}

/** Ends here what came of these events, all or nothing. */
async function close(database: Client, items: readonly Item[]): Promise<void> {
  const runIds = items.flatMap((item) => item.runIds);
  const pending = items.flatMap((item) => item.pending ?? []);
  const debounced = items.flatMap((item) => item.debounced ?? []);
  await database.query(
    `with ended as (
       update jobs.run set status = 'cancelled', output = 'null', ended_at = app.now() where id = any($1::uuid[]) and status = 'running'
     ), waits as (delete from jobs.wait where run_id = any($1::uuid[])),
     calls as (delete from jobs.job where run_id = any($1::uuid[])),
     heard as (update jobs.event set done_at = app.now() where seq = any($2::bigint[]) and done_at is null)
     delete from jobs.debounce where (function_id, key) in (select * from unnest($3::text[], $4::text[]))`,
    [runIds, pending, debounced.map(({ functionId }) => functionId), debounced.map(({ key }) => key)],
  );
}
