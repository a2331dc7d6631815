import { mkdirSync, mkdtempSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { localData } from "@quietroom/local/checkout";
import { startPostgres } from "@quietroom/local/postgres";
import { removePostgresHome } from "@quietroom/local/postgres-home";
import { prepareDatabase } from "@quietroom/local/prepare-database";
import pg from "pg";
import { type Figure, report } from "./figure.ts";
import type { JobsBench } from "./jobs/bench.ts";
import { benchRuns } from "./jobs/runs.ts";
import { benchSleepers } from "./jobs/sleepers.ts";

// pnpm bench:jobs [PART]   how fast the embedded engine runs and what waiting costs it, on a PostgreSQL of its own that keeps its promises to
// the disk.
const only = process.argv[2];

const parts: Readonly<Record<string, (bench: JobsBench) => Promise<readonly Figure[]>>> = {
  runs: benchRuns,
  sleepers: benchSleepers,
};

const scratch = join(localData, "bench-jobs");
mkdirSync(scratch, { recursive: true });
const dataDir = mkdtempSync(join(scratch, "postgres-"));
const postgres = await startPostgres({ dataDir, durability: "kept" });
try {
  await prepareDatabase(postgres, "engine");
  const urls = { app: postgres.url("quietroom_app", "engine"), super: postgres.url("postgres", "engine") };
  const superuser = new pg.Client({ connectionString: urls.super });
  await superuser.connect();
  try {
    const query: JobsBench["query"] = async (sql, given = []) =>
      (await superuser.query(sql, [...given])).rows;
    console.log(`${availableParallelism()} cores for the engine and its database together`);
    let missed = 0;
    for (const [name, part] of Object.entries(parts)) {
      if (only !== undefined && only !== name) continue;
      missed += report(await part({ urls, query }));
    }
    process.exitCode = missed === 0 ? 0 : 1;
  } finally {
    await superuser.end();
  }
} finally {
  await postgres.stop();
  removePostgresHome(dataDir);
}
