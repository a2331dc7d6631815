import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { localData } from "@quietroom/local/checkout";
import { startPostgres } from "@quietroom/local/postgres";
import { removePostgresHome } from "@quietroom/local/postgres-home";
import { prepareDatabase } from "@quietroom/local/prepare-database";
import { say } from "@quietroom/local/terminal";
import { Client } from "pg";
import { toBackupKey } from "./backup-key.ts";
import { restoreBackup } from "./restore-backup.ts";
import { writeBackup } from "./write-backup.ts";

// pnpm bench:backup [MB]   how fast a database of that many megabytes is backed up and restored, on a server of its own.
const megabytes = Number(process.argv[2] ?? "300");

const scratch = join(localData, "bench-backup");
mkdirSync(scratch, { recursive: true });
const dataDir = mkdtempSync(join(scratch, "postgres-"));
const postgres = await startPostgres({ dataDir, durability: "kept" });
try {
  await prepareDatabase(postgres, "quietroom");
  const client = new Client({ connectionString: postgres.url("postgres", "quietroom") });
  await client.connect();
  // Half of each row is what no compressor makes smaller, as sealed values are.
  await client.query(
    `insert into jobs.event (id, name, payload)
     select 'event-' || n, 'some/event', jsonb_build_object('tenantId', gen_random_uuid(), 'sealed',
       (select string_agg(md5(n::text || part), '') from generate_series(1, 12) part), 'words', repeat('so it goes ', 40))
     from generate_series(1, $1::int) n`,
    [Math.round((megabytes * 1e6) / 1000)],
  );
  await client.end();

  const key = toBackupKey(randomBytes(32));
  const took = async <T>(work: Promise<T>) => {
    const startedAt = performance.now();
    return { answer: await work, seconds: (performance.now() - startedAt) / 1000 };
  };
  const backup = await took(
    writeBackup({
      databaseUrl: postgres.url("postgres", "quietroom"),
      folder: join(dataDir, "backups"),
      key,
      product: "bench",
      now: new Date(),
    }),
  );
  const restore = await took(
    restoreBackup({ file: backup.answer.file, key, adminUrl: postgres.url("postgres", "restored") }),
  );
  const size = restore.answer.bytes / 1e6;
  say(
    `rows      ${restore.answer.rows}, ${size.toFixed(0)} MB as text; the backup has ${(backup.answer.bytes / 1e6).toFixed(0)} MB`,
  );
  say(`backup    ${backup.seconds.toFixed(1)} s, ${(size / backup.seconds).toFixed(0)} MB/s`);
  say(`restore   ${restore.seconds.toFixed(1)} s, ${(size / restore.seconds).toFixed(0)} MB/s, verified`);
  say(`memory    ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB at most`);
} finally {
  await postgres.stop();
  removePostgresHome(dataDir);
  rmSync(scratch, { recursive: true, force: true });
}
