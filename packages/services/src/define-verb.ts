import type { EventData, EventName } from "@quietroom/contracts/events";
import type { Actor, Permission } from "@quietroom/domain/access";
import { can } from "@quietroom/domain/access";
import { type Result, refuse } from "@quietroom/domain/result";
import { type Instant, instant } from "@quietroom/domain/time";
import { databaseRefusal, isRetryable, type Tx } from "@quietroom/db";
import { auditRows, type Audited } from "./audit.ts";
import { AppError } from "./errors.ts";
import type { LinkSigner } from "./links.ts";
import { type Emitted, outboxRows } from "./outbox.ts";
import type { VerbContext } from "./runtime.ts";

/** What a verb works with: its own transaction, the database's time, and the two lists that leave with the commit. */
export type VerbWork<Input> = {
  readonly tx: Tx;
  readonly input: Input;
  readonly now: Instant;
  readonly actor: Actor;
  readonly tenantId: string;
  readonly links: LinkSigner;
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
   */
  readonly trace: "audited" | "public" | "bookkeeping";
  run(work: VerbWork<Input>): Promise<Output>;
} & Conflicts<Output>;

/** Named constraints and the refusal that losing to one means: a lost race and coming late are one answer. */
type Conflicts<Output> =
  Output extends Result<unknown, infer Refusal>
    ? { readonly conflicts?: Readonly<Record<string, Refusal>> }
    : { readonly conflicts?: never };

export type Verb<Input, Output> = {
  (context: VerbContext, input: Input): Promise<Output>;
  readonly verbName: string;
  readonly permission: Permission;
};

const attempts = 5;

/**
 * Makes a verb: the only way to a transaction. It checks the permission, opens the tenant's transaction, runs the work, and
 * writes audit and events with it; serialization failures and deadlocks are tried again with fresh lists.
 * Throws AppError "forbidden" when the actor may not, and passes on what the work throws.
 */
export function defineVerb<Input, Output>(definition: VerbDefinition<Input, Output>): Verb<Input, Output> {
  async function verb(context: VerbContext, input: Input): Promise<Output> {
    if (!can(context.actor, definition.permission)) throw new AppError("forbidden");
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await runOnce(definition, context, input);
      } catch (error) {
        const refusal = databaseRefusal(error);
        if (isRetryable(refusal) && attempt < attempts) continue;
        const meaning = refusal?.constraint ? definition.conflicts?.[refusal.constraint] : undefined;
        if (meaning === undefined) throw error;
        return lostRace<Output>(meaning);
      }
    }
  }
  return Object.assign(verb, { verbName: definition.name, permission: definition.permission });
}

async function runOnce<Input, Output>(
  definition: VerbDefinition<Input, Output>,
  { runtime, actor, requestId }: VerbContext,
  input: Input,
): Promise<Output> {
  const mode = { isolation: definition.isolation, readOnly: definition.trace === "public" };
  return await runtime.db.withTenant(actor.tenantId, mode, async ({ tx, now }) => {
    // Created inside the retried closure: a second attempt starts with empty lists.
    const audited: Audited[] = [];
    const emitted: Emitted[] = [];
    const output = await definition.run({
      tx,
      input,
      now: instant(now),
      actor,
      tenantId: actor.tenantId,
      links: runtime.links,
      audit: (entry) => audited.push(entry),
      emit: (name, data) => emitted.push({ name, data: { tenantId: actor.tenantId, ...data } }),
    });
    if (definition.trace === "audited") {
      if (audited.length === 0) throw new Error(`${definition.name} recorded no audit event`);
      const outcome = isRefusal(output) ? refusalCode(output.refusal) : "done";
      await tx.auditEvent.createMany({
        data: auditRows(audited, { actor, requestId, outcome, verb: definition.name }),
      });
    }
    if (emitted.length > 0) await tx.outbox.createMany({ data: outboxRows(actor.tenantId, emitted) });
    return output;
  });
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
