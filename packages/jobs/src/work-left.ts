import { connect, countWorkers } from "./presence.ts";

/** What the embedded engine has before it, where somebody else is to do the work. Ticks of timers are not counted: the next makes up for them. */
export type WorkLeft = { readonly workers: number; readonly runs: number; readonly events: number };

export async function workLeft(databaseUrl: string): Promise<WorkLeft> {
  const client = await connect(databaseUrl, "quietroom work left");
  try {
    const { rows } = await client.query<{ runs: number; events: number }>(
      `select
         (select count(*)::integer from jobs.run where status = 'running' and event->>'name' <> 'inngest/scheduled.timer') as runs,
         (select count(*)::integer from jobs.event
          where done_at is null and (name not like 'inngest/%' or name = 'inngest/function.failed'))
         + (select count(*)::integer from jobs.debounce) as events`,
    );
    return { runs: 0, events: 0, ...rows[0], workers: await countWorkers(client, "embedded") };
  } finally {
    await client.end().catch(() => undefined);
  }
}
