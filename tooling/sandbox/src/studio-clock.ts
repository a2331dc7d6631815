import pg from "pg";
import { advanceClock, type ClockReading, readClock } from "./clock.ts";

export type StudioClock = {
  /** The studio's time, or null when its database does not answer or has no clock that can be moved. */
  read(): Promise<ClockReading | null>;
  /** Moves the studio's time ahead by whole milliseconds; null when that was not possible. */
  advance(ms: number): Promise<ClockReading | null>;
  close(): Promise<void>;
};

/** The clock of the studio's database, whose owner signs in by `databaseUrl`. */
export function openStudioClock(databaseUrl: string): StudioClock {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 2,
    connectionTimeoutMillis: 2000,
    idleTimeoutMillis: 5000,
  });
  // A database that restarts under an idle connection is no reason for the inbox to end.
  pool.on("error", () => undefined);

  async function attempt(
    work: (client: pg.PoolClient) => Promise<ClockReading>,
  ): Promise<ClockReading | null> {
    try {
      const client = await pool.connect();
      try {
        return await work(client);
      } finally {
        client.release();
      }
    } catch {
      return null;
    }
  }

  return {
    read: () => attempt(readClock),
    advance: (ms) => attempt((client) => advanceClock(client, ms)),
    close: () => pool.end(),
  };
}

/** No studio is attached: there is no clock to read or move. */
export const noStudioClock: StudioClock = {
  read: () => Promise.resolve(null),
  advance: () => Promise.resolve(null),
  close: () => Promise.resolve(),
};
