import type { Store } from "./store.ts";

/** Milliseconds until a sleep, a wait or a cron tick comes due, by the product's clock; at least 1, at most a minute. */
export async function msUntilTimer(store: Store): Promise<number> {
  return await msUntil(
    store,
    `select least((select min(due_at) from jobs.job where kind <> 'call' and due_at > app.now()),
       (select min(next_at) from jobs.cron where next_at > app.now()),
       (select min(due_at) from jobs.debounce where due_at > app.now())) as due`,
  );
}

/** The same until a call comes due. */
export async function msUntilCall(store: Store): Promise<number> {
  return await msUntil(
    store,
    "select min(due_at) as due from jobs.job where kind = 'call' and lease is null and due_at > app.now()",
  );
}

// Only what lies ahead counts. What is due already but held back announces itself (a full key, another worker) or is for another build
// (a function that this one does not know): who counted it would look again at once, for ever.
async function msUntil(store: Store, due: string): Promise<number> {
  const [next] = await store.transact((tx) =>
    tx.rows<{ ms: number | null }>(
      `select least(extract(epoch from due - app.now()) * 1000, 60000)::double precision as ms
       from (${due}) as next where due < 'infinity'`,
    ),
  );
  return Math.max(1, Math.ceil(next?.ms ?? 60_000));
}
