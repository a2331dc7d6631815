import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { localData } from "./checkout.ts";
import { startPostgres, type Postgres } from "./postgres.ts";

/** Gives `work` the local studio's PostgreSQL: the running one, or one started for as long as the work takes. */
export async function withLocalPostgres<T>(work: (postgres: Postgres) => Promise<T>): Promise<T> {
  mkdirSync(localData, { recursive: true });
  const postgres = await startPostgres({
    dataDir: join(localData, "postgres"),
    logFile: join(localData, "logs", "postgres.log"),
  });
  try {
    return await work(postgres);
  } finally {
    await postgres.stop();
  }
}
