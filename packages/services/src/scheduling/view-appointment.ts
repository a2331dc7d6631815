import type { viewAppointment as contract } from "@quietroom/contracts/public-booking";
import type { OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { decideCancellation, isLinkOver, moveRefusal } from "@quietroom/domain/scheduling";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { linkedId } from "./link-subject.ts";
import { findAppointment, isBooked } from "./rows.ts";
import { loadVisitView } from "./visit-view.ts";

/** A visit as its own client sees it by the manage link, which works until the visit is over (BOOK-11). */
export const viewAppointment = defineVerb<object, OutputOf<typeof contract>>({
  name: "scheduling.view_appointment",
  permission: "appointment:view_own",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, now, tenantId, actor, audit }) {
    const id = linkedId(actor, "appointment");
    const row = id === null ? null : await findAppointment(tx, tenantId, id);
    audit({ action: "read", resource: "appointment", resourceId: id, clientId: row?.clientId ?? null });
    if (row === null || !isBooked(row)) return refuse({ code: "link_invalid" });
    if (isLinkOver({ endsAt: row.end, now })) return refuse({ code: "link_expired" });
    const { visit, givenName } = found(await loadVisitView(tx, tenantId, row.id));
    const facts = { ...row, actor: "client", startsAt: row.start, now } as const;
    return ok({
      ...visit,
      id: row.id,
      version: row.version,
      versionedAt: row.versionedAt,
      status: row.status,
      givenName: found(givenName),
      cancelDeadline: row.cancelDeadline,
      now,
      canCancel: decideCancellation(facts).ok,
      canReschedule: moveRefusal(facts) === null,
    });
  },
});
