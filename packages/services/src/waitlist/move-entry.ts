import type { moveEntry as contract } from "@quietroom/contracts/waitlist";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { toInstantColumn } from "../instant-column.ts";

/**
 * Moves somebody up or down the line by their tier, and says whether a practitioner referred them, with a reason (WAIT-11, WAIT-02, WAIT-10).
 * An offer that is out stays with whom it has.
 */
export const moveEntry = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "waitlist.move_entry",
  permission: "waitlist:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, now, tenantId, audit, emit }) {
    const { entryId: id, priority, referred, reason } = input;
    const entry = found(await tx.waitlistEntry.findUnique({ where: { tenantId_id: { tenantId, id } } }));
    audit({
      action: "update",
      resource: "waitlist_entry",
      resourceId: id,
      clientId: entry.clientId,
      detail: {
        ...(priority === null ? {} : { from: entry.priority, to: priority }),
        ...(referred === null ? {} : { wasReferred: entry.referred, referred }),
      },
    });
    // Compare-and-set: whoever has just left the line is not moved within it.
    const { count } = await tx.waitlistEntry.updateMany({
      where: { tenantId, id, status: { in: ["waiting", "offered"] } },
      data: {
        ...(priority === null ? {} : { priority, priorityReason: reason }),
        ...(referred === null ? {} : { referred }),
        updatedAt: toInstantColumn(now),
      },
    });
    if (count === 0) return refuse({ code: "not_waiting" });
    emit("waitlist/changed", { entryId: id });
    return ok({});
  },
});
