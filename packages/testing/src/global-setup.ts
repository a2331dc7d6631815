import { mkdirSync, mkdtempSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isAbandoned, startPostgres } from "@quietroom/local/postgres";
import { removePostgresHome } from "@quietroom/local/postgres-home";
import { prepareDatabase } from "@quietroom/local/prepare-database";
import { installShiftableClock } from "@quietroom/sandbox/clock";
import { Client } from "pg";
import type { TestProject } from "vitest/node";
import { templateDatabase } from "./test-server.ts";

const scratch = fileURLToPath(new URL("../../../.data/test/", import.meta.url));

let stopServer = async () => {};

/** Starts one PostgreSQL for the run and builds the database that every test file gets a copy of. Vitest calls it by name. */
export async function setup(project: TestProject): Promise<void> {
  mkdirSync(scratch, { recursive: true });
  removeAbandoned();
  const dataDir = mkdtempSync(join(scratch, "postgres-"));
  const postgres = await startPostgres({ dataDir, durability: "throwaway" });
  await prepareDatabase(postgres, templateDatabase);
  const owner = new Client({ connectionString: postgres.url("quietroom_owner", templateDatabase) });
  await owner.connect();
  await installShiftableClock(owner, "test");
  await owner.end();
  project.provide("testServer", { port: postgres.port, passwords: postgres.passwords });
  stopServer = async () => {
    await postgres.stop();
    removePostgresHome(dataDir);
  };
}

/** A run that was killed could not remove its server's files. */
function removeAbandoned(): void {
  for (const name of readdirSync(scratch)) {
    const dataDir = join(scratch, name);
    if (isAbandoned(dataDir)) removePostgresHome(dataDir);
  }
}

/** Ends what `setup` started and leaves nothing behind. Vitest calls it by name. */
export async function teardown(): Promise<void> {
  await stopServer();
}
