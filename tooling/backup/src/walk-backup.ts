import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createZstdDecompress } from "node:zlib";
import type { BackupKey } from "./backup-key.ts";
import { closing, opening, sum, table, type BackedUpTable, type Closing, type Opening } from "./manifest.ts";
import { readRecords, type BackupRecord } from "./records.ts";
import { openStream } from "./sealed-stream.ts";

/** What somebody does with a backup while it is read: with its beginning, and with each table's rows, which they must read to the end. */
export type Walker = {
  begin(opening: Opening): Promise<void>;
  table(table: BackedUpTable, rows: AsyncIterable<Buffer>): Promise<void>;
  end(closing: Closing): Promise<void>;
};

/**
 * Reads a backup from its first to its last byte and never holds more than a piece of it. `end` is called only when all of it was
 * there and was what had been written. Throws with words for the person at the keyboard otherwise.
 */
export async function walkBackup(file: string, key: BackupKey, walker: Walker): Promise<void> {
  await pipeline(
    createReadStream(file, { highWaterMark: 256 * 1024 }),
    openStream(key),
    createZstdDecompress({ chunkSize: 256 * 1024 }),
    async (source: AsyncIterable<Buffer>) => {
      await walkRecords(readRecords(source), walker);
    },
  );
}

async function walkRecords(records: AsyncGenerator<BackupRecord>, walker: Walker): Promise<void> {
  const head = opening.safeParse(await nextFact(records, "opening"));
  if (!head.success) throw unknownForm();
  await walker.begin(head.data);
  for (const expected of head.data.tables) {
    const named = table.parse(await nextFact(records, "table"));
    if (named.schema !== expected.schema || named.name !== expected.name) throw unknownForm();
    await walkTable(records, expected, walker);
  }
  const end = closing.parse(await nextFact(records, "closing"));
  const more = await records.next();
  if (more.done !== true) throw unknownForm();
  await walker.end(end);
}

async function walkTable(
  records: AsyncGenerator<BackupRecord>,
  expected: BackedUpTable,
  walker: Walker,
): Promise<void> {
  const hash = createHash("sha256");
  let told: unknown;
  const rows = async function* (): AsyncGenerator<Buffer> {
    for (;;) {
      const record = await next(records);
      if (record.kind === "sum") {
        told = JSON.parse(record.payload.toString());
        return;
      }
      if (record.kind !== "rows") throw unknownForm();
      hash.update(record.payload);
      yield record.payload;
    }
  };
  await walker.table(expected, rows());
  if (sum.parse(told).sha256 !== hash.digest("hex")) {
    throw new Error(`The rows of ${expected.name} are not those that were backed up.`);
  }
}

async function nextFact(
  records: AsyncGenerator<BackupRecord>,
  kind: "opening" | "table" | "closing",
): Promise<unknown> {
  const record = await next(records);
  if (record.kind !== kind) throw unknownForm();
  return JSON.parse(record.payload.toString());
}

async function next(records: AsyncGenerator<BackupRecord>): Promise<BackupRecord> {
  const step = await records.next();
  if (step.done === true) throw new Error("This backup ends too early.");
  return step.value;
}

function unknownForm(): Error {
  return new Error("This backup was written in a form that this version does not know.");
}
