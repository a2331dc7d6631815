import { isExpired } from "@quietroom/domain/scheduling";
import { defineVerb } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import { endRequest } from "./end-request.ts";
import { isBooked, lockAppointment } from "./rows.ts";

/** Ends the requests that nobody answered in time, by the database's clock (BOOK-06): their times are free, and their clients are told. */
export const expireRequests = defineVerb<object, { readonly expired: number }>({
  name: "scheduling.expire_requests",
  permission: "job:run",
  isolation: "read committed",
  trace: "sweep",
  async run(work) {
    const { tx, now, tenantId, audit } = work;
    const due = await tx.appointment.findMany({
      where: { tenantId, status: "requested", requestExpiresAt: { lt: toInstantColumn(now) } },
      select: { id: true },
      orderBy: { id: "asc" },
      take: 100,
    });
    let expired = 0;
    for (const { id } of due) {
      const visit = await lockAppointment(tx, tenantId, id);
      const late = visit?.requestExpiresAt;
      // Answered or withdrawn while this one waited for its row.
      if (visit?.status !== "requested" || !isBooked(visit) || late == null || !isExpired(late, now))
        continue;
      await endRequest(work, visit, { ending: "expired", word: "" });
      audit({ action: "update", resource: "appointment", resourceId: id, clientId: visit.clientId });
      expired += 1;
    }
    return { expired };
  },
});
