import type { Store } from "./store.ts";

/** Deletes what nobody will ask for: events done 7 days ago (dead ones after 30), runs ended 30 days ago, in small bites. */
export async function purgeOldRows(store: Store): Promise<number> {
  let purged = 0;
  for (const statement of statements) {
    while (true) {
      const gone = await store.transact((tx) => tx.rows(statement));
      purged += gone.length;
      if (gone.length < bite) break;
    }
  }
  return purged;
}

const bite = 500;
const statements = [
  `delete from jobs.event where seq in (
     select seq from jobs.event
     where done_at < app.now() - case when dead then interval '30 days' else interval '7 days' end
     limit ${bite} for update skip locked) returning seq`,
  `delete from jobs.run where id in (
     select id from jobs.run where ended_at < app.now() - interval '30 days' limit ${bite} for update skip locked) returning id`,
];
