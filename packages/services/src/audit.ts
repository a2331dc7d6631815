import type { Actor } from "@quietroom/domain/access";
import { type Prisma, sealedModels } from "@quietroom/db";
import type { VerbContext } from "./runtime.ts";

/** One audited act. `detail` holds ids, codes and field names, never a value from a record. */
export type Audited = {
  readonly action:
    | "create"
    | "read"
    | "update"
    | "delete"
    | "restore"
    | "export"
    | "sign_in"
    | "sign_out"
    | "send"
    | "attempt";
  readonly resource: string;
  readonly resourceId: string | null;
  readonly clientId?: string | null;
  /** Names of the fields that were written; left out, those that the verb's input names. */
  readonly changed?: readonly string[];
  /** `clientIds` are the clients whom a list or a search returned (AUD-03). */
  readonly detail?: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
};

/**
 * One more entry of a verb's call. What is said again of the same act on the same record completes what was said before: one act is one
 * row, however much of it was known when it was first named.
 */
export function withEntry(entries: readonly Audited[], entry: Audited): readonly Audited[] {
  const { action, resource, resourceId } = entry;
  const before = entries.findIndex(
    (one) =>
      resourceId !== null &&
      one.resourceId === resourceId &&
      one.resource === resource &&
      one.action === action,
  );
  const earlier = entries[before];
  if (earlier === undefined) return [...entries, entry];
  return entries.with(before, { ...earlier, ...entry, detail: { ...earlier.detail, ...entry.detail } });
}

/** Audit rows for one verb's call, written in its own transaction: if they cannot be written, nothing is. */
export function auditRows(
  entries: readonly Audited[],
  call: {
    readonly context: VerbContext;
    readonly input: unknown;
    readonly outcome: string;
    readonly verb: string;
  },
): Prisma.AuditEventCreateManyInput[] {
  const { actor, runtime, requestId } = call.context;
  const { ip = null, userAgent = null } = runtime.origin ?? {};
  return entries.map((entry) => ({
    tenantId: actor.tenantId,
    actorKind: actor.kind,
    actorId: actorId(actor),
    sessionId: actor.kind === "staff" || actor.kind === "client" ? actor.sessionId : null,
    ip: ip?.slice(0, 45) ?? null,
    userAgent: userAgent?.slice(0, 300) ?? null,
    verb: call.verb,
    action: entry.action,
    resource: entry.resource,
    resourceId: entry.resourceId,
    clientId: entry.clientId ?? null,
    phi: touchesClients(entry),
    outcome: call.outcome,
    changed: [...(entry.changed ?? namedFields(entry, call.input))],
    detail: { ...entry.detail },
    requestId,
  }));
}

/** What is kept of clients and their care: whoever touches it touches what is protected, whether or not a client is named. */
const protectedResources: readonly string[] = [
  ...Object.values(sealedModels).map(({ table }) => table),
  "calendar",
  "client_export",
  "opening",
];

function touchesClients({ clientId, detail, resource }: Audited): boolean {
  return (
    (clientId ?? null) !== null || "clientIds" in (detail ?? {}) || protectedResources.includes(resource)
  );
}

/** The names that a verb's input has for what it writes. Names come from our own schemas, so none of them is anybody's word. */
function namedFields({ action }: Audited, input: unknown): readonly string[] {
  if ((action !== "create" && action !== "update") || typeof input !== "object" || input === null) return [];
  return Object.keys(input).filter((name) => !/(^id|Id|version|Key)$/.test(name));
}

function actorId(actor: Actor): string | null {
  if (actor.kind === "staff") return actor.staffUserId;
  if (actor.kind === "client") return actor.clientAccountId;
  return actor.kind === "link" ? actor.subject.id : null;
}
