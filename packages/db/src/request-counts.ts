import pg from "pg";

/** One thing requests are counted by. `max` is the most that may pass in any stretch as long as the window. */
export type Bucket = { readonly key: string; readonly max: number };

/**
 * How a bucket stands. One that has no room for what was asked is `full`, and `waitMs` how long until it has; for another,
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
   * One round trip. Throws when the store is down.
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
      const { rows } = await pool.query<CountedBucket>({
        name: "limits_take",
        text: 'select key, used, wait_ms, "full" from limits.take($1, $2, $3, $4)',
        values: [buckets.map(({ key }) => key), buckets.map(({ max }) => max), windowMs, calls],
      });
      return rows.map(({ key, used, wait_ms, full }) => ({ key, used, waitMs: wait_ms, full }));
    },
    close: () => pool.end(),
  };
}

type CountedBucket = {
  readonly key: string;
  readonly used: number;
  readonly wait_ms: number;
  readonly full: boolean;
};
