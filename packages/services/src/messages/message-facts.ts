import type {
  AppointmentModel,
  ClientModel,
  LocationModel,
  NotificationModel,
  OpeningModel,
  TenantModel,
  Tx,
  WaitlistEntryModel,
  WaitlistOfferModel,
} from "@quietroom/db";
import { type Instant, type Interval, interval } from "@quietroom/domain/time";
import { fromInstantColumn } from "../instant-column.ts";
import { namesOfPeople } from "../held-by.ts";
import { loadOwnOverlaps } from "../own-overlaps.ts";
import { loadToldTogether, type ToldVisit } from "./told-together.ts";

/** The records a message is about, as they stand at this moment. */
export type MessageFacts = {
  readonly studio: TenantModel;
  /** The words of the cancellation policy under which the visit was booked (ec-J3); where there is none, those of now. */
  readonly policy: string;
  readonly client: ClientModel;
  readonly visit: (Meeting & { readonly appointment: AppointmentModel }) | null;
  /** Where it tells of many visits at once: those of which it is still true. */
  readonly together: readonly ToldVisit[] | null;
  readonly offered:
    | (Meeting & {
        readonly offer: WaitlistOfferModel;
        readonly opening: OpeningModel;
        /** Whether the offer itself ever reached anyone. */
        readonly message: "sent" | "not_sent";
      })
    | null;
  readonly entry: WaitlistEntryModel | null;
  /** Whether a message of the same kind about a later version of the same visit was written meanwhile. */
  readonly overtaken: "by_a_newer_one" | "by_nothing";
  /** When another visit of the client overlaps with the one this notice is about: the first of them (SCHED-12). */
  readonly overlap: Interval | null;
};

/** With whom and where. */
export type Meeting = { readonly practitionerName: string; readonly location: LocationModel };

export async function loadMessageFacts(
  tx: Tx,
  notification: NotificationModel,
  now: Instant,
): Promise<MessageFacts> {
  const { tenantId, appointmentId, offerId, entryId } = notification;
  const clientId = recipientOf(notification);
  const byId = (id: string) => ({ where: { tenantId_id: { tenantId, id } } });
  const meeting = async (row: {
    practitionerId: string;
    withPractitionerIds?: readonly string[];
    locationId: string;
  }): Promise<Meeting> => ({
    practitionerName: await namesOfPeople(tx, tenantId, row),
    location: await tx.location.findUniqueOrThrow(byId(row.locationId)),
  });
  const appointment =
    appointmentId === null ? null : await tx.appointment.findUniqueOrThrow(byId(appointmentId));
  const offer = offerId === null ? null : await tx.waitlistOffer.findUniqueOrThrow(byId(offerId));
  const opening = offer === null ? null : await tx.opening.findUniqueOrThrow(byId(offer.openingId));
  const studio = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId } });
  const version = appointment?.policyVersion ?? studio.policyVersion;
  const policy = await tx.cancellationPolicy.findUnique({
    where: { tenantId_version: { tenantId, version } },
  });
  return {
    studio,
    policy: policy?.words ?? studio.cancellationPolicy,
    client: await tx.client.findUniqueOrThrow(byId(clientId)),
    visit: appointment && { appointment, ...(await meeting(appointment)) },
    together: await loadToldTogether(tx, notification, now),
    offered: offer &&
      opening && {
        offer,
        opening,
        message: (await wasSent(tx, offer)) ? "sent" : "not_sent",
        ...(await meeting({ ...opening, ...(await heldFor(tx, offer)) })),
      },
    entry: entryId === null ? null : await tx.waitlistEntry.findUniqueOrThrow(byId(entryId)),
    overtaken: (await hasNewer(tx, notification)) ? "by_a_newer_one" : "by_nothing",
    overlap: appointment && (await overlapToTell(tx, notification, appointment)),
  };
}

/** Who holds the time that is offered; of an offer whose hold is gone, nobody in particular. */
async function heldFor(tx: Tx, { tenantId, appointmentId: id }: WaitlistOfferModel) {
  const people = { practitionerId: true, withPractitionerIds: true } as const;
  return await tx.appointment.findUnique({ where: { tenantId_id: { tenantId, id } }, select: people });
}

/** As it stood when the message was first claimed: every repeat says the same words, or the provider takes it for another message. */
async function overlapToTell(
  tx: Tx,
  { kind, claimedAt, overlapStartsAt, overlapEndsAt }: NotificationModel,
  appointment: AppointmentModel,
): Promise<Interval | null> {
  if (kind !== "confirmation" && kind !== "rescheduled") return null;
  if (claimedAt === null) {
    const [first] = await loadOwnOverlaps(tx, appointment);
    return first === undefined ? null : interval(first.start, first.end);
  }
  if (overlapStartsAt === null || overlapEndsAt === null) return null;
  return interval(fromInstantColumn(overlapStartsAt), fromInstantColumn(overlapEndsAt));
}

/** All kinds that are written from these facts are for clients. */
function recipientOf({ clientId }: NotificationModel): string {
  if (clientId === null) throw new Error("the ledger names a message to a client without its client");
  return clientId;
}

async function hasNewer(
  tx: Tx,
  { tenantId, appointmentId, kind, appointmentVersion }: NotificationModel,
): Promise<boolean> {
  if (appointmentId === null || appointmentVersion === null) return false;
  const newer = await tx.notification.findFirst({
    where: { tenantId, appointmentId, kind, appointmentVersion: { gt: appointmentVersion } },
    select: { id: true },
  });
  return newer !== null;
}

async function wasSent(tx: Tx, { tenantId, id }: WaitlistOfferModel): Promise<boolean> {
  const sent = await tx.notification.findFirst({
    where: { tenantId, offerId: id, kind: "waitlist_offer", status: "sent", bouncedAt: null },
    select: { id: true },
  });
  return sent !== null;
}
