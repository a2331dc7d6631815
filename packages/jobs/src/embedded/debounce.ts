import { createHash } from "node:crypto";
import type { JobEvent } from "./events.ts";
import { valueAt } from "./expressions.ts";
import type { JobFunction, Registry } from "./registry.ts";
import { createRun } from "./run.ts";
import type { Tx } from "./store.ts";

/** How a function waits for the last of many events: elapsed milliseconds after each, and after the first at most. */
export type Debounce = {
  readonly periodMs: number;
  readonly timeoutMs: number | undefined;
  /** Where in an event the key is; undefined: one wait for the whole function. */
  readonly path: string | undefined;
};

/**
 * Keeps an event in place of the one that was kept before it under the same key, and starts its time anew. One whose time was over before
 * this event came in is started first: it is late only because nobody looked.
 */
export async function keepLatest(
  tx: Tx,
  fn: JobFunction,
  { periodMs, timeoutMs, path }: Debounce,
  { event, receivedAt }: { readonly event: JobEvent; readonly receivedAt: Date },
): Promise<void> {
  const key = createHash("sha256")
    .update(JSON.stringify(path === undefined ? null : valueAt(path, event)))
    .digest("hex");
  const over = await tx.rows<{ event: JobEvent }>(
    "delete from jobs.debounce where function_id = $1 and key = $2 and due_at <= $3 returning event",
    [fn.id, key, receivedAt],
  );
  for (const { event: last } of over) await createRun(tx, fn, { cause: `e:${last.id}`, event: last });
  await tx.rows(
    `insert into jobs.debounce (function_id, key, event, due_at, until)
     values ($1, $2, $3, app.now() + $4::double precision * interval '1 millisecond', app.now() + $5::double precision * interval '1 millisecond')
     on conflict (function_id, key) do update set event = excluded.event, due_at = least(excluded.due_at, debounce.until)`,
    [
      fn.id,
      key,
      JSON.stringify(event),
      timeoutMs === undefined ? periodMs : Math.min(periodMs, timeoutMs),
      timeoutMs ?? null,
    ],
  );
  tx.wake("timers");
}

/** Starts what no further event has come for. Answers how many runs. */
export async function startDebounced(tx: Tx, registry: Registry): Promise<number> {
  const due = await tx.rows<{ function_id: string; event: JobEvent }>(
    `delete from jobs.debounce where (function_id, key) in (
       select function_id, key from jobs.debounce where due_at <= app.now() and function_id = any($1)
       order by due_at limit 100 for update skip locked
     ) returning function_id, event`,
    [[...registry.keys()]],
  );
  for (const { function_id: id, event } of due) {
    const fn = registry.get(id);
    if (fn !== undefined) await createRun(tx, fn, { cause: `e:${event.id}`, event });
  }
  return due.length;
}
