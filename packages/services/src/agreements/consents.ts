import type { ConsentView } from "@quietroom/contracts/agreements";
import type { ConsentModel, Tx } from "@quietroom/db";
import {
  consentAllows,
  consentEndings,
  type ConsentAnswer,
  consentExpiry,
  type ConsentKind,
  consentKinds,
  consentPlaces,
  consentRules,
  consentState,
} from "@quietroom/domain/records";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { type Instant, instant } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import type { VerbWork } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import { from } from "./keep-acceptance.ts";

type Whose = { readonly tenantId: string; readonly clientId: string };

/**
 * Whether a client allows what a kind of consent is about, at this moment. Whatever needs a consent asks this in the transaction in which
 * it is done, so that a withdrawal counts for the very next use (CONS-04).
 */
export async function consentAllowsNow(
  tx: Tx,
  { tenantId, clientId, kind }: Whose & { readonly kind: ConsentKind },
  now: Instant,
): Promise<boolean> {
  const latest = await latestOf(tx, { tenantId, clientId, kind });
  return consentAllows(consentState(latest && toAnswer(latest), { clientId, kind }, now));
}

/** Every kind of consent with where it stands for a client, and all that was said about it. */
export async function consentsOf(
  tx: Tx,
  { tenantId, clientId }: Whose,
  { now, names }: { readonly now: Instant; readonly names: (staffUserId: string) => string },
): Promise<ConsentView[]> {
  const rows = await tx.consent.findMany({ where: { tenantId, clientId }, orderBy: newest });
  const by = (id: string | null) => (id === null ? null : names(id));
  return consentKinds.map((kind) => {
    const said = rows.filter((row) => row.kind === kind);
    const [latest = null] = said;
    const state = consentState(latest && toAnswer(latest), { clientId, kind }, now);
    return {
      kind,
      state,
      allowed: consentAllows(state),
      version: consentRules[kind].version,
      answers: said.map((row) => ({
        version: row.version,
        answer: row.answer === "refused" ? "refused" : "given",
        at: fromInstantColumn(row.givenAt),
        place: toPlace(row.place),
        by: by(row.recordedBy),
        expiresAt: row.expiresAt && fromInstantColumn(row.expiresAt),
        ended:
          row.withdrawnAt === null
            ? null
            : {
                at: fromInstantColumn(row.withdrawnAt),
                place: found(consentEndings.find((place) => place === row.withdrawnPlace)),
                by: by(row.withdrawnBy),
              },
        reason: row.reason,
      })),
    };
  });
}

/** Who of the staff wrote any of a client's consents down. */
export async function recordersOf(tx: Tx, { tenantId, clientId }: Whose): Promise<readonly string[]> {
  const rows = await tx.consent.findMany({
    where: { tenantId, clientId },
    select: { recordedBy: true, withdrawnBy: true },
  });
  return rows.flatMap(({ recordedBy, withdrawnBy }) =>
    [recordedBy, withdrawnBy].filter((id): id is string => id !== null),
  );
}

type Said = {
  readonly clientId: string;
  readonly kind: ConsentKind;
  readonly answer: "given" | "refused";
  readonly version: number;
  readonly place: (typeof consentPlaces)[number];
  /** Who of the staff wrote it down; null for the client, in the portal. */
  readonly recordedBy: string | null;
  /** Why they say no or take it back; of a yes it is not kept. */
  readonly reason: string | undefined;
};

/**
 * Keeps what a client said. What they said before ends now and stays; a no to what stands is a withdrawal and needs no row of its own,
 * and saying the same again changes nothing. Said twice at once, it is kept once.
 */
export async function keepAnswer(
  {
    tx,
    tenantId,
    now,
    origin,
    audit,
  }: Pick<VerbWork<unknown>, "tx" | "tenantId" | "now" | "origin" | "audit">,
  said: Said,
): Promise<Result<Record<string, never>, "words_changed">> {
  const { clientId, kind, answer, version, place, recordedBy } = said;
  const why = answer === "given" || !said.reason ? {} : { reason: said.reason };
  const mark = { resource: "consent", clientId, changed: [], detail: { kind, answer, version, place } };
  if (version !== consentRules[kind].version) {
    audit({ action: "update", resourceId: null, ...mark });
    return refuse("words_changed");
  }
  await lockAnswers(tx, { tenantId, clientId, kind });
  const whose = { tenantId, clientId, kind };
  const latest = await latestOf(tx, whose);
  // Who waited for the lock began earlier than the answer that they now find: what is said next is never said before it.
  const at = instant(Math.max(now, Number(latest?.givenAt ?? 0), Number(latest?.withdrawnAt ?? 0)));
  const state = consentState(latest && toAnswer(latest), { clientId, kind }, at);
  if (state === answer || (answer === "refused" && state === "withdrawn")) {
    audit({ action: "read", resourceId: latest?.id ?? null, ...mark });
    return ok({});
  }
  if (latest?.withdrawnAt === null) {
    await tx.consent.updateMany({
      where: { tenantId, id: latest.id, withdrawnAt: null },
      data: {
        withdrawnAt: toInstantColumn(at),
        withdrawnPlace: place,
        ...(recordedBy === null ? {} : { withdrawnBy: recordedBy }),
        ...(latest.answer === "given" ? why : {}),
      },
    });
    audit({ action: "update", resourceId: latest.id, ...mark });
    if (answer === "refused" && latest.answer === "given") return ok({});
  }
  const expiresAt = answer === "given" ? consentExpiry(kind, at) : null;
  const { id } = await tx.consent.create({
    data: {
      id: uuidv7(),
      ...whose,
      ...why,
      answer,
      version,
      place,
      recordedBy,
      givenAt: toInstantColumn(at),
      expiresAt: expiresAt && toInstantColumn(expiresAt),
      ...(place === "portal" ? from(origin) : {}),
    },
    select: { id: true },
  });
  audit({ action: "create", resourceId: id, ...mark });
  return ok({});
}

/**
 * So that of two who change one answer at once the second waits, and sees what the first one said. Taken before the client's own row is locked, as
 * a new answer needs that row after it.
 */
export async function lockAnswers(
  tx: Tx,
  { tenantId, clientId, kind }: Whose & { readonly kind: ConsentKind },
): Promise<void> {
  const key = `consent ${tenantId} ${clientId} ${kind}`;
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`;
}

type Latest = Omit<ConsentModel, "reason">;

/** Ends what a client agreed to by a number that is theirs no more: whoever has it now agreed to nothing (NOTIF-09). Under `lockAnswers`. */
export async function endConsentByNumber(
  { tx, tenantId, now, actor, audit }: Pick<VerbWork<unknown>, "tx" | "tenantId" | "now" | "actor" | "audit">,
  clientId: string,
): Promise<void> {
  const kind: ConsentKind = "text_messages";
  const standing = await tx.consent.findMany({
    where: { tenantId, clientId, kind, answer: "given", withdrawnAt: null },
    select: { id: true, givenAt: true },
  });
  for (const { id, givenAt } of standing) {
    await tx.consent.update({
      where: { tenantId_id: { tenantId, id } },
      data: {
        // Who waited for the lock began earlier than the answer that they end: it ends no sooner than it was given.
        withdrawnAt: toInstantColumn(instant(Math.max(now, Number(givenAt)))),
        withdrawnPlace: "new_number",
        withdrawnBy: actor.kind === "staff" ? actor.staffUserId : null,
      },
      select: { id: true },
    });
    audit({
      action: "update",
      resource: "consent",
      resourceId: id,
      clientId,
      changed: [],
      detail: { kind, place: "new_number" },
    });
  }
}

/** The newest answer without its reason, which whoever acts on it may have no keys to open. */
async function latestOf(tx: Tx, of: Whose & { readonly kind: ConsentKind }): Promise<Latest | null> {
  return await tx.consent.findFirst({ where: of, orderBy: newest, omit: { reason: true } });
}

/** Ids follow time, and settle it when two answers fell into one millisecond. */
const newest = [{ givenAt: "desc" as const }, { id: "desc" as const }];

function toAnswer(row: Latest): ConsentAnswer {
  return {
    clientId: row.clientId,
    kind: found(consentKinds.find((kind) => kind === row.kind)),
    version: row.version,
    answer: row.answer === "refused" ? "refused" : "given",
    givenAt: fromInstantColumn(row.givenAt),
    expiresAt: row.expiresAt && fromInstantColumn(row.expiresAt),
    withdrawnAt: row.withdrawnAt && fromInstantColumn(row.withdrawnAt),
  };
}

function toPlace(text: string | null) {
  return found(consentPlaces.find((place) => place === text));
}
