import type { accessHistory as contract } from "@quietroom/contracts/trail";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { whoOpened } from "./who-opened.ts";

const pageSize = 50;

type What = OutputOf<typeof contract>["rows"][number]["what"];

/**
 * Who of the studio looked at, changed or took the signed-in client's own record, newest first (AUD-10): names and roles of staff, never
 * an id.
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
    const { rows, next } = await whoOpened(tx, { tenantId, clientId, before, take: pageSize });
    return {
      timeZone,
      locale,
      next,
      rows: rows.map(({ id, at, who, roles, action, listed }) => ({
        id,
        at,
        who,
        roles: [...roles],
        what: listed ? ("listed" as const) : whatOf(action),
      })),
    };
  },
});

function whatOf(action: string): What {
  if (action === "create") return "wrote";
  if (action === "update" || action === "delete") return "changed";
  return action === "export" || action === "print" ? "took" : "looked";
}
