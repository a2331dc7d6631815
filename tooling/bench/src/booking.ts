import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { checkout } from "@quietroom/local/checkout";
import { chooseFreePorts } from "@quietroom/local/choose-ports";
import { startStudio } from "@quietroom/local/studio";
import { removeStudioData } from "@quietroom/local/studio-data";
import { studioDatabase } from "@quietroom/local/studio-environment";
import { build } from "@quietroom/local/workspace-tasks";
import { openRuntime } from "@quietroom/services";
import { openLocalKeyFile } from "@quietroom/vault";
import pg from "pg";
import { benchAvailability } from "./booking/availability.ts";
import type { BookingBench } from "./booking/booking-bench.ts";
import { benchBusyReads } from "./booking/busy-read.ts";
import { busyStudio } from "./booking/busy-studio.ts";
import { benchContention } from "./booking/contention.ts";
import { benchWrites } from "./booking/writes.ts";
import { type Figure, report } from "./figure.ts";

// pnpm bench:booking [ROWS] [PART]   from a question over HTTP to a committed row: the built sites, the worker and a PostgreSQL that
// keeps its promises to the disk, all on this machine, beside what the same machine gives at best in the same run.
const rows = Number(process.argv[2] ?? "5000000");
const only = process.argv[3];

/** In this order: the last one fills the table past its constraints. */
const parts: Readonly<Record<string, (bench: BookingBench) => Promise<readonly Figure[]>>> = {
  availability: benchAvailability,
  writes: benchWrites,
  contention: benchContention,
  reads: benchBusyReads,
};

const dataDir = join(checkout, ".data/bench-booking");
removeStudioData(dataDir);
const {
  postgres,
  urls: sites,
  stop,
} = await startStudio({
  dataDir,
  mode: "test",
  durability: "kept",
  choosePorts: chooseFreePorts,
  people: "none",
  say: (line) => console.log(line),
  build,
});
try {
  const urls = {
    app: postgres.url("quietroom_app", studioDatabase),
    super: postgres.url("postgres", studioDatabase),
  };
  const quiet = () => undefined;
  const runtime = await openRuntime({
    databaseUrl: urls.app,
    linkKey: randomBytes(32),
    keyService: openLocalKeyFile(join(dataDir, "master.key")),
    bookingUrl: sites.booking,
    log: { info: quiet, warn: quiet, error: quiet },
    poolSize: 10,
  });
  const superuser = new pg.Client({ connectionString: urls.super });
  await superuser.connect();
  try {
    const query: BookingBench["query"] = async (sql, given = []) =>
      (await superuser.query(sql, [...given])).rows;
    const studio = await busyStudio(runtime, query);
    const bench = { runtime, bookingUrl: sites.booking, studio, urls, rows, query };
    console.log(`\n${availableParallelism()} cores for callers, sites, worker and database together`);
    let missed = 0;
    for (const [name, part] of Object.entries(parts)) {
      if (only !== undefined && only !== name) continue;
      missed += report(await part(bench));
    }
    process.exitCode = missed === 0 ? 0 : 1;
  } finally {
    await superuser.end();
    await runtime.close();
  }
} finally {
  await stop();
  removeStudioData(dataDir);
}
