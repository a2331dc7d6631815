import type { Executor } from "./executor.ts";
import type { Registry } from "./registry.ts";
import type { Store } from "./store.ts";
import type { Passes } from "./worker.ts";

/** Works until nothing is due or under way, here or in another process. What lies in the future stays there. */
export async function settleUntilIdle(
  store: Store,
  registry: Registry,
  executor: Executor,
  passes: Passes,
): Promise<void> {
  while (true) {
    const { done } = await passes.events();
    const worked = done + (await passes.timers()) + (await executor.claim());
    await executor.idle();
    if (worked > 0) continue;
    if (!(await isAnythingDue(store, registry))) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function isAnythingDue(store: Store, registry: Registry): Promise<boolean> {
  const [answer] = await store.transact((tx) =>
    tx.rows<{ due: boolean }>(
      `select exists (select from jobs.event where done_at is null)
         or exists (select from jobs.job where lease_until is not null)
         or exists (select from jobs.job where kind = 'call' and lease is null and due_at <= app.now())
         or exists (select from jobs.job where kind <> 'call' and due_at <= app.now())
         or exists (select from jobs.cron where next_at <= app.now() and function_id = any($1))
         or exists (select from jobs.debounce where due_at <= app.now() and function_id = any($1)) as due`,
      [[...registry.keys()]],
    ),
  );
  return answer?.due === true;
}
