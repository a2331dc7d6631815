import type { viewHold as contract } from "@quietroom/contracts/public-booking";
import type { OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { approvalOfSeat, cancelDeadline } from "@quietroom/domain/scheduling";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { linkedId } from "./link-subject.ts";
import { findAppointment } from "./rows.ts";
import { loadVisitView } from "./visit-view.ts";

/**
 * The held time, for the page with the form. A hold that has run out is still shown, since confirming may take the time again
 * (ec-H3) and what was typed is kept (ec-H4); `expiresAt` and `now` say so. One that was booked or let go is `link_expired`.
 */
export const viewHold = defineVerb<object, OutputOf<typeof contract>>({
  name: "scheduling.view_hold",
  permission: "appointment:hold",
  isolation: "read committed",
  trace: "public",
  async run({ tx, now, tenantId, actor }) {
    const id = linkedId(actor, "hold");
    if (id === null) return refuse({ code: "link_invalid" });
    const hold = await findAppointment(tx, tenantId, id);
    if (hold === null || hold.status !== "held" || hold.expiresAt === null)
      return refuse({ code: "link_expired" });
    const studio = found(
      await tx.tenant.findUnique({ where: { id: tenantId }, select: { cancellationWindowMin: true } }),
    );
    const service = found(
      await tx.service.findUnique({
        where: { tenantId_id: { tenantId, id: hold.serviceId } },
        select: { approval: true, needsScreening: true },
      }),
    );
    const approval = service.approval === "request" ? "request" : "instant"; // a constraint of the table vouches for the two words
    const { needsScreening } = service;
    return ok({
      ...found(await loadVisitView(tx, tenantId, id)).visit,
      expiresAt: hold.expiresAt,
      now,
      approval: hold.groupSessionId === null ? approval : approvalOfSeat({ approval, needsScreening }),
      cancelDeadline: cancelDeadline(hold.start, studio.cancellationWindowMin),
    });
  },
});
