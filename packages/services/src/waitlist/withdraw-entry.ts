import type { withdrawEntry as contract } from "@quietroom/contracts/waitlist";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { toInstantColumn } from "../instant-column.ts";

/** Takes somebody off the list by hand, with a reason (WAIT-11). Not while an offer is out: its answer comes first. */
export const withdrawEntry = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "waitlist.withdraw_entry",
  permission: "waitlist:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, now, tenantId, audit, emit }) {
    const key = { tenantId_id: { tenantId, id: input.entryId } };
    const entry = found(await tx.waitlistEntry.findUnique({ where: key }));
    audit({ action: "update", resource: "waitlist_entry", resourceId: entry.id, clientId: entry.clientId });
    // Compare-and-set: an offer made at this very moment wins.
    const { count } = await tx.waitlistEntry.updateMany({
      where: { tenantId, id: entry.id, status: "waiting" },
      data: { status: "withdrawn", withdrawReason: input.reason, updatedAt: toInstantColumn(now) },
    });
    if (count === 0) {
      const current = await tx.waitlistEntry.findUniqueOrThrow({ where: key });
      return refuse({ code: current.status === "offered" ? "has_open_offer" : "not_waiting" });
    }
    emit("waitlist/left", { entryId: entry.id });
    return ok({});
  },
});
