import type { listDeadLetters as contract } from "@quietroom/contracts/dead-letters";
import type { OutputOf } from "@quietroom/contracts/wire";
import { defineVerb } from "../define-verb.ts";
import { fromInstantColumn } from "../instant-column.ts";

const mostListed = 200;

/** What of the studio's work failed for good and nobody has settled, the latest first. */
export const listDeadLetters = defineVerb<object, OutputOf<typeof contract>>({
  name: "dead_letters.list",
  permission: "dead_letter:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, tenantId, audit }) {
    audit({ action: "read", resource: "dead_letter", resourceId: null });
    const open = { tenantId, settledAt: null };
    const rows = await tx.deadLetter.findMany({
      where: open,
      orderBy: [{ failedAt: "desc" }, { id: "desc" }],
      take: mostListed,
    });
    return {
      openCount: await tx.deadLetter.count({ where: open }),
      open: rows.map(({ id, functionId, eventName, error, failedAt }) => ({
        id,
        functionId,
        eventName,
        error,
        failedAt: fromInstantColumn(failedAt),
      })),
    };
  },
});
