import type { viewAppointment as contract } from "@quietroom/contracts/public-booking";
import type { OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { decideCancellation, isLinkOver, moveRefusal } from "@quietroom/domain/scheduling";
import type { Instant } from "@quietroom/domain/time";
import type { Tx } from "@quietroom/db";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { linkedId } from "./link-subject.ts";
import { type BookedRow, findAppointment, isBooked } from "./rows.ts";
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
    return ok(await shownVisit(tx, row, { tenantId, now }));
  },
});

type Shown = Extract<OutputOf<typeof contract>, { ok: true }>["value"];

/** All that a client is shown of their own visit, and what they may still do with it. */
export async function shownVisit(
  tx: Tx,
  row: BookedRow,
  { tenantId, now }: { readonly tenantId: string; readonly now: Instant },
): Promise<Shown> {
  const { visit, clientId } = found(await loadVisitView(tx, tenantId, row.id));
  const { givenName } = found(
    await tx.client.findUnique({
      where: { tenantId_id: { tenantId, id: found(clientId) } },
      select: { id: true, givenName: true },
    }),
  );
  return {
    ...visit,
    id: row.id,
    version: row.version,
    versionedAt: row.versionedAt,
    status: row.status,
    givenName,
    cancelDeadline: row.cancelDeadline,
    now,
    ...clientsChoices(row, now),
  };
}

/** Whether the client may still cancel or move a visit. */
export function clientsChoices(
  row: Pick<BookedRow, "status" | "start" | "cancelDeadline">,
  now: Instant,
): { readonly canCancel: boolean; readonly canReschedule: boolean } {
  const facts = { ...row, actor: "client", startsAt: row.start, now } as const;
  return { canCancel: decideCancellation(facts).ok, canReschedule: moveRefusal(facts) === null };
}
