/** What a backup consists of, in this order: an opening; for each table its name, its rows and its sum; a closing. */
export type RecordKind = "opening" | "table" | "rows" | "sum" | "closing";

export type BackupRecord = { readonly kind: RecordKind; readonly payload: Buffer };

const codes = { opening: 1, table: 2, rows: 3, sum: 4, closing: 5 } as const satisfies Record<
  RecordKind,
  number
>;

// Rows are cut to pieces of this size, so that reading one never takes more memory than this and a frame.
const mostBytes = 256 * 1024;
// A list of tables and sequences is longer than a piece in no installation one could imagine.
const mostListBytes = 64 * 1024 * 1024;

/** A record that says something: anything JSON can hold. */
export function fact(kind: Exclude<RecordKind, "rows">, content: unknown): Buffer {
  return encode(kind, Buffer.from(JSON.stringify(content)));
}

/** Rows as PostgreSQL gave them, as one record or several. */
export function rows(content: Buffer): readonly Buffer[] {
  const pieces = Math.ceil(content.length / mostBytes);
  return Array.from({ length: pieces }, (_, at) =>
    encode("rows", content.subarray(at * mostBytes, (at + 1) * mostBytes)),
  );
}

/** Cuts a stream of bytes into records again. Throws on anything that `fact` and `rows` would not have written. */
export async function* readRecords(source: AsyncIterable<Buffer>): AsyncGenerator<BackupRecord> {
  let waiting: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
    while (waiting.length >= 5) {
      const kind = kindOf(waiting.readUInt8(0));
      const length = waiting.readUInt32BE(1);
      if (kind === undefined || length > (kind === "rows" ? mostBytes : mostListBytes)) {
        throw new Error("This backup was written in a form that this version does not know.");
      }
      if (waiting.length < 5 + length) break;
      yield { kind, payload: waiting.subarray(5, 5 + length) };
      waiting = waiting.subarray(5 + length);
    }
  }
  if (waiting.length > 0) throw new Error("This backup ends in the middle of a record.");
}

function encode(kind: RecordKind, payload: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(codes[kind], 0);
  head.writeUInt32BE(payload.length, 1);
  return Buffer.concat([head, payload]);
}

function kindOf(code: number): RecordKind | undefined {
  const kinds: readonly RecordKind[] = ["opening", "table", "rows", "sum", "closing"];
  return kinds.find((kind) => codes[kind] === code);
}
