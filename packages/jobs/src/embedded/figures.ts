import type { Store } from "./store.ts";

/** How much the engine has before it, of all studios together. */
export type RunFigures = {
  /** Runs that have not ended: sleeping or waiting, due, being called, or to be tried again. */
  readonly open: Readonly<Record<"waiting" | "due" | "at_work" | "again", number>>;
  /** Runs that ended in the last 24 hours, by how. */
  readonly endedLastDay: Readonly<Record<"completed" | "failed" | "cancelled", number>>;
  /** For how long the oldest due call or timer has been due, or no worker has known a call, in milliseconds; 0 where none is. */
  readonly oldestDueMs: number;
};

export async function countRuns(store: Store): Promise<RunFigures> {
  return await store.transact(async (tx) => {
    const open = await tx.rows<{ state: string; runs: number }>(
      `select state, count(*)::integer as runs from (
         select case
           when bool_or(lease is not null) then 'at_work'
           when bool_or(due_at <= app.now() or unknown_since is not null) then 'due'
           when bool_or(kind = 'call' and attempt > 0) then 'again'
           else 'waiting'
         end as state
         from jobs.job group by run_id
       ) of_run group by state`,
    );
    const ended = await tx.rows<{ status: string; runs: number }>(
      `select status, count(*)::integer as runs from jobs.run
       where ended_at > app.now() - interval '24 hours' group by status`,
    );
    const [oldest] = await tx.rows<{ ms: number | null }>(
      `select extract(epoch from app.now() - least(
         (select min(due_at) from jobs.job where kind = 'call' and lease is null and due_at <= app.now()),
         (select min(due_at) from jobs.job where kind <> 'call' and due_at <= app.now()),
         (select min(unknown_since) from jobs.job where unknown_since is not null and lease is null)
       ))::double precision * 1000 as ms`,
    );
    const runs = (state: string) => open.find((row) => row.state === state)?.runs ?? 0;
    const ends = (status: string) => ended.find((row) => row.status === status)?.runs ?? 0;
    return {
      open: { waiting: runs("waiting"), due: runs("due"), at_work: runs("at_work"), again: runs("again") },
      endedLastDay: {
        completed: ends("completed"),
        failed: ends("failed"),
        cancelled: ends("cancelled"),
      },
      oldestDueMs: oldest?.ms ?? 0,
    };
  });
}
