import { localDate } from "@quietroom/domain/time";
import { toDateColumn } from "../date-column.ts";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { toInstantColumn } from "../instant-column.ts";

/** Ends the wishes whose last date is over in the studio's zone (WAIT-03). Answers how many. */
export const expireEntries = defineVerb<object, { readonly expired: number }>({
  name: "waitlist.expire_entries",
  permission: "job:run",
  isolation: "read committed",
  trace: "sweep",
  async run({ tx, now, tenantId, audit, emit }) {
    const { timeZone } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const over = await tx.waitlistEntry.updateManyAndReturn({
      where: { tenantId, status: "waiting", dateUntil: { lt: toDateColumn(localDate(now, timeZone)) } },
      data: { status: "expired", updatedAt: toInstantColumn(now) },
      select: { id: true, clientId: true },
    });
    for (const { id, clientId } of over) {
      audit({ action: "update", resource: "waitlist_entry", resourceId: id, clientId, changed: ["status"] });
      emit("waitlist/left", { entryId: id });
    }
    return { expired: over.length };
  },
});
