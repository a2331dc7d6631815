import type { listDeadLetters as contract } from "@quietroom/contracts/dead-letters";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";

const pageSize = 50;

/** What of the studio's work failed for good and nobody has settled, the latest first, a page at a time (INFRA-10). Ids carry the time they were made. */
export const listDeadLetters = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "dead_letters.list",
  permission: "dead_letter:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input: { before }, tenantId, audit }) {
    audit({ action: "read", resource: "dead_letter", resourceId: null });
    const { timeZone, locale } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const open = { tenantId, settledAt: null };
    const rows = await tx.deadLetter.findMany({
      where: before === null ? open : { ...open, id: { lt: before } },
      orderBy: { id: "desc" },
      take: pageSize + 1,
    });
    const page = rows.slice(0, pageSize);
    return {
      timeZone,
      locale,
      openCount: await tx.deadLetter.count({ where: open }),
      next: rows.length > pageSize ? (page.at(-1)?.id ?? null) : null,
      open: page.map(({ id, functionId, eventName, error, failedAt }) => ({
        id,
        functionId,
        eventName,
        error,
        failedAt: fromInstantColumn(failedAt),
      })),
    };
  },
});
