import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { checkout } from "@quietroom/local/checkout";
import { chooseFreePorts } from "@quietroom/local/choose-ports";
import { prepareDatabase } from "@quietroom/local/prepare-database";
import { startStudio } from "@quietroom/local/studio";
import { removeStudioData } from "@quietroom/local/studio-data";
import { studioDatabase } from "@quietroom/local/studio-environment";
import { build } from "@quietroom/local/workspace-tasks";
import { openRuntime } from "@quietroom/services";
import { createStudio } from "@quietroom/testing/create-studio";
import { openLocalKeyFile } from "@quietroom/vault";
import pg from "pg";
import { report } from "./figure.ts";
import type { JobsBench } from "./jobs/bench.ts";
import { benchOpenings } from "./jobs/openings.ts";
import { benchReminders } from "./jobs/reminders.ts";
import { benchRuns } from "./jobs/runs.ts";
import { benchSleepers } from "./jobs/sleepers.ts";

// pnpm bench:jobs [PART]   what happens later: how fast, how late, and what waiting costs, on a PostgreSQL that keeps its promises to the
// disk. The product runs beside it, its worker too, as it would; a quarter of an hour in all.
const only = process.argv[2];

/** The engine alone, in this process, on a database that no other engine works on. */
const ofEngine = { runs: benchRuns, sleepers: benchSleepers };
/** The whole product. In this order: the last one fills the table past its constraints. */
const ofProduct = { openings: benchOpenings, reminders: benchReminders };
const wanted = (part: string) => only === undefined || only === part;

const dataDir = join(checkout, ".data/bench-jobs");
removeStudioData(dataDir);
const { postgres, urls, stop } = await startStudio({
  dataDir,
  mode: "test",
  durability: "kept",
  choosePorts: chooseFreePorts,
  people: "none",
  say: (line) => console.log(line),
  build,
});
try {
  console.log(`\n${availableParallelism()} cores for engine, product and database together`);
  let missed = 0;
  await prepareDatabase(postgres, "engine");
  await onDatabase("engine", async (bench) => {
    for (const [name, part] of Object.entries(ofEngine))
      if (wanted(name)) missed += report(await part(bench));
  });
  await onDatabase(studioDatabase, async (bench) => {
    const quiet = () => undefined;
    const runtime = await openRuntime({
      databaseUrl: bench.urls.app,
      linkKey: randomBytes(32),
      keyService: openLocalKeyFile(join(dataDir, "master.key")),
      bookingUrl: urls.booking,
      log: { info: quiet, warn: quiet, error: quiet },
      poolSize: 10,
    });
    try {
      for (const [name, part] of Object.entries(ofProduct)) {
        if (!wanted(name)) continue;
        const studio = await createStudio(runtime, { practitioners: 20, hours: [["07:00", "22:00"]] });
        missed += report(await part({ ...bench, runtime, studio, advance }));
      }
    } finally {
      await runtime.close();
    }
  });
  process.exitCode = missed === 0 ? 0 : 1;
} finally {
  await stop();
  removeStudioData(dataDir);
}

async function onDatabase(name: string, work: (bench: JobsBench) => Promise<void>): Promise<void> {
  const superuser = new pg.Client({ connectionString: postgres.url("postgres", name) });
  await superuser.connect();
  try {
    await work({
      urls: { app: postgres.url("quietroom_app", name), super: postgres.url("postgres", name) },
      query: async (sql, given = []) => (await superuser.query(sql, [...given])).rows,
    });
  } finally {
    await superuser.end();
  }
}

/** Moves the product's clock, as the sandbox's page does. */
async function advance(advanceMs: number): Promise<void> {
  const answer = await fetch(`${urls.sandbox}/api/clock`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ advanceMs }),
  });
  if (!answer.ok) throw new Error(`the clock did not move: ${answer.status}`);
}
