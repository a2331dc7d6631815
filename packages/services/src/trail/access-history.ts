import type { accessHistory as contract } from "@quietroom/contracts/trail";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";

const pageSize = 50;

type What = OutputOf<typeof contract>["rows"][number]["what"];

/**
 * Who of the studio looked at, changed or took the signed-in client's own record, newest first (AUD-10): names and roles of staff, never
 * an id. What the client did themselves, what our own jobs did and what was refused is no access, and is left out.
 */
export const accessHistory = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "trail.access_history",
  permission: "access_report:view",
  isolation: "read committed",
  trace: "audited",
  // The audit is the studio's: no client's transaction reads it. This reads what is about the actor's own record, and no more.
  reach: "studio",
  async run({ tx, input: { before }, tenantId, actor, audit }) {
    if (actor.kind !== "client") throw new AppError("forbidden");
    const { clientId } = actor;
    audit({ action: "read", resource: "access_history", resourceId: null, clientId });
    const { timeZone, locale } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const rows = await tx.auditEvent.findMany({
      where: {
        tenantId,
        actorKind: "staff",
        outcome: "done",
        action: { in: ["read", "create", "update", "delete", "export", "print"] },
        OR: [{ clientId }, { detail: { path: ["clientIds"], array_contains: [clientId] } }],
        ...(before === null ? {} : { id: { lt: before } }),
      },
      orderBy: { id: "desc" },
      take: pageSize + 1,
      select: { id: true, at: true, actorId: true, action: true, clientId: true },
    });
    const page = rows.slice(0, pageSize);
    const people = await tx.staffUser.findMany({
      where: { tenantId, id: { in: [...new Set(page.flatMap(({ actorId }) => actorId ?? []))] } },
      select: { id: true, displayName: true, roles: true },
    });
    const known = new Map(people.map((person) => [person.id, person]));
    return {
      timeZone,
      locale,
      next: rows.length > pageSize ? (page.at(-1)?.id ?? null) : null,
      rows: page.map(({ id, at, actorId, action, clientId: named }) => {
        const person = known.get(actorId ?? "");
        return {
          id,
          at: fromInstantColumn(at),
          who: person?.displayName ?? "",
          roles: [...(person?.roles ?? [])],
          what: named === null ? ("listed" as const) : whatOf(action),
        };
      }),
    };
  },
});

function whatOf(action: string): What {
  if (action === "create") return "wrote";
  if (action === "update" || action === "delete") return "changed";
  return action === "export" || action === "print" ? "took" : "looked";
}
