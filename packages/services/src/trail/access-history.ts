import type { accessHistory as contract } from "@quietroom/contracts/trail";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { defineVerb, type Verb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import type { VerbContext } from "../runtime.ts";
import { findOwnOpenings } from "./own-openings.ts";

const pageSize = 50;

type Output = OutputOf<typeof contract>;
type What = Output["rows"][number]["what"];

/** That they looked is the client's own act, and how the studio tells time is all that it reads. */
const openAccessHistory = defineVerb<object, Pick<Output, "timeZone" | "locale">>({
  name: "trail.access_history",
  permission: "access_report:view",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, tenantId, actor, audit }) {
    if (actor.kind !== "client") throw new AppError("forbidden");
    audit({ action: "read", resource: "access_history", resourceId: null, clientId: actor.clientId });
    const clock = { timeZone: true, locale: true };
    return found(await tx.tenant.findUnique({ where: { id: tenantId }, select: clock }));
  },
});

/**
 * Who of the studio looked at, changed or took the signed-in client's own record, newest first (AUD-10): names and roles of staff, never
 * an id.
 */
export const accessHistory: Verb<InputOf<typeof contract>, Output> = Object.assign(
  async (context: VerbContext, { before }: InputOf<typeof contract>) => {
    const clock = await openAccessHistory(context, {});
    const { rows, next } = await findOwnOpenings(context, { before, take: pageSize });
    return {
      ...clock,
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
  { verbName: openAccessHistory.verbName, permission: openAccessHistory.permission },
);

function whatOf(action: string): What {
  if (action === "create") return "wrote";
  if (action === "update" || action === "delete" || action === "restore") return "changed";
  return action === "export" || action === "print" ? "took" : "looked";
}
