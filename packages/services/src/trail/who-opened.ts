import type { Prisma, Tx } from "@quietroom/db";
import type { Instant } from "@quietroom/domain/time";
import { fromInstantColumn } from "../instant-column.ts";

/** Somebody of the studio who looked at, changed or took a client's record, by name and roles, never by id. */
export type Opened = {
  readonly id: string;
  readonly at: Instant;
  readonly who: string;
  readonly roles: readonly string[];
  readonly action: string;
  readonly resource: string;
  /** In a list among others, rather than by itself. */
  readonly listed: boolean;
};

type Asked = {
  readonly tenantId: string;
  readonly clientId: string;
  /** The row that the last page ended with; null to begin. */
  readonly before: string | null;
  readonly take: number;
};

/**
 * Who opened a client's record, newest first (AUD-10), and where to go on. What the client did themselves, what our own jobs did and what
 * was refused is no access, and is left out.
 */
export async function whoOpened(
  tx: Tx,
  { tenantId, clientId, before, take }: Asked,
): Promise<{ readonly rows: readonly Opened[]; readonly next: string | null }> {
  const rows = await tx.auditEvent.findMany({
    where: { ...openings(tenantId, clientId), ...(before === null ? {} : { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: take + 1,
    select: { id: true, at: true, actorId: true, action: true, resource: true, clientId: true },
  });
  const page = rows.slice(0, take);
  const people = await tx.staffUser.findMany({
    where: { tenantId, id: { in: [...new Set(page.flatMap(({ actorId }) => actorId ?? []))] } },
    select: { id: true, displayName: true, roles: true },
  });
  const known = new Map(people.map((person) => [person.id, person]));
  return {
    next: rows.length > take ? (page.at(-1)?.id ?? null) : null,
    rows: page.map(({ id, at, actorId, action, resource, clientId: named }) => {
      const person = known.get(actorId ?? "");
      return {
        id,
        at: fromInstantColumn(at),
        who: person?.displayName ?? "",
        roles: person?.roles ?? [],
        action,
        resource,
        listed: named === null,
      };
    }),
  };
}

function openings(tenantId: string, clientId: string): Prisma.AuditEventWhereInput {
  return {
    tenantId,
    actorKind: "staff",
    outcome: "done",
    action: { in: ["read", "create", "update", "delete", "restore", "export", "print"] },
    OR: [{ clientId }, { detail: { path: ["clientIds"], array_contains: [clientId] } }],
  };
}
