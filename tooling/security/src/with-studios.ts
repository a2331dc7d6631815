import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { localData } from "@quietroom/local/checkout";
import { startPostgres } from "@quietroom/local/postgres";
import { removePostgresHome } from "@quietroom/local/postgres-home";
import { prepareDatabase } from "@quietroom/local/prepare-database";
import { openRuntime, type Runtime } from "@quietroom/services";
import { createStudio, type TestStudio } from "@quietroom/testing/create-studio";
import { fillEveryTable, type Query } from "@quietroom/testing/isolation";
import pg from "pg";
import { testKeys } from "@quietroom/testing/test-keys";

export type TwoStudios = {
  readonly runtime: Runtime;
  readonly ours: TestStudio;
  readonly theirs: TestStudio;
  /** SQL past row security. */
  readonly query: Query;
  readonly urls: { readonly app: string; readonly owner: string; readonly super: string };
  readonly postgresVersion: string;
};

/** A PostgreSQL of its own with two studios that have a row in every table; it is gone when `work` is done. */
export async function withTwoStudios<T>(
  { poolSize }: { readonly poolSize: number },
  work: (studios: TwoStudios) => Promise<T>,
): Promise<T> {
  const scratch = join(localData, "security");
  mkdirSync(scratch, { recursive: true });
  const dataDir = mkdtempSync(join(scratch, "postgres-"));
  const postgres = await startPostgres({ dataDir, durability: "throwaway" });
  const database = "quietroom";
  const { version } = await prepareDatabase(postgres, database);
  const superuser = new pg.Client({ connectionString: postgres.url("postgres", database) });
  await superuser.connect();
  const quiet = () => undefined;
  const runtime = await openRuntime({
    databaseUrl: postgres.url("quietroom_app", database),
    linkKey: randomBytes(32),
    keyService: testKeys,
    bookingUrl: "http://booking.test",
    log: { info: quiet, warn: quiet, error: quiet },
    poolSize,
  });
  try {
    const query: Query = async (sql, values = []) => (await superuser.query(sql, [...values])).rows;
    const [ours, theirs] = [await createStudio(runtime), await createStudio(runtime)];
    await fillEveryTable(query, ours);
    await fillEveryTable(query, theirs);
    return await work({
      runtime,
      ours,
      theirs,
      query,
      urls: {
        app: postgres.url("quietroom_app", database),
        owner: postgres.url("quietroom_owner", database),
        super: postgres.url("postgres", database),
      },
      postgresVersion: version,
    });
  } finally {
    await runtime.close();
    await superuser.end();
    await postgres.stop();
    removePostgresHome(dataDir);
  }
}
