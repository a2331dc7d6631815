import type { cancelSeries as contract } from "@quietroom/contracts/series";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { addDays } from "@quietroom/domain/time";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { cancelVisit } from "./cancel-visit.ts";
import { isBooked, lockAppointment } from "./rows.ts";
import { endColumns } from "./series-rows.ts";
import { lockSeriesPart } from "./series-part.ts";
import { tellTogether } from "./tell-together.ts";

/**
 * Cancels the visits of a series from one on, or all that are still to come, and ends its rule before them, so that none is booked again
 * (SCHED-15). Each is cancelled as if it were the only one. What was moved by itself is kept, unless it is chosen too (ec-G4).
 * Throws `conflict` when one of them was changed at the same moment.
 */
export const cancelSeries = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "scheduling.cancel_series",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, tenantId, audit } = work;
    const { reason, reasonId } = input;
    const wishOf = input.wishOf === "client" ? "client" : null;
    const part = await lockSeriesPart(work);
    if (!part.ok) return refuse(part.refusal);
    const { series, from, visits, along } = part.value;
    await tellTogether(work, async (told) => {
      for (const { id } of along) {
        const visit = await lockAppointment(tx, tenantId, id);
        if (visit === null || !isBooked(visit)) throw new AppError("conflict");
        const cancelled = await cancelVisit(told, visit, { by: "staff", reason, reasonId, wishOf });
        if (!cancelled.ok) throw new AppError("conflict");
        audit({ action: "update", resource: "appointment", resourceId: id, clientId: visit.clientId });
      }
    });
    await tx.series.update({
      where: { tenantId_id: { tenantId, id: series.id } },
      data: { ...endColumns({ by: "date", date: addDays(from, -1) }), version: { increment: 1 } },
      select: { id: true },
    });
    const stand = visits.filter(({ status }) => status !== "cancelled").length;
    return ok({ cancelled: along.length, kept: stand - along.length });
  },
});
