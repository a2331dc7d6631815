import { Prisma } from "@quietroom/db";
import type { Instant, Interval } from "@quietroom/domain/time";
import type { VerbWork } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import { closeOpening } from "./close-opening.ts";
import { endOffer } from "./end-offer.ts";
import { lockOpening } from "./lock-opening.ts";

/** The room and the device that a visit takes, and until when; null: as long as its people. */
type Needs = {
  readonly roomId: string | null;
  readonly roomUntil: Instant | null;
  readonly deviceId: string | null;
  readonly deviceUntil: Instant | null;
};

/**
 * Takes back every offer that holds some of these practitioners' time within `range` (the blocked range of what staff are about
 * to book there by hand): staff go first, the hour is freed for them in this transaction, and whoever was asked is told that it
 * is gone and keeps the place in line (ec-I11). `visit` is what is booked there without its buffers: with it, an offer of which only a
 * buffer meets that of the visit stays where the longer of the two counts (ec-C4). Call it before taking the time. Answers how many were
 * withdrawn. A time that is kept only because its cancellation can still be undone is free to staff as well; a room or a device of one that is
 * among `needs` goes by itself, as the visit can come back in another of the same pool (ec-I15, ec-E3).
 */
export async function withdrawOffersOver(
  work: Pick<VerbWork<unknown>, "tx" | "tenantId" | "now" | "emit" | "audit">,
  {
    practitionerIds,
    range,
    visit = range,
    needs = null,
  }: {
    readonly practitionerIds: readonly string[];
    readonly range: Interval;
    readonly visit?: Interval;
    readonly needs?: Needs | null;
  },
): Promise<number> {
  const { tx, tenantId, emit } = work;
  const from = toInstantColumn(range.start);
  const meetsPeople = Prisma.sql`(
      (a.practitioner_id = any(${practitionerIds}::uuid[]) or a.with_practitioner_ids && ${practitionerIds}::uuid[])
      and a.blocked_from < ${toInstantColumn(range.end)} and a.blocked_until > ${from}
      and ((a.blocked_from < ${toInstantColumn(visit.end)} and a.blocked_until > ${toInstantColumn(visit.start)})
        or (a.starts_at < ${toInstantColumn(range.end)} and a.ends_at > ${from})
        or exists (select from tenant t where t.id = a.tenant_id and t.buffer_sum = 'sum')))`;
  const open = await tx.$queryRaw<{ opening_id: string }[]>`
    select o.opening_id
    from waitlist_offer o join appointment a on a.tenant_id = o.tenant_id and a.id = o.appointment_id
    where o.tenant_id = ${tenantId}::uuid and o.status = 'open' and a.status = 'held' and ${meetsPeople}
    order by o.opening_id`;
  const takes = (what: "room" | "device", id: string | null, until: Instant | null) => {
    const column = Prisma.raw(`a.${what}_id`);
    const usedUntil = Prisma.raw(`a.${what}_until`);
    return Prisma.sql`coalesce(${column} = ${id}::uuid and coalesce(${usedUntil}, a.blocked_until) > ${from}
      and a.blocked_from < ${toInstantColumn(until ?? range.end)}, false)`;
  };
  const room = takes("room", needs?.roomId ?? null, needs?.roomUntil ?? null);
  const device = takes("device", needs?.deviceId ?? null, needs?.deviceUntil ?? null);
  const kept = await tx.$queryRaw<KeptForUndo[]>`
    select a.id, a.undo_hold_of as of, ${meetsPeople} as people, ${room} as room, ${device} as device from appointment a
    where a.tenant_id = ${tenantId}::uuid and a.undo_hold_of is not null and (${meetsPeople} or ${room} or ${device})
    order by a.undo_hold_of`;
  for (const one of kept) await giveUpUndo(work, one);
  let withdrawn = 0;
  for (const { opening_id: openingId } of open) {
    await lockOpening(tx, tenantId, openingId);
    const offer = await tx.waitlistOffer.findFirst({ where: { tenantId, openingId, status: "open" } });
    if (offer === null) continue; // answered while we waited
    await endOffer(work, offer, "withdrawn");
    await closeOpening(work, openingId, { status: "withdrawn" });
    emit("waitlist/answered", { openingId, offerId: offer.id });
    withdrawn += 1;
  }
  return withdrawn;
}

/** What is kept for the return of a visit, and what of that somebody else takes. */
type KeptForUndo = {
  readonly id: string;
  readonly of: string;
  readonly people: boolean;
  readonly room: boolean;
  readonly device: boolean;
};

/**
 * Lets go of what is kept for a visit's return. Without its room or its device it is looked for another by whoever undoes it; without its people
 * it is promised no more, and nobody is asked about its hour, about which nobody has been yet.
 */
async function giveUpUndo(
  work: Pick<VerbWork<unknown>, "tx" | "now" | "tenantId" | "emit" | "audit">,
  { id: holdId, of: appointmentId, people, room, device }: KeptForUndo,
): Promise<void> {
  const { tx, tenantId } = work;
  // The visit before its openings, as who undoes the cancellation.
  await tx.$queryRaw`
    select 1 from appointment where tenant_id = ${tenantId}::uuid and id = ${appointmentId}::uuid for no key update`;
  if (!people) {
    await tx.appointment.updateMany({
      where: { tenantId, id: holdId, undoHoldOf: appointmentId, status: "held" },
      data: {
        ...(room ? { roomId: null, roomUntil: null } : {}),
        ...(device ? { deviceId: null, deviceUntil: null } : {}),
      },
    });
    return;
  }
  const freed = await tx.opening.findMany({
    // Not the hours that the visit left when it was moved.
    where: { tenantId, causedByAppointmentId: appointmentId, cause: "cancelled", status: "offering" },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  for (const { id: openingId } of freed) {
    const opening = await lockOpening(tx, tenantId, openingId);
    const asked = await tx.waitlistOffer.count({ where: { tenantId, openingId } });
    if (opening?.status === "offering" && asked === 0)
      await closeOpening(work, openingId, { status: "withdrawn" });
  }
  await tx.appointment.deleteMany({ where: { tenantId, undoHoldOf: appointmentId, status: "held" } });
  await tx.appointment.updateMany({
    where: { tenantId, id: appointmentId },
    data: { undoUntil: null, cancelledFrom: null },
  });
}
