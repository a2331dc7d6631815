import { minuteMs, plus } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";

/**
 * Removes holds that ran out more than an hour ago. They stand in nobody's way before that: whoever wants their time takes it.
 * They are kept for the hour so that their own visitor can still confirm (ec-H3), or be told who was quicker (ec-H4).
 */
export const expireHolds = defineVerb<object, { readonly removed: number }>({
  name: "scheduling.expire_holds",
  permission: "job:run",
  isolation: "read committed",
  trace: "bookkeeping",
  async run({ tx, now, tenantId }) {
    const { count } = await tx.appointment.deleteMany({
      where: { tenantId, status: "held", holdExpiresAt: { lt: toInstantColumn(plus(now, -keptMs)) } },
    });
    return { removed: count };
  },
});

const keptMs = 60 * minuteMs;
