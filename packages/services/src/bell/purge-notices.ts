import { defineVerb } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";

/** Removes a studio's notices that are over, and with each what somebody did with it (NOTIF-13). Nobody is shown them any more. */
export const purgeNotices = defineVerb<object, { readonly purged: number }>({
  name: "bell.purge_notices",
  permission: "job:run",
  isolation: "read committed",
  trace: "bookkeeping",
  async run({ tx, now, tenantId }) {
    const over = { tenantId, expiresAt: { lte: toInstantColumn(now) } };
    const { count } = await tx.bellNotice.deleteMany({ where: over });
    return { purged: count };
  },
});
