import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createStudio, inspect, testDatabase, testRuntime } from "@quietroom/testing";
import { fillEveryTable, sealEveryColumn } from "@quietroom/testing/isolation";
import { createLocalKeyFile, openLocalKeyFile } from "@quietroom/vault";
import { afterAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "phi-check-"));
afterAll(() => rmSync(folder, { recursive: true }));
const keyFile = join(folder, "master.key");
createLocalKeyFile(keyFile);
const database = await testDatabase();
const runtime = await testRuntime(database, { keyService: openLocalKeyFile(keyFile) });
const query = await inspect(database);
const studio = await createStudio(runtime);
await fillEveryTable(query, studio);
const spots = await sealEveryColumn(runtime, query, studio.tenantId);

/** `pnpm phi:check` as on a server. */
function check(): { readonly status: number | null; readonly said: string } {
  const run = spawnSync(process.execPath, [join(import.meta.dirname, "phi-check.ts")], {
    encoding: "utf8",
    env: {
      PATH: process.env["PATH"],
      DATABASE_URL: database.appUrl,
      QUIETROOM_KEY_SERVICE: "local",
      QUIETROOM_MASTER_KEY_FILE: keyFile,
    },
  });
  return { status: run.status, said: run.stdout + run.stderr };
}

test("ENC-11 the sweep on demand lists every column that is marked, ends well where all holds, and names the row that does not", async () => {
  const well = check();
  expect(well.status, well.said).toBe(0);
  for (const { table, column } of spots)
    expect(well.said).toMatch(new RegExp(`^${table} +${column} +marked +yes +1 +1$`, "m"));
  expect(well.said).not.toContain("Ximena");

  const [moved, from] = spots.filter(({ table }) => table === "client");
  if (moved === undefined || from === undefined) throw new Error("no clients");
  await query(`update client set ${moved.column} = ${from.column} where id = $1`, [moved.rowId]);
  const ill = check();
  expect(ill.status).toBe(1);
  expect(ill.said).toMatch(
    new RegExp(`^client +${moved.column} +marked +yes +1 +0 +1: ${moved.rowId}$`, "m"),
  );
  expect(ill.said).not.toContain("Ximena");
});
