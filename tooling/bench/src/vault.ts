import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { localData } from "@quietroom/local/checkout";
import { startPostgres } from "@quietroom/local/postgres";
import { removePostgresHome } from "@quietroom/local/postgres-home";
import { prepareDatabase } from "@quietroom/local/prepare-database";
import { openRuntime } from "@quietroom/services";
import { createStudio } from "@quietroom/testing/create-studio";
import { localKeyService } from "@quietroom/vault";
import pg from "pg";
import { benchAudit } from "./vault/audit.ts";
import { benchKeys } from "./vault/keys.ts";
import { benchRotation } from "./vault/rotation.ts";
import { benchSearch } from "./vault/search.ts";
import { benchSealing } from "./vault/sealing.ts";
import { type Figure, report } from "./figure.ts";
import type { VaultBench } from "./vault/bench.ts";

// pnpm bench:vault [VALUES] [PART]   what keeping words sealed costs, on a PostgreSQL of its own that keeps its promises to the disk.
const values = Number(process.argv[2] ?? "100000");
const only = process.argv[3];

/** Each prints its own figures; one more is one more line here. */
const parts: Readonly<Record<string, (bench: VaultBench) => Promise<readonly Figure[]> | readonly Figure[]>> =
  {
    sealing: benchSealing,
    keys: benchKeys,
    rotation: benchRotation,
    search: benchSearch,
    audit: benchAudit,
  };

const scratch = join(localData, "bench-vault");
mkdirSync(scratch, { recursive: true });
const dataDir = mkdtempSync(join(scratch, "postgres-"));
const postgres = await startPostgres({ dataDir, durability: "kept" });
const quiet = () => undefined;
const masterKey = randomBytes(32);
try {
  await prepareDatabase(postgres, "quietroom");
  const open = async () =>
    await openRuntime({
      databaseUrl: postgres.url("quietroom_app", "quietroom"),
      linkKey: randomBytes(32),
      keyService: localKeyService(Uint8Array.from(masterKey)),
      bookingUrl: "http://booking.test",
      log: { info: quiet, warn: quiet, error: quiet },
      poolSize: 12,
    });
  const runtime = await open();
  const urls = {
    app: postgres.url("quietroom_app", "quietroom"),
    super: postgres.url("postgres", "quietroom"),
  };
  const superuser = new pg.Client({ connectionString: urls.super });
  await superuser.connect();
  try {
    const studio = await createStudio(runtime, { practitioners: 1 });
    const query: VaultBench["query"] = async (sql, given = []) =>
      (await superuser.query(sql, [...given])).rows;
    let missed = 0;
    for (const [name, part] of Object.entries(parts)) {
      if (only !== undefined && only !== name) continue;
      missed += report(await part({ runtime, studio, values, query, urls, masterKey }));
    }
    process.exitCode = missed === 0 ? 0 : 1;
  } finally {
    await superuser.end();
    await runtime.close();
  }
} finally {
  await postgres.stop();
  removePostgresHome(dataDir);
}
