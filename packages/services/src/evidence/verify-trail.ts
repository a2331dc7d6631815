import type { Database, Tx } from "@quietroom/db";
import { type Instant, minuteMs } from "@quietroom/domain/time";
import type { AnchoredHead, ArchiveStore } from "../ports.ts";
import { randomInt } from "node:crypto";
import { readArchive } from "./archive-file.ts";
import { lineId } from "./audit-line.ts";
import type { AuditKeys } from "./audit-signer.ts";
import { readRanges } from "./read-ranges.ts";
import {
  asBuffer,
  idBytes,
  isGenuine,
  type Leaf,
  leafAt,
  leafBytes,
  lineHash,
  nothingBefore,
  readLeaves,
  type Seal,
} from "./seal-chain.ts";

/** What is wrong with one studio's audit. */
export type Finding = {
  readonly kind:
    | "altered" // a row differs from what was sealed
    | "missing" // a sealed row is gone
    | "part_missing" // a whole month is gone; the row is its first
    | "inserted" // a row was never written by the product, or its wait for a seal was removed
    | "reordered" // a seal names its rows in an order it cannot have been made with
    | "seal_altered" // a seal is not what was signed, or does not follow the one before it
    | "seal_missing" // a number between two seals is gone
    | "unsealed_long" // rows wait for their seal longer than sealing ever takes; the row is the first of them
    | "truncated" // seals that are anchored outside are gone from the end
    | "anchor_differs" // a seal is not the one that was anchored
    | "archive_missing" // rows left for an archive that is not there, or that does not hold them as they were sealed
    | "removed_early"; // rows were taken out before their seven years
  readonly sealNumber: number | null;
  readonly rowId: string | null;
  /** Epoch milliseconds: of the row, or of the seal where it is about no row. Findings are in this order. */
  readonly at: number;
};

export type Verdict = {
  readonly tenantId: string;
  readonly rows: number;
  readonly seals: number;
  /** Written and not sealed yet. */
  readonly unsealed: number;
  /** Rows of months that left the database; `archivedUnread` of them could not be looked at for want of the files. */
  readonly archived: number;
  readonly archivedUnread: number;
  /** The first of them is where it begins. At most a thousand. */
  readonly findings: readonly Finding[];
};

type Sealed = Leaf & { readonly number: number };

/** A leaf where it lies: most are looked at once and never asked for their words. */
type LeafPlace = { readonly bytes: Buffer; readonly from: number; readonly number: number };

/** A worker seals every minute. Rows that wait longer than this are sealed by nobody, and until then anybody past the triggers may change them. */
const unsealedAtMostMs = 15 * minuteMs;
const sealsAtOnce = 20;
const mostFindings = 1_000;
const reading = { isolation: "read committed", readOnly: true } as const;

/**
 * Looks at every row of a studio's audit against what was sealed, and at every seal against the one before it, its signature and what
 * is anchored outside. Reads a page at a time while the product goes on; what is written meanwhile is no finding. `archives` null:
 * months that left the database are counted and not opened.
 * `now`, by the clock of whoever verifies: what waits for a seal for more than 15 minutes then is a finding. Null for a copy of an earlier
 * moment, such as a backup, whose end was waiting when it was taken.
 */
export async function verifyTrail(
  db: Database,
  tenantId: string,
  against: {
    readonly keys: AuditKeys;
    readonly anchors: readonly AnchoredHead[];
    readonly archives: ArchiveStore | null;
    readonly now: Instant | null;
    /** Which ranges of rows are hashed here and not by the server; left out, the first and one in sixteen that nobody knows. */
    readonly hashHere?: (range: number) => boolean;
  },
): Promise<Verdict> {
  const findings: Finding[] = [];
  const inTenant = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    await db.withTenant(tenantId, reading, async ({ tx }) => await work(tx));

  const seals = await inTenant(async (tx) => await sealHeads(tx, tenantId));
  findings.push(...chainFindings(seals), ...anchorFindings(seals, against.anchors));
  const archived = await inTenant(async (tx) => await archivesOf(tx, tenantId));

  const pending = new Map<string, LeafPlace>();
  const gone: Sealed[] = [];
  const strangers = new Map<string, number>();
  const waiting = [...seals].sort((a, b) => compare(a.firstId, b.firstId));
  let rows = 0;

  const takeUpSeal = (seal: Seal): void => {
    if (!isGenuine(seal, against.keys)) findings.push(aboutSeal("seal_altered", seal));
    const { number } = seal;
    const bytes = asBuffer(seal.leaves);
    let ascends = true;
    for (let from = 0; from + leafBytes <= bytes.length; from += leafBytes) {
      const before = from - leafBytes;
      if (ascends && from > 0 && bytes.compare(bytes, before, before + idBytes, from, from + idBytes) <= 0) {
        ascends = false;
        findings.push(aboutRow("reordered", { ...leafAt(bytes, from), number }));
      }
      const leaf = archived.size === 0 ? null : leafAt(bytes, from);
      if (leaf !== null && archived.has(monthOf(leaf.at))) gone.push({ ...leaf, number });
      else pending.set(idKey(bytes, from), { bytes, from, number });
    }
  };

  /** Takes up the seals that a row of this id may be in. */
  const takeUp = async (until: string | null): Promise<void> => {
    for (;;) {
      const next = waiting[0];
      if (next === undefined || (until !== null && next.firstId > until)) return;
      const numbers = waiting.splice(0, sealsAtOnce).map(({ number }) => number);
      for (const seal of await inTenant(async (tx) => await readSeals(tx, tenantId, numbers)))
        takeUpSeal(seal);
    }
  };

  const hashHere = against.hashHere ?? oneInSixteen();
  for await (const page of readRanges(inTenant, tenantId, { seals: [...waiting], hashHere })) {
    await takeUp(leafAt(page, page.length - leafBytes).id);
    rows += page.length / leafBytes;
    for (let from = 0; from < page.length; from += leafBytes) {
      const key = idKey(page, from);
      const sealed = pending.get(key);
      if (sealed === undefined) {
        const { id, at } = leafAt(page, from);
        strangers.set(id, at);
        continue;
      }
      pending.delete(key);
      const { bytes, from: there } = sealed;
      if (page.compare(bytes, there, there + leafBytes, from, from + leafBytes) !== 0)
        findings.push(aboutRow("altered", sealedAt(sealed)));
    }
  }
  await takeUp(null);

  const parts = await inTenant(async (tx) => await monthsOf(tx));
  const lostMonths = new Set<string>();
  for (const sealed of [...pending.values()].map(sealedAt).sort((a, b) => a.at - b.at)) {
    const month = monthOf(sealed.at);
    if (parts.has(month)) findings.push(aboutRow("missing", sealed));
    else if (!lostMonths.has(month)) {
      lostMonths.add(month);
      findings.push(aboutRow("part_missing", sealed));
    }
  }
  const unsealed = await inTenant(async (tx) => await stillWaiting(tx, tenantId, seals.at(-1)?.number ?? 0));
  for (const [id, at] of strangers)
    if (!unsealed.ids.has(id)) findings.push({ kind: "inserted", sealNumber: null, rowId: id, at });
  const { longest } = unsealed;
  if (longest !== null && against.now !== null && against.now - longest.at > unsealedAtMostMs)
    findings.push({ kind: "unsealed_long", sealNumber: null, rowId: longest.id, at: longest.at });
  findings.push(...(await archiveFindings(tenantId, { archived, gone, ...against })));

  const firstFirst = findings.toSorted((a, b) => a.at - b.at || compare(a.rowId ?? "", b.rowId ?? ""));
  return {
    tenantId,
    rows,
    seals: seals.length,
    unsealed: unsealed.count,
    archived: gone.length,
    archivedUnread: against.archives === null ? gone.length : 0,
    findings: firstFirst.slice(0, mostFindings),
  };
}

function sealedAt({ bytes, from, number }: LeafPlace): Sealed {
  return { ...leafAt(bytes, from), number };
}

/** The 16 bytes of an id as a short text: made faster than its usual form, and no two are one. */
function idKey(bytes: Buffer, from: number): string {
  return bytes.toString("latin1", from, from + idBytes);
}

/** The first range, as there may be no other, and one in sixteen of the rest. */
function oneInSixteen(): (range: number) => boolean {
  const chosen = randomInt(16);
  return (range) => range === 0 || range % 16 === chosen;
}

type SealHeadRow = Omit<Seal, "leaves" | "signature"> & { readonly firstId: string };

async function sealHeads(tx: Tx, tenantId: string): Promise<readonly SealHeadRow[]> {
  const rows = await tx.auditSeal.findMany({
    where: { tenantId },
    orderBy: { number: "asc" },
    omit: { leaves: true, signature: true },
  });
  return rows.map(({ sealedAt, ...row }) => ({ ...row, sealedAt: sealedAt.getTime() }));
}

async function readSeals(tx: Tx, tenantId: string, numbers: readonly number[]): Promise<readonly Seal[]> {
  const rows = await tx.auditSeal.findMany({
    where: { tenantId, number: { in: [...numbers] } },
    orderBy: { number: "asc" },
  });
  return rows.map(({ sealedAt, ...row }) => ({ ...row, sealedAt: sealedAt.getTime() }));
}

function chainFindings(seals: readonly SealHeadRow[]): readonly Finding[] {
  return seals.flatMap((seal, index) => {
    const before = seals[index - 1];
    if (seal.number !== (before?.number ?? 0) + 1) return [aboutSeal("seal_missing", seal)];
    return seal.previous === (before?.head ?? nothingBefore) ? [] : [aboutSeal("seal_altered", seal)];
  });
}

function anchorFindings(seals: readonly SealHeadRow[], anchors: readonly AnchoredHead[]): readonly Finding[] {
  const byNumber = new Map(seals.map((seal) => [seal.number, seal]));
  const last = seals.at(-1)?.number ?? 0;
  const differing = anchors.filter(({ number, head }) => (byNumber.get(number)?.head ?? head) !== head);
  const [cutOff] = anchors.filter(({ number }) => number > last).sort((a, b) => a.number - b.number);
  return [
    ...differing.map((anchor) => aboutSeal("anchor_differs", anchor)),
    ...(cutOff === undefined ? [] : [aboutSeal("truncated", cutOff)]),
  ];
}

type Archive = { readonly file: string; readonly removedAt: number };

/** Months whose rows left the database, by "YYYY-MM". */
async function archivesOf(tx: Tx, tenantId: string): Promise<ReadonlyMap<string, Archive>> {
  const rows = await tx.auditArchive.findMany({ where: { tenantId, removedAt: { not: null } } });
  return new Map(
    rows.map(({ month, file, removedAt }) => [
      month.toISOString().slice(0, 7),
      { file, removedAt: removedAt?.getTime() ?? 0 },
    ]),
  );
}

async function archiveFindings(
  tenantId: string,
  facts: {
    readonly archived: ReadonlyMap<string, Archive>;
    readonly gone: readonly Sealed[];
    readonly archives: ArchiveStore | null;
    readonly keys: AuditKeys;
  },
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const byMonth = Map.groupBy(facts.gone, ({ at }) => monthOf(at));
  for (const [month, sealed] of byMonth) {
    const archive = facts.archived.get(month);
    const [first] = sealed;
    if (archive === undefined || first === undefined) continue;
    if (archive.removedAt < sevenYearsAfter(month)) findings.push(aboutRow("removed_early", first));
    if (facts.archives === null) continue;
    const bytes = await facts.archives.get(archive.file);
    const content = bytes === null ? null : readArchive(bytes, facts.keys);
    const hashes = new Map(
      content?.tenantId === tenantId && content.month === month
        ? content.lines.map((line) => [lineId(line), lineHash(line)])
        : [],
    );
    for (const row of sealed)
      if (hashes.get(row.id) !== row.hash) findings.push(aboutRow("archive_missing", row));
  }
  return findings;
}

/** Months that have a part of their own, and every month that falls to the default part. */
async function monthsOf(tx: Tx): Promise<{ has(month: string): boolean }> {
  const rows = await tx.$queryRaw<{ name: string }[]>`
    select c.relname::text as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'public.audit_event'::regclass`;
  return new Set(rows.map(({ name }) => name.replace("event_", "").replace("_", "-")));
}

async function stillWaiting(
  tx: Tx,
  tenantId: string,
  afterSeal: number,
): Promise<{
  readonly ids: ReadonlySet<string>;
  readonly count: number;
  readonly longest: { readonly id: string; readonly at: number } | null;
}> {
  const waiting = await tx.auditUnsealed.findMany({
    where: { tenantId },
    select: { id: true, at: true },
    orderBy: [{ at: "asc" }, { id: "asc" }],
  });
  const sealedSince = await tx.auditSeal.findMany({
    where: { tenantId, number: { gt: afterSeal } },
    select: { leaves: true },
  });
  const since = sealedSince.flatMap(({ leaves }) => readLeaves(leaves).map(({ id }) => id));
  const [first] = waiting;
  return {
    ids: new Set([...waiting.map(({ id }) => id), ...since]),
    count: waiting.length,
    longest: first === undefined ? null : { id: first.id, at: first.at.getTime() },
  };
}

function aboutRow(kind: Finding["kind"], { id, at, number }: Sealed): Finding {
  return { kind, sealNumber: number, rowId: id, at };
}

function aboutSeal(
  kind: Finding["kind"],
  { number, sealedAt }: { readonly number: number; readonly sealedAt: number },
): Finding {
  return { kind, sealNumber: number, rowId: null, at: sealedAt };
}

/** Seven years after the last moment of a month, UTC. */
function sevenYearsAfter(month: string): number {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return Date.UTC(year + 7, number, 1);
}

function monthOf(at: number): string {
  return new Date(at).toISOString().slice(0, 7);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
