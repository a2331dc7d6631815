import type { viewAppointment as contract } from "@quietroom/contracts/public-booking";
import type { OutputOf } from "@quietroom/contracts/wire";
import { isToldByLink } from "@quietroom/domain/messaging";
import { ok, refuse } from "@quietroom/domain/result";
import {
  approvalOfTimes,
  decideCancellation,
  decideCancellationRequest,
  hasMovesLeft,
  isLinkOver,
  moveRefusal,
} from "@quietroom/domain/scheduling";
import type { Instant } from "@quietroom/domain/time";
import type { Tx } from "@quietroom/db";
import { withoutMail } from "../clients/index.ts";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { linkedId } from "./link-subject.ts";
import { moveLimit } from "./move-limit.ts";
import { type BookedRow, cancellationRequestOf, findAppointment, isBooked } from "./rows.ts";
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
    return ok(await shownVisit(tx, row, { tenantId, now, seenBy: "link" }));
  },
});

type Shown = Extract<OutputOf<typeof contract>, { ok: true }>["value"];

/** All that a client is shown of their own visit, and what they may still do with it. */
export async function shownVisit(
  tx: Tx,
  row: BookedRow,
  {
    tenantId,
    now,
    seenBy,
  }: { readonly tenantId: string; readonly now: Instant; readonly seenBy: "link" | "client" },
): Promise<Shown> {
  const { visit, clientId, policy, approval } = found(await loadVisitView(tx, tenantId, row.id));
  const { givenName, ...client } = found(
    await tx.client.findUnique({
      where: { tenantId_id: { tenantId, id: found(clientId) } },
      select: { id: true, givenName: true, emailStoppedAt: true },
    }),
  );
  return {
    ...visit,
    id: row.id,
    version: row.version,
    versionedAt: row.versionedAt,
    status: row.status,
    givenName,
    mailStopped: await isMailStopped(tx, row, { tenantId, client, seenBy }),
    cancelDeadline: row.cancelDeadline,
    policy,
    now,
    ...clientsChoices({ ...row, approval }, { now, limit: await moveLimit(tx, tenantId) }),
    ...(await requestsOf(tx, row, { tenantId, now })),
  };
}

/** Whether whoever looks is told that no mail goes to the client: who signed in had to show that the address is theirs. */
async function isMailStopped(
  tx: Tx,
  { id }: BookedRow,
  {
    tenantId,
    client,
    seenBy,
  }: {
    readonly tenantId: string;
    readonly client: { readonly id: string; readonly emailStoppedAt: Date | null };
    readonly seenBy: "link" | "client";
  },
): Promise<boolean> {
  if (seenBy === "client") return (await withoutMail(tx, tenantId, [client.id])).size > 0;
  const { bookedAt } = found(
    await tx.appointment.findUnique({
      where: { tenantId_id: { tenantId, id } },
      select: { id: true, bookedAt: true },
    }),
  );
  return isToldByLink({
    stoppedAt: client.emailStoppedAt && fromInstantColumn(client.emailStoppedAt),
    bookedAt: bookedAt && fromInstantColumn(bookedAt),
  });
}

/** What the client asked of the studio about the visit, what was answered, and whether they may still ask for it to be cancelled. */
async function requestsOf(
  tx: Tx,
  row: BookedRow,
  { tenantId, now }: { readonly tenantId: string; readonly now: Instant },
): Promise<
  Pick<Shown, "canAskToCancel" | "cancellationRequest" | "requestExpiresAt" | "requestEnded" | "studioWord">
> {
  const { requestEnded, studioWord } = found(
    await tx.appointment.findUnique({
      where: { tenantId_id: { tenantId, id: row.id } },
      select: { id: true, requestEnded: true, studioWord: true },
    }),
  );
  const request = cancellationRequestOf(row);
  const asking = decideCancellationRequest({ ...row, startsAt: row.start, request, now });
  return {
    canAskToCancel: asking.ok && asking.value === "asks",
    cancellationRequest: request,
    requestExpiresAt: row.status === "requested" ? row.requestExpiresAt : null,
    requestEnded: requestEndings.find((ending) => ending === requestEnded) ?? null,
    studioWord,
  };
}

/** How a request can end that became no visit; one whose group session was called off is told of that instead, as whoever had a seat. */
export const requestEndings = ["declined", "expired"] as const;

/** Whether the client may still cancel or move a visit. */
export function clientsChoices(
  row: Pick<
    BookedRow,
    "status" | "start" | "cancelDeadline" | "clientMoves" | "groupSessionId" | "requestExpiresAt"
  > & {
    /** What the studio wants of its service now. */
    readonly approval: "instant" | "request";
  },
  { now, limit }: { readonly now: Instant; readonly limit: number | null },
): { readonly canCancel: boolean; readonly canReschedule: boolean } {
  const facts = { ...row, actor: "client", startsAt: row.start, now } as const;
  const canReschedule =
    row.groupSessionId === null &&
    approvalOfTimes(row) === "instant" &&
    moveRefusal(facts) === null &&
    hasMovesLeft({ made: row.clientMoves, limit });
  return { canCancel: decideCancellation(facts).ok, canReschedule };
}
