import { testDatabase } from "@quietroom/testing";
import { Pool } from "pg";

/** A database of this test file's own, with its tables of schema `jobs` at hand. */
export type JobsDatabase = {
  /** Signs in as the engine does. */
  readonly appUrl: string;
  /** A superuser's connections, for arranging and looking. */
  readonly inspector: Pool;
  /** Moves the database's clock ahead. */
  advance(ms: number): Promise<void>;
  /** Forgets every event and run. */
  reset(): Promise<void>;
  close(): Promise<void>;
};

/** To be opened at the top of a test file, and closed after its last test. */
export async function openJobsDatabase({ inspectors = 3 } = {}): Promise<JobsDatabase> {
  const database = await testDatabase();
  const inspector = new Pool({ connectionString: database.superUrl, max: inspectors });
  inspector.on("error", () => undefined);
  return {
    appUrl: database.appUrl,
    inspector,
    async advance(ms) {
      await database.advanceClock(ms);
    },
    async reset() {
      await inspector.query(
        "truncate jobs.event, jobs.run, jobs.memo, jobs.job, jobs.wait, jobs.wait_path, jobs.cron, jobs.debounce",
      );
    },
    close: () => inspector.end(),
  };
}
