import { Prisma, type Tx } from "@quietroom/db";
import { auditLine, lineId, lineMoment } from "./audit-line.ts";
import { asBuffer, leafAt, leafBytes, lineHash, packLeaves } from "./seal-chain.ts";

type Range = { readonly from: string; readonly until: string | null };
type InTenant = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/** About as many rows as one range has, and at most as many as one statement reads. */
const rangeRows = 5_000;
const pageRows = 10_000;
/** Ranges that are read at once: more than that only waits for the server. */
const inFlight = 2;
const zeroId = "00000000-0000-0000-0000-000000000000";

/**
 * Every row of a studio's audit as a leaf, ascending by id, a page at a time; a page is never empty. The server takes the digests, which
 * spares the rows' way here; of ranges that `hashHere` names the rows come themselves and are hashed here, so that a server whose digests
 * are not of what it shows is seen as well. `seals` ascend by their first row.
 */
export async function* readRanges(
  inTenant: InTenant,
  tenantId: string,
  {
    seals,
    hashHere,
  }: {
    readonly seals: readonly { readonly firstId: string; readonly rowCount: number }[];
    readonly hashHere: (range: number) => boolean;
  },
): AsyncGenerator<Buffer> {
  const ranges = rangesOf(seals);
  const coming: Promise<readonly Buffer[]>[] = [];
  for (let next = 0; ; ) {
    for (; coming.length < inFlight && next < ranges.length; next += 1) {
      const range = ranges[next];
      if (range === undefined) break;
      const read = readRange(inTenant, tenantId, {
        range,
        leaves: hashHere(next) ? hashedHere : hashedThere,
      });
      // Whoever waits for an earlier one is told of that one first; this one is thrown when its turn comes.
      read.catch(() => undefined);
      coming.push(read);
    }
    const first = coming.shift();
    if (first === undefined) return;
    yield* await first;
  }
}

/** Bounds that seals give: where one has its first row, another range may begin. The last has no end. */
function rangesOf(
  seals: readonly { readonly firstId: string; readonly rowCount: number }[],
): readonly Range[] {
  const begins = [zeroId];
  let rows = 0;
  for (const { firstId, rowCount } of seals) {
    if (rows >= rangeRows) {
      begins.push(firstId);
      rows = 0;
    }
    rows += rowCount;
  }
  return begins.map((from, index) => ({ from, until: begins[index + 1] ?? null }));
}

type ReadLeaves = (tx: Tx, rows: Prisma.Sql) => Promise<Buffer>;

async function readRange(
  inTenant: InTenant,
  tenantId: string,
  { range: { from, until }, leaves }: { readonly range: Range; readonly leaves: ReadLeaves },
): Promise<readonly Buffer[]> {
  const pages: Buffer[] = [];
  const before = until === null ? Prisma.empty : Prisma.sql`and e.id < ${until}::uuid`;
  for (let after = Prisma.sql`e.id >= ${from}::uuid`; ; ) {
    const rows = Prisma.sql`
      from audit_event e where e.tenant_id = ${tenantId}::uuid and ${after} ${before} order by e.id limit ${pageRows}`;
    const page = await inTenant(async (tx) => await leaves(tx, rows));
    if (page.length > 0) pages.push(page);
    if (page.length < pageRows * leafBytes) return pages;
    after = Prisma.sql`e.id > ${leafAt(page, page.length - leafBytes).id}::uuid`;
  }
}

// An aggregate takes its rows as the ordered query below hands them over.
async function hashedThere(tx: Tx, rows: Prisma.Sql): Promise<Buffer> {
  const [page] = await tx.$queryRaw<{ leaves: Uint8Array | null }[]>`
    select string_agg(leaf, ''::bytea) as leaves from (
      select uuid_send(e.id) || int8send((extract(epoch from e.at) * 1000)::bigint) || sha256(convert_to(${auditLine}, 'UTF8')) as leaf
      ${rows}) page`;
  return asBuffer(page?.leaves ?? new Uint8Array());
}

// One text for a whole page: no value of it is worth a round through the driver. JSON has no line break of its own.
async function hashedHere(tx: Tx, rows: Prisma.Sql): Promise<Buffer> {
  const [page] = await tx.$queryRaw<{ lines: string | null }[]>`
    select string_agg(line, E'\\n') as lines from (select ${auditLine} as line ${rows}) page`;
  const lines = page?.lines?.split("\n") ?? [];
  return asBuffer(
    packLeaves(lines.map((line) => ({ id: lineId(line), at: lineMoment(line), hash: lineHash(line) }))),
  );
}
