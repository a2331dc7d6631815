import { createWriteStream, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createZstdCompress } from "node:zlib";
import { Client } from "pg";
import type { BackupKey } from "./backup-key.ts";
import { dumpDatabase } from "./dump-database.ts";
import { sealStream } from "./sealed-stream.ts";

export type WrittenBackup = {
  readonly file: string;
  readonly bytes: number;
  readonly removed: readonly string[];
};

/**
 * Backs a running database up into `folder`, as one sealed file named after the moment. The file has that name only once all of it
 * is on the disk; then, with `keep`, the oldest of the folder's backups beyond that many go. Throws, leaving the folder as it was,
 * when anything fails. `databaseUrl` signs in as a role that row security does not bind.
 */
export async function writeBackup(options: {
  readonly databaseUrl: string;
  readonly folder: string;
  readonly key: BackupKey;
  readonly product: string;
  readonly now: Date;
  readonly keep?: number;
}): Promise<WrittenBackup> {
  const { databaseUrl, folder, key, product, now, keep } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `quietroom-${now.toISOString().replaceAll(/[:.]/g, "-")}${ending}`);
  const unfinished = `${file}.${process.pid}.part`;
  const client = new Client({ connectionString: databaseUrl, application_name: "quietroom backup" });
  await client.connect();
  try {
    await pipeline(
      Readable.from(dumpDatabase(client, product), { objectMode: false, highWaterMark: 1024 * 1024 }),
      createZstdCompress({
        chunkSize: 256 * 1024,
        params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 },
      }),
      sealStream(key),
      createWriteStream(unfinished, { mode: 0o600, flags: "wx" }),
    );
    await toDisk(unfinished);
    renameSync(unfinished, file);
    await toDisk(folder);
  } catch (failure) {
    rmSync(unfinished, { force: true });
    throw failure;
  } finally {
    await client.end();
  }
  removeAbandoned(folder);
  return { file, bytes: statSync(file).size, removed: keep === undefined ? [] : rotate(folder, keep) };
}

const ending = ".quietroom-backup";
const whole = /^quietroom-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z\.quietroom-backup$/;

/** Removes the oldest backups beyond the newest `keep`; touches no file with another kind of name. */
function rotate(folder: string, keep: number): readonly string[] {
  const names = readdirSync(folder).filter((name) => whole.test(name));
  const old = names.sort().slice(0, Math.max(0, names.length - keep));
  for (const name of old) rmSync(join(folder, name));
  return old;
}

/** What a killed backup left behind: it has never had a backup's name. */
function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = /\.quietroom-backup\.(\d+)\.part$/.exec(name)?.[1];
    if (pid !== undefined && !runs(Number(pid))) rmSync(join(folder, name), { force: true });
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function toDisk(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
