import { asksForProof, decideAttempt, type GuardedFacts, type GuardedKind } from "@quietroom/domain/access";
import { refuse, ok, type Result } from "@quietroom/domain/result";
import { hourMs, type Instant, instant } from "@quietroom/domain/time";
import type { Tx } from "@quietroom/db";
import { realNow } from "../real-now.ts";
import type { Runtime } from "../runtime.ts";
import { spendTicket } from "./ticket.ts";

/** Whom failures are counted against: what kind of thing, and which one as text that is never kept. */
export type Guarded = { readonly kind: GuardedKind; readonly name: string };

/** An attempt that is being looked at. It counts as a failure until it is taken back. */
export type Attempt = {
  readonly guarded: readonly Guarded[];
  readonly at: Instant;
  /** What it locks unless it is taken back. */
  readonly locks: readonly GuardedKind[];
};

type SubjectRow = { readonly failures: readonly Date[]; readonly lockedUntil: Date | null };

/**
 * Counts an attempt before it is looked at, in one place for all processes (AUTH-40); refused, it counts for nothing and costs no
 * password hash. Each subject is decided alone, one attempt at a time, so that fifty at once are five.
 */
export async function beginAttempt(
  runtime: Runtime,
  guarded: readonly Guarded[],
): Promise<Result<Attempt, "locked">> {
  return await begin(runtime, guarded, async () => await Promise.resolve(ok(null)));
}

/**
 * The same, for attempts that cost whoever makes them some work after three failures (AUTH-43): without the ticket of a solved puzzle
 * they are refused and count for nothing. A ticket is spent only where one is asked for.
 */
export async function beginProvenAttempt(
  runtime: Runtime,
  guarded: readonly Guarded[],
  ticket: string | null,
): Promise<Result<Attempt, "locked" | "proof_needed">> {
  return await begin(runtime, guarded, async (tx, facts, now) => {
    if (!facts.some((each) => asksForProof(each, now))) return ok(null);
    const about = { purpose: "proof_of_work", bearer: "" } as const;
    const paid = ticket !== null && (await spendTicket({ tx, seal: runtime.seal }, ticket, about));
    return paid ? ok(null) : refuse("proof_needed");
  });
}

async function begin<Refusal>(
  runtime: Runtime,
  guarded: readonly Guarded[],
  admit: (tx: Tx, facts: readonly GuardedFacts[], now: Instant) => Promise<Result<null, Refusal>>,
): Promise<Result<Attempt, "locked" | Refusal>> {
  // One order for everyone, or two attempts could wait for each other.
  const inOrder = guarded.toSorted((a, b) => (digestOf(runtime, a) < digestOf(runtime, b) ? -1 : 1));
  return await runtime.db.withCounters(async ({ tx }) => {
    const subjects: (SubjectRow & { readonly digest: string; readonly kind: GuardedKind })[] = [];
    for (const each of inOrder) {
      const digest = digestOf(runtime, each);
      subjects.push({ ...(await lockSubject(tx, digest)), digest, kind: each.kind });
    }
    const now = await realNow(tx);
    const decided = subjects.map((subject) => ({
      subject,
      decision: decideAttempt(subject.kind, factsOf(subject), now),
    }));
    const locks: GuardedKind[] = [];
    for (const { decision } of decided) if (decision.kind === "refuse") return refuse("locked");
    const admitted = await admit(tx, subjects.map(factsOf), now);
    if (!admitted.ok) return admitted;
    for (const { subject, decision } of decided) {
      if (decision.kind === "refuse") continue;
      const kept = factsOf(subject).failures.filter((at) => at > now - hourMs);
      const failures = [...kept, now].map((at) => new Date(at));
      const lockedUntil = decision.lockUntil === null ? null : new Date(decision.lockUntil);
      if (lockedUntil !== null) locks.push(subject.kind);
      await tx.$executeRaw`
        update guard.subject set failures = ${failures}::timestamptz[], locked_until = ${lockedUntil}::timestamptz, touched_at = now()
        where digest = ${subject.digest}`;
    }
    // Whoever makes up addresses fills this table; each attempt clears away more than it adds.
    await tx.$executeRaw`
      delete from guard.subject where digest in
        (select digest from guard.subject where touched_at < now() - interval '2 hours' limit 5 for update skip locked)`;
    return ok({ guarded, at: now, locks });
  });
}

/** An attempt that was right so far is no failure; earlier ones stay, so that a known password does not help to guess codes. */
export async function takeBackAttempt(runtime: Runtime, { guarded, at, locks }: Attempt): Promise<void> {
  await runtime.db.withCounters(async ({ tx }) => {
    for (const each of guarded.toSorted((a, b) => (digestOf(runtime, a) < digestOf(runtime, b) ? -1 : 1))) {
      const digest = digestOf(runtime, each);
      const { failures, lockedUntil } = await lockSubject(tx, digest);
      const index = failures.findIndex((failure) => failure.getTime() === at);
      const kept = failures.filter((_, place) => place !== index);
      const stillLocked = locks.includes(each.kind) ? null : lockedUntil;
      await tx.$executeRaw`
        update guard.subject set failures = ${[...kept]}::timestamptz[], locked_until = ${stillLocked}::timestamptz
        where digest = ${digest}`;
    }
  });
}

/** Forgets what was counted: after a complete sign-in, and when an admin unlocks. */
export async function forgetFailures(runtime: Runtime, guarded: Guarded): Promise<void> {
  await runtime.db.withCounters(
    async ({ tx }) =>
      await tx.$executeRaw`delete from guard.subject where digest = ${digestOf(runtime, guarded)}`,
  );
}

/** Those of these accounts that are locked now, each with when that ends. */
export async function lockedAccounts(
  runtime: Runtime,
  emails: readonly string[],
): Promise<ReadonlyMap<string, Instant>> {
  const ends = await lockEnds(
    runtime,
    emails.map((name) => ({ kind: "account", name })),
  );
  return new Map([...ends].map(([{ name }, until]) => [name, until]));
}

/** The same of anything that locks. What is not locked now is not in the answer. */
export async function lockEnds<One extends Guarded>(
  runtime: Runtime,
  guarded: readonly One[],
): Promise<ReadonlyMap<One, Instant>> {
  const digests = new Map(guarded.map((each) => [each, digestOf(runtime, each)]));
  const rows = await runtime.db.withCounters(
    async ({ tx }) =>
      await tx.$queryRaw<{ digest: string; until: Date }[]>`
      select digest, locked_until as until from guard.subject
      where digest = any(${[...digests.values()]}) and locked_until > now()`,
  );
  const ends = new Map(rows.map(({ digest, until }) => [digest, instant(until.getTime())]));
  return new Map(
    [...digests].flatMap(([each, digest]) => {
      const until = ends.get(digest);
      return until === undefined ? [] : [[each, until] as const];
    }),
  );
}

async function lockSubject(tx: Tx, digest: string): Promise<SubjectRow> {
  await tx.$executeRaw`insert into guard.subject (digest) values (${digest}) on conflict do nothing`;
  const [row] = await tx.$queryRaw<SubjectRow[]>`
    select failures, locked_until as "lockedUntil" from guard.subject where digest = ${digest} for update`;
  return row ?? { failures: [], lockedUntil: null };
}

function factsOf({ failures, lockedUntil }: SubjectRow): GuardedFacts {
  return {
    failures: failures.map((at) => instant(at.getTime())),
    lockedUntil: lockedUntil === null ? null : instant(lockedUntil.getTime()),
  };
}

/** What stands for a guarded thing in the database. */
export function digestOf(runtime: Runtime, { kind, name }: Guarded): string {
  return runtime.seal.digest(name.toLowerCase(), { tenantId: "", recordId: kind, field: "guard.subject" });
}
