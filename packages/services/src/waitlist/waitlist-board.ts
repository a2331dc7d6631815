import type { waitlistBoard as contract } from "@quietroom/contracts/waitlist";
import type { OutputOf } from "@quietroom/contracts/wire";
import type {
  OpeningModel,
  Tx,
  WaitlistEntryModel,
  WaitlistOfferModel,
  WaitlistSkipModel,
} from "@quietroom/db";
import { practitionersWithin } from "@quietroom/domain/access";
import { asId } from "@quietroom/domain/ids";
import { blockingStatuses, clockRested, waitlistPosition } from "@quietroom/domain/scheduling";
import { dayMs, type Instant, plus, type TimeZone } from "@quietroom/domain/time";
import { fromDateColumn } from "../date-column.ts";
import { namesOfClients } from "../clients/index.ts";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import { toWaitlistEntry } from "./entry-facts.ts";
import { offeredFrom } from "./opening-facts.ts";
import { readConsidered } from "./round-record.ts";

type Board = OutputOf<typeof contract>;

/** What is over stays on the board this long, so that staff see how it ended. */
const shownAfterMs = 14 * dayMs;
const mostOpenings = 100;

/**
 * The waitlist as staff see it: who waits in which order, which hours were freed, and for each offer who was considered, who was
 * skipped and why. Somebody who sees only their own clients sees what could come to them.
 */
export const waitlistBoard = defineVerb<object, Board>({
  name: "waitlist.board",
  permission: "waitlist:view",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, now, actor, tenantId, audit }) {
    const studio = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const own = practitionersWithin(actor, "waitlist:view");
    const since = toInstantColumn(plus(now, -shownAfterMs));
    const everyone = await tx.waitlistEntry.findMany({
      where: { tenantId, OR: [{ status: { in: ["waiting", "offered"] } }, { updatedAt: { gte: since } }] },
      orderBy: [{ joinedAt: "asc" }, { id: "asc" }],
    });
    const entries = everyone.filter(
      ({ practitionerId }) => own === "all" || practitionerId === null || own.includes(practitionerId),
    );
    const openings = await tx.opening.findMany({
      where: {
        tenantId,
        createdAt: { gte: since },
        ...(own === "all" ? {} : { practitionerId: { in: [...own] } }),
      },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: mostOpenings,
    });
    const offers = await tx.waitlistOffer.findMany({
      where: { tenantId, openingId: { in: openings.map(({ id }) => id) } },
      orderBy: { round: "asc" },
    });
    const skips = await tx.waitlistSkip.findMany({
      where: { tenantId, openingId: { in: openings.map(({ id }) => id) } },
      orderBy: { skippedAt: "asc" },
    });
    const booked = await bookedMeanwhile(tx, tenantId, openings, now);
    const names = await loadNames(tx, tenantId, entries, openings, [...offers, ...skips]);
    audit({
      action: "read",
      resource: "waitlist",
      resourceId: null,
      detail: { clientIds: names.clientIds },
    });
    return {
      timeZone: studio.timeZone,
      locale: studio.locale,
      now,
      entries: entries.map((entry) => ({
        ...entry,
        clientName: names.client(entry.id),
        serviceName: names.service(entry.serviceId),
        ofSession: entry.groupSessionId !== null,
        practitionerName: entry.practitionerId && names.practitioner(entry.practitionerId),
        locationName: entry.locationId && names.location(entry.locationId),
        dateFrom: fromDateColumn(entry.dateFrom),
        dateUntil: fromDateColumn(entry.dateUntil),
        dayparts: [...toWaitlistEntry(entry, 0, studio.timeZone).dayparts],
        joinedAt: fromInstantColumn(entry.joinedAt),
        position: positionAmong(everyone, entry, { now, zone: studio.timeZone }),
      })),
      openings: openings.map((opening) => ({
        ...opening,
        practitionerName: names.practitioner(opening.practitionerId),
        startsAt: fromInstantColumn(opening.startsAt),
        endsAt: fromInstantColumn(opening.endsAt),
        createdAt: fromInstantColumn(opening.createdAt),
        offeredFrom: offeredFrom(opening),
        quietUntil: opening.quietUntil && fromInstantColumn(opening.quietUntil),
        bookedMeanwhile: booked.has(opening.id),
        lastRound: named(readConsidered(opening.considered), names),
        skips: skips
          .filter(({ openingId }) => openingId === opening.id)
          .map((skip) => ({ ...skip, clientName: names.client(skip.entryId) })),
        offers: offers
          .filter(({ openingId }) => openingId === opening.id)
          .map((offer) => ({
            ...offer,
            clientName: names.client(offer.entryId),
            offeredAt: fromInstantColumn(offer.offeredAt),
            expiresAt: fromInstantColumn(offer.expiresAt),
            clockRested: clockRested(fromInstantColumn(offer.offeredAt), fromInstantColumn(offer.expiresAt)),
            answeredAt: offer.answeredAt && fromInstantColumn(offer.answeredAt),
            considered: named(readConsidered(offer.considered), names),
          })),
      })),
    };
  },
});

/**
 * Those of the openings that wait for the morning in whose time a visit was booked since, from the public page or by hand; of a freed seat:
 * whose session is full again. Its job sees it in the morning, and staff who look before then need not wait for that.
 */
async function bookedMeanwhile(
  tx: Tx,
  tenantId: string,
  openings: readonly OpeningModel[],
  now: Instant,
): Promise<ReadonlySet<string>> {
  const waiting = openings.filter(
    ({ status, quietUntil }) =>
      status === "offering" && quietUntil !== null && fromInstantColumn(quietUntil) > now,
  );
  if (waiting.length === 0) return new Set();
  const statuses = blockingStatuses.filter((status) => status !== "held");
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select o.id from opening o
    where o.tenant_id = ${tenantId}::uuid and o.id = any(${waiting.map(({ id }) => id)}::uuid[]) and case
      when o.group_session_id is null then exists (
        select from appointment a
        where a.tenant_id = o.tenant_id and a.status = any(${statuses}::appointment_status[]) and not a.superseded
          and (a.practitioner_id = o.practitioner_id or o.practitioner_id = any(a.with_practitioner_ids))
          and a.starts_at < o.ends_at and a.ends_at > o.starts_at)
      else (
        select coalesce(sum(coalesce(seat.party_size, 1)), 0) from appointment seat
        where seat.tenant_id = o.tenant_id and seat.group_session_id = o.group_session_id
          and seat.status = any(${statuses}::appointment_status[])
      ) >= (
        select session.capacity from appointment session
        where session.tenant_id = o.tenant_id and session.id = o.group_session_id)
      end`;
  return new Set(rows.map(({ id }) => id));
}

type Names = Awaited<ReturnType<typeof loadNames>>;

async function loadNames(
  tx: Tx,
  tenantId: string,
  entries: readonly WaitlistEntryModel[],
  openings: readonly OpeningModel[],
  aboutEntries: readonly (WaitlistOfferModel | WaitlistSkipModel)[],
) {
  const columns = [...openings, ...aboutEntries].flatMap((row) =>
    "considered" in row ? readConsidered(row.considered) : [],
  );
  const entryIds = [
    ...entries.map(({ id }) => id),
    ...columns.map(({ entryId }) => entryId),
    ...aboutEntries.map(({ entryId }) => entryId),
  ];
  const wishes = await tx.waitlistEntry.findMany({
    where: { tenantId, id: { in: [...new Set(entryIds)] } },
    select: { id: true, clientId: true },
  });
  const clientIds = [...new Set(wishes.map(({ clientId }) => clientId))];
  const clientName = await namesOfClients(tx, tenantId, clientIds);
  const practitioners = await tx.practitioner.findMany({
    where: { tenantId },
    select: { id: true, displayName: true },
  });
  const services = await tx.service.findMany({ where: { tenantId }, select: { id: true, name: true } });
  const locations = await tx.location.findMany({ where: { tenantId }, select: { id: true, name: true } });

  const nameOfEntry = new Map(wishes.map(({ id, clientId }) => [id, clientName.get(clientId) ?? ""]));
  const nameIn = (rows: readonly { readonly id: string; readonly name: string }[]) => {
    const byId = new Map(rows.map(({ id, name }) => [id, name]));
    return (id: string) => byId.get(id) ?? "";
  };
  return {
    clientIds,
    client: (entryId: string) => nameOfEntry.get(entryId) ?? "",
    practitioner: nameIn(practitioners.map(({ id, displayName }) => ({ id, name: displayName }))),
    service: nameIn(services),
    location: nameIn(locations),
  };
}

function named(
  considered: ReturnType<typeof readConsidered>,
  names: Names,
): Board["openings"][number]["lastRound"] {
  return considered.map(({ fit = null, waitingPriority = null, ...one }) => ({
    ...one,
    clientName: names.client(one.entryId),
    fit,
    waitingPriority,
  }));
}

/** The place in the line for the same service, or for the same session. */
function positionAmong(
  everyone: readonly WaitlistEntryModel[],
  entry: WaitlistEntryModel,
  { now, zone }: { readonly now: Instant; readonly zone: TimeZone },
): number | null {
  const line = everyone.filter(
    ({ serviceId, groupSessionId }) =>
      serviceId === entry.serviceId && groupSessionId === entry.groupSessionId,
  );
  return waitlistPosition(
    asId(entry.id),
    line.map((row) => toWaitlistEntry(row, 0, zone)),
    now,
  );
}
