import type { OpeningModel, Tx, WaitlistOfferModel } from "@quietroom/db";
import { asId, type LocationId, type PractitionerId, type ServiceId } from "@quietroom/domain/ids";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { isLicensed, isSupervised, openIntervals } from "@quietroom/domain/scheduling";
import { contains, type Instant, type Interval, interval, localDate } from "@quietroom/domain/time";
import { peopleOf } from "../held-by.ts";
import { fromInstantColumn } from "../instant-column.ts";
import {
  busyElsewhere,
  hasPlace,
  loadScene,
  loadSupervision,
  lockGroupSession,
  type Scene,
  sessionIsLed,
} from "../scheduling/index.ts";

type Offered = { readonly offer: WaitlistOfferModel; readonly serviceId: string };

/**
 * The hour that an offer holds, as it can be given now; or why it cannot: the practitioner or the studio closed it meanwhile (ec-I12), its
 * session is off, their licence has expired, nobody who supervises is within reach, another calendar took it, or a cap is full (ec-D5, ec-D8). Those whom the hour
 * is held of are asked, whoever gives the service by now. Call it with the opening locked.
 */
export async function hourOfOffer(
  tx: Tx,
  { tenantId, now }: { readonly tenantId: string; readonly now: Instant },
  offered: Offered,
  opening: OpeningModel,
): Promise<Result<Scene, "withdrawn" | "slot_taken">> {
  const { offer } = offered;
  const start = fromInstantColumn(offer.startsAt);
  const scene = await sceneOf(tx, offered, opening);
  if (scene === null || !scene.studioOpen) return refuse("withdrawn");
  if (opening.groupSessionId !== null) {
    // A seat is there as long as its session is, where it was and with its people.
    const session = await lockGroupSession(tx, tenantId, opening.groupSessionId);
    if (session?.status !== "scheduled" || session.start !== start) return refuse("withdrawn");
    return (await sessionIsLed(tx, tenantId, session)) ? ok(scene) : refuse("withdrawn");
  }
  const { practitionerIds, blocked } = await heldBy(tx, offer);
  const visit = interval(start, fromInstantColumn(offer.endsAt));
  const supervision = await loadSupervision(tx, tenantId, scene, visit);
  const isThere = (id: PractitionerId) =>
    worksThroughout(scene, id, visit) && isSupervised(supervision.get(id), visit);
  if (!practitionerIds.every(isThere)) return refuse("withdrawn");
  const elsewhere = await busyElsewhere(tx, { tenantId, practitionerIds, window: blocked });
  if (elsewhere.length > 0) return refuse("slot_taken");
  const place = { practitionerIds, start };
  const free = await hasPlace(tx, { tenantId, now, except: offer.appointmentId }, scene, place);
  return free ? ok(scene) : refuse("withdrawn");
}

/** The service, its practitioner's hours and the studio's policy on the date of the hour. */
async function sceneOf(tx: Tx, { offer, serviceId }: Offered, opening: OpeningModel): Promise<Scene | null> {
  const { tenantId, practitionerId, locationId } = opening;
  const studio = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { timeZone: true } });
  const date = localDate(fromInstantColumn(offer.startsAt), studio.timeZone);
  const choice = {
    serviceId: asId<ServiceId>(serviceId),
    practitionerId: asId<PractitionerId>(practitionerId),
    locationId: asId<LocationId>(locationId),
    mode: offer.mode,
  };
  return await loadScene(tx, { tenantId, choice, from: date, until: date, bookedBy: "staff" });
}

function worksThroughout({ practitioners }: Scene, id: PractitionerId, visit: Interval): boolean {
  const hours = practitioners.find((practitioner) => practitioner.id === id);
  return (
    hours !== undefined &&
    isLicensed(hours, visit.start) &&
    openIntervals({ ...hours, window: visit }).some((open) => contains(open, visit))
  );
}

/** Whose time the offer holds, and which. */
async function heldBy(tx: Tx, { tenantId, appointmentId }: WaitlistOfferModel) {
  const held = await tx.appointment.findUniqueOrThrow({
    where: { tenantId_id: { tenantId, id: appointmentId } },
    select: {
      id: true,
      practitionerId: true,
      withPractitionerIds: true,
      blockedFrom: true,
      blockedUntil: true,
    },
  });
  return {
    practitionerIds: peopleOf(held).map((id) => asId<PractitionerId>(id)),
    blocked: interval(fromInstantColumn(held.blockedFrom), fromInstantColumn(held.blockedUntil)),
  };
}
