import pg from "pg";

/** One thing requests are counted by. `max` is the most that may pass in any stretch as long as the window. */
export type Bucket = { readonly key: string; readonly max: number };

/**
 * How a bucket stands. One that has no room for what was asked is `full`, and `waitMs` how long until it has room for more; for another,
 * how long until its count next falls.
 */
export type BucketState = {
  readonly key: string;
  readonly used: number;
  readonly waitMs: number;
  readonly full: boolean;
};

export type RequestCounts = {
  /**
   * Counts one request, or the `calls` that it makes, against all buckets, or against none when one of them has no room for all of them.
   * One round trip, and one more to give back what a request of several calls could not use. Throws when the store is down.
   */
  take(buckets: readonly Bucket[], windowMs: number, calls?: number): Promise<readonly BucketState[]>;
  close(): Promise<void>;
};

/**
 * Opens the counters that all processes share. Its own few connections, so that a busy product does not keep the counting
 * waiting. A store that does not answer within five seconds counts as down, because every request waits for it; sooner would
 * let a burst that has to queue for a moment look like a failure, and failures let pages through.
 */
export function openRequestCounts(connectionString: string): RequestCounts {
  const pool = new pg.Pool({
    connectionString,
    max: 3,
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
    statement_timeout: 5_000,
  });
  // A connection that breaks while idle is replaced by itself; the next request finds out whether the store is there.
  pool.on("error", () => undefined);
  return {
    async take(buckets, windowMs, calls = 1) {
      const keys = buckets.map(({ key }) => key);
      const { rows } = await pool.query<CountedTurn>({
        name: "limits_take",
        // Each turn names its number, so that each is run and not the first one's answer repeated.
        text: `select turn, t.key, t.used, t.wait_ms, t."full"
               from generate_series(1, $4::integer) turn, lateral limits.take($1, $2, $3::integer + 0 * turn) t`,
        values: [keys, buckets.map(({ max }) => max), windowMs, calls],
      });
      const refused = new Set(rows.filter(({ full }) => full).map(({ turn }) => turn));
      const passed = calls - refused.size;
      if (refused.size > 0 && passed > 0) {
        await pool.query("select limits.give_back($1) from generate_series(1, $2::integer)", [keys, passed]);
      }
      const told = refused.size > 0 ? Math.min(...refused) : calls;
      const givenBack = refused.size > 0 ? told - 1 : 0;
      return rows
        .filter(({ turn }) => turn === told)
        .map(({ key, used, wait_ms, full }) => ({ key, used: used - givenBack, waitMs: wait_ms, full }));
    },
    close: () => pool.end(),
  };
}

type CountedTurn = {
  readonly turn: number;
  readonly key: string;
  readonly used: number;
  readonly wait_ms: number;
  readonly full: boolean;
};
