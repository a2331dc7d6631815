import type { Actor } from "@quietroom/domain/access";
import type { Prisma } from "@quietroom/db";

/** One audited act. `detail` holds ids, codes and field names, never a value from a record. */
export type Audited = {
  readonly action: "create" | "read" | "update" | "delete" | "sign_in" | "sign_out" | "send" | "attempt";
  readonly resource: string;
  readonly resourceId: string | null;
  readonly clientId?: string | null;
  readonly detail?: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
};

/** Audit rows for one verb's call, written in its own transaction: if they cannot be written, nothing is. */
export function auditRows(
  entries: readonly Audited[],
  call: {
    readonly actor: Actor;
    readonly requestId: string;
    readonly outcome: string;
    readonly verb: string;
  },
): Prisma.AuditEventCreateManyInput[] {
  return entries.map((entry) => ({
    tenantId: call.actor.tenantId,
    actorKind: call.actor.kind,
    actorId: actorId(call.actor),
    verb: call.verb,
    action: entry.action,
    resource: entry.resource,
    resourceId: entry.resourceId,
    clientId: entry.clientId ?? null,
    outcome: call.outcome,
    detail: { ...entry.detail },
    requestId: call.requestId,
  }));
}

function actorId(actor: Actor): string | null {
  if (actor.kind === "staff") return actor.staffUserId;
  if (actor.kind === "client") return actor.clientAccountId;
  return actor.kind === "link" ? actor.subject.id : null;
}
