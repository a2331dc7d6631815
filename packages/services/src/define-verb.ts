import type { EventData, EventName } from "@quietroom/contracts/events";
import type { Actor, Permission } from "@quietroom/domain/access";
import { can } from "@quietroom/domain/access";
import { type Result, refuse } from "@quietroom/domain/result";
import { type Instant, instant } from "@quietroom/domain/time";
import { databaseRefusal, isRetryable, type OwnRows, type Tx } from "@quietroom/db";
import { SealedFieldError, type TenantKeys } from "@quietroom/vault";
import { auditRows, type Audited, withEntry } from "./audit.ts";
import { AppError } from "./errors.ts";
import { noteRefusal } from "./incidents.ts";
import type { LinkSigner } from "./links.ts";
import { type Emitted, outboxRows } from "./outbox.ts";
import type { CallOrigin, VerbContext } from "./runtime.ts";
import type { Sealer } from "./seal.ts";
import { withStanding } from "./standing.ts";
import { keysFor, sealerWith } from "./tenant-keys.ts";

/** What a verb works with: its own transaction, the database's time, and the two lists that leave with the commit. */
export type VerbWork<Input> = {
  readonly tx: Tx;
  readonly input: Input;
  readonly now: Instant;
  readonly actor: Actor;
  readonly tenantId: string;
  readonly links: LinkSigner;
  readonly seal: Sealer;
  /** Where the call came from, for what is kept as evidence; null for jobs, and where nobody saw it. */
  readonly origin: CallOrigin | null;
  /** The studio's opened keys, for blind indexes; what is sealed is sealed and opened by its model. Throws `unavailable`. */
  readonly keys: () => TenantKeys;
  /** Records who did what to which record. A verb that may write must call it. */
  audit(entry: Audited): void;
  /** Announces what happened; it leaves with the commit or not at all. */
  emit<Name extends EventName>(name: Name, data: Omit<EventData<Name>, "tenantId">): void;
};

type VerbDefinition<Input, Output> = {
  readonly name: string;
  readonly permission: Permission;
  readonly isolation: "read committed" | "serializable";
  /**
   * "audited": reads or writes records of people. "public": reads no record of a client, in a read-only transaction.
   * "bookkeeping": marks what the product itself keeps (a session's last use, a relayed event, a claim), nothing about anyone.
   * "sweep": changes what is due, and audits each record that it changed; where nothing was due there is no act, and no row.
   */
  readonly trace: "audited" | "public" | "bookkeeping" | "sweep";
  /**
   * "studio": also for a client it runs with all rows of the studio, because it decides by other people's times or by a secret that the
   * clients' role is not granted. Left out, the transaction of a client, or of the bearer of a hold's or visit's link, sees that client's own rows alone.
   */
  readonly reach?: "studio";
  /**
   * Whether the studio's keys are opened for it. Left out: for what is audited, and for nothing else. "phi" is said where somebody is
   * looked up before anything is done, "nothing" by what opening the keys itself needs.
   */
  readonly opens?: "phi" | "nothing";
  /**
   * Looks up, before each attempt and in transactions of its own, what this verb's own may not see, such as which times are free;
   * answers the input that `run` is given.
   */
  readonly look?: (context: VerbContext, input: Input) => Promise<Input>;
  run(work: VerbWork<Input>): Promise<Output>;
} & Conflicts<Output>;

/** Named constraints and the refusal that losing to one means: a lost race and coming late are one answer. */
type Conflicts<Output> =
  Output extends Result<unknown, infer Refusal>
    ? {
        readonly conflicts?: Readonly<Record<string, Refusal>>;
        /** Of those: where losing means that the facts were stale, so the work looks again before it gives up. */
        readonly lookAgain?: readonly string[];
      }
    : { readonly conflicts?: never; readonly lookAgain?: never };

export type Verb<Input, Output> = {
  (context: VerbContext, input: Input): Promise<Output>;
  readonly verbName: string;
  readonly permission: Permission;
};

const attempts = 5;

/** What one attempt has said of itself so far, which is told of it whichever way it ends. */
type AuditedCall = { entries: readonly Audited[] };

/**
 * Makes a verb: the only way to a transaction. It checks the permission, opens the tenant's transaction, runs the work, and
 * writes audit and events with it; serialization failures and deadlocks are tried again with fresh lists.
 * Throws AppError "forbidden" when the actor may not, and passes on what the work throws. An attempt that ends in an AppError
 * or a lost race leaves no change, yet is audited all the same (AUD-04, TEN-07).
 */
export function defineVerb<Input, Output>(definition: VerbDefinition<Input, Output>): Verb<Input, Output> {
  async function verb(context: VerbContext, input: Input): Promise<Output> {
    if (!can(context.actor, definition.permission)) {
      await recordAttempt(definition, context, { input, audited: [], outcome: "forbidden" });
      throw new AppError("forbidden");
    }
    for (let attempt = 1; ; attempt += 1) {
      // Created for each attempt: a second one starts with an empty list.
      const audited: AuditedCall = { entries: [] };
      try {
        const seen = definition.look === undefined ? input : await definition.look(context, input);
        return await runOnce(definition, context, seen, audited);
      } catch (error) {
        if (error instanceof SealedFieldError) {
          if (attempt === 1 && error.reason === "unknown_key" && (await heardOfNewKeys(context))) continue;
          await recordAltered(definition, context, { input, error });
        }
        const refusal = databaseRefusal(error);
        const constraint = refusal?.constraint ?? "";
        const stale = isRetryable(refusal) || definition.lookAgain?.includes(constraint) === true;
        if (stale && attempt < attempts) continue;
        if (error instanceof AppError)
          await recordAttempt(definition, context, { input, audited: audited.entries, outcome: error.code });
        const meaning = definition.conflicts?.[constraint];
        if (meaning === undefined) throw error;
        await recordAttempt(definition, context, {
          input,
          audited: audited.entries,
          outcome: refusalCode(meaning),
        });
        return lostRace<Output>(meaning);
      }
    }
  }
  return Object.assign(verb, { verbName: definition.name, permission: definition.permission });
}

async function runOnce<Input, Output>(
  definition: VerbDefinition<Input, Output>,
  context: VerbContext,
  input: Input,
  audited: AuditedCall,
): Promise<Output> {
  const { runtime, actor } = context;
  const { opens = definition.trace === "audited" ? "phi" : "nothing" } = definition;
  const keys = opens === "phi" ? await keysFor(runtime.vault, actor.tenantId) : noKeys;
  const mode = {
    isolation: definition.isolation,
    readOnly: definition.trace === "public",
    sealer: sealerWith(keys),
    ...narrowedTo(actor, definition),
  };
  return await runtime.db.withTenant(actor.tenantId, mode, async ({ tx, now, writeAudit, writeOutbox }) => {
    const emitted: Emitted[] = [];
    const asNow = await withStanding(tx, actor, { permission: definition.permission, now: instant(now) });
    const output = await definition.run({
      tx,
      input,
      now: instant(now),
      actor: asNow,
      tenantId: actor.tenantId,
      links: runtime.links,
      seal: runtime.seal,
      origin: runtime.origin ?? null,
      keys,
      audit: (entry) => {
        audited.entries = withEntry(audited.entries, entry);
      },
      emit: (name, data) => emitted.push({ name, data: { tenantId: actor.tenantId, ...data } }),
    });
    const swept = definition.trace === "sweep" && audited.entries.length > 0;
    if (definition.trace === "audited" || swept) {
      if (audited.entries.length === 0) throw new Error(`${definition.name} recorded no audit event`);
      const outcome = isRefusal(output) ? refusalCode(output.refusal) : "done";
      writeAudit(auditRows(audited.entries, { context, input, outcome, verb: definition.name }));
    }
    writeOutbox(outboxRows(actor.tenantId, emitted));
    return output;
  });
}

/** What reads and writes nothing about anyone waits for no key service, and opens no PHI. */
function noKeys(): never {
  throw new Error("a verb that opens PHI is audited, or says that it does");
}

/** A key made by another process since this one last looked: asks the store again, and says whether there is one more. */
async function heardOfNewKeys({ runtime, actor }: VerbContext): Promise<boolean> {
  const before = await runtime.vault.keysOf(actor.tenantId);
  return (await runtime.vault.keysOf(actor.tenantId, { including: "" })) !== before;
}

/** Audits and logs that a sealed value does not open where it stands: it was altered or moved past the product. */
async function recordAltered<Input, Output>(
  definition: VerbDefinition<Input, Output>,
  context: VerbContext,
  { input, error }: { readonly input: Input; readonly error: SealedFieldError },
): Promise<void> {
  const { reason } = error;
  const { table, column, rowId } = error.ref;
  context.runtime.log.error("sealed_value_refused", {
    tenantId: context.actor.tenantId,
    table,
    column,
    rowId,
  });
  await recordAttempt(definition, context, {
    input,
    audited: [{ action: "read", resource: table, resourceId: rowId, detail: { column, reason } }],
    outcome: "sealed_value_refused",
  });
}

/** Audits an attempt that changed nothing, in a transaction of its own, as the one it was made in is gone. */
async function recordAttempt<Input, Output>(
  definition: VerbDefinition<Input, Output>,
  context: VerbContext,
  attempt: { readonly input: Input; readonly audited: readonly Audited[]; readonly outcome: string },
): Promise<void> {
  if (definition.trace !== "audited") return;
  const { runtime, actor } = context;
  const { input, audited, outcome } = attempt;
  const entries: readonly Audited[] =
    audited.length > 0 ? audited : [{ action: "attempt", resource: "verb", resourceId: null }];
  await runtime.db.withTenant(
    actor.tenantId,
    { isolation: "read committed", readOnly: false, ...narrowedTo(actor, definition) },
    async ({ tx }) => {
      await tx.auditEvent.createMany({
        data: auditRows(entries, { context, input, outcome, verb: definition.name }),
      });
      await noteRefusal(tx, actor, outcome);
    },
  );
}

/** Links of clients that name the one row their bearer may reach. Links in mail to staff name none of a client's. */
const rowsOfLinks: readonly string[] = ["appointment", "hold"];

/** Whose rows a transaction is narrowed to, below everything that the verb itself asks; nothing for whoever acts for the studio. */
function narrowedTo(actor: Actor, { reach }: { readonly reach?: "studio" }): { readonly own?: OwnRows } {
  if (reach === "studio") return {};
  if (actor.kind === "client") return { own: { clientId: actor.clientId } };
  // A hold is the same row that the visit will be. An offer's bearer answers for a line of others, and has no row to be narrowed to.
  const hasRow = actor.kind === "link" && rowsOfLinks.includes(actor.subject.kind);
  return hasRow ? { own: { appointmentId: actor.subject.id } } : {};
}

/** `Conflicts` allows a meaning only where Output is a Result with that refusal, which is why the cast holds. */
function lostRace<Output>(meaning: unknown): Output {
  return refuse(meaning) as Output;
}

function isRefusal(output: unknown): output is { ok: false; refusal: unknown } {
  return typeof output === "object" && output !== null && "ok" in output && output.ok === false;
}

function refusalCode(refusal: unknown): string {
  if (typeof refusal === "string") return refusal;
  if (typeof refusal === "object" && refusal !== null && "code" in refusal) return String(refusal.code);
  return "refused";
}
