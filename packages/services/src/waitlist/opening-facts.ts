import type { OpeningModel, Tx } from "@quietroom/db";
import { asId } from "@quietroom/domain/ids";
import {
  blockingStatuses,
  type OfferStatus,
  type Opening,
  type VisitMode,
  type WaitlistEntry,
} from "@quietroom/domain/scheduling";
import { hourMs, type Instant, interval, minuteMs, plus } from "@quietroom/domain/time";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import { toWaitlistEntry } from "./entry-facts.ts";

/** Who could be offered a freed hour. */
export type OpeningFacts = {
  readonly opening: Opening;
  /** Of a freed seat: its session. Only whoever waits for a seat of it is asked (ec-I17). */
  readonly groupSessionId: string | null;
  readonly entries: readonly WaitlistEntry[];
  /** By service: the ways it can be had. */
  readonly modes: ReadonlyMap<string, readonly VisitMode[]>;
  /** By entry: the zone its person asked in. */
  readonly clientTimeZones: ReadonlyMap<string, string | null>;
};

/** From when people may be asked about a freed hour; null: from when it was freed. */
export function offeredFrom(row: Pick<OpeningModel, "offeredFrom">): Instant | null {
  return row.offeredFrom && fromInstantColumn(row.offeredFrom);
}

/** Loads the facts of one opening. Only those are considered who wait for something that its practitioner gives. */
export async function loadOpeningFacts(tx: Tx, row: OpeningModel): Promise<OpeningFacts> {
  const { tenantId, practitionerId } = row;
  const studio = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId } });
  const services = await tx.service.findMany({
    where: {
      tenantId,
      active: true,
      practitioners: { some: { practitionerId, practitioner: { active: true } } },
    },
  });
  const cause = await tx.appointment.findUnique({
    where: { tenantId_id: { tenantId, id: row.causedByAppointmentId } },
    select: { clientId: true },
  });
  const opening: Opening = {
    id: asId(row.id),
    start: fromInstantColumn(row.startsAt),
    end: fromInstantColumn(row.endsAt),
    practitionerId: asId(practitionerId),
    locationId: asId(row.locationId),
    zone: studio.timeZone,
    quietRule: studio.offerQuietRule,
    serviceIds: services.map(({ id }) => asId(id)),
    modes: ["in_person", "telehealth"],
    causedBy: cause?.clientId ? asId(cause.clientId) : null,
  };
  return {
    opening,
    groupSessionId: row.groupSessionId,
    modes: new Map(services.map((service) => [service.id, service.modes])),
    ...(await loadEntries(tx, opening, row, services)),
  };
}

/** No visit is longer (the constraint `appointment_length`). */
const longestVisitMs = 8 * hourMs;

async function loadEntries(
  tx: Tx,
  opening: Opening,
  { tenantId, groupSessionId }: Pick<OpeningModel, "tenantId" | "groupSessionId">,
  services: readonly { readonly id: string; readonly durationMin: number }[],
): Promise<Pick<OpeningFacts, "entries" | "clientTimeZones">> {
  const waiting = await tx.waitlistEntry.findMany({
    where: {
      tenantId,
      groupSessionId,
      status: { in: ["waiting", "offered"] },
      serviceId: { in: services.map(({ id }) => id) },
    },
  });
  // By person and not by entry: who passed on this hour is not asked again through another wish.
  const asked = await tx.$queryRaw<{ client_id: string; opening_id: string; came_of_it: CameOfIt }[]>`
    select e.client_id, o.opening_id, o.status::text as came_of_it
    from waitlist_offer o join waitlist_entry e on e.tenant_id = o.tenant_id and e.id = o.entry_id
    where o.tenant_id = ${tenantId}::uuid and not o.asked_anew and (o.status = 'open' or o.opening_id = ${opening.id}::uuid)
    union all
    select e.client_id, s.opening_id, 'skipped_by_staff'
    from waitlist_skip s join waitlist_entry e on e.tenant_id = s.tenant_id and e.id = s.entry_id
    where s.tenant_id = ${tenantId}::uuid and s.opening_id = ${opening.id}::uuid`;
  const visits = await tx.appointment.findMany({
    where: {
      tenantId,
      clientId: { in: waiting.map(({ clientId }) => clientId) },
      status: { in: blockingStatuses.filter((status) => status !== "held") },
      startsAt: {
        lt: toInstantColumn(opening.end),
        gt: toInstantColumn(plus(opening.start, -longestVisitMs)),
      },
    },
    select: { clientId: true, startsAt: true, endsAt: true },
  });
  const duration = new Map(services.map(({ id, durationMin }) => [id, durationMin]));
  const sessionMin = (opening.end - opening.start) / minuteMs; // whatever became of the service since
  const entries = waiting.map((entry) => {
    const own = asked.filter(({ client_id }) => client_id === entry.clientId);
    const here = own.filter(({ opening_id }) => opening_id === opening.id);
    const visitMin = groupSessionId === null ? duration.get(entry.serviceId) : sessionMin;
    return toWaitlistEntry(entry, visitMin ?? 0, opening.zone, {
      answerToOpening: answerIn(here.map(({ came_of_it }) => came_of_it)),
      openOffer: own.some(({ came_of_it }) => came_of_it === "open") ? "open" : "none",
      ownVisits: visits
        .filter(({ clientId }) => clientId === entry.clientId)
        .map((visit) => interval(fromInstantColumn(visit.startsAt), fromInstantColumn(visit.endsAt))),
    });
  });
  return { entries, clientTimeZones: new Map(waiting.map(({ id, clientTimeZone }) => [id, clientTimeZone])) };
}

type CameOfIt = OfferStatus | "skipped_by_staff";

/** Their own "no" counts for more than ours. */
function answerIn(here: readonly CameOfIt[]): WaitlistEntry["answerToOpening"] {
  if (here.includes("declined")) return "declined";
  if (here.includes("skipped_by_staff")) return "skipped_by_staff";
  return here.some((cameOfIt) => cameOfIt !== "open") ? "lapsed" : "none";
}
