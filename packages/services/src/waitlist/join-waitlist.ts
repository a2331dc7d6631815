import type { joinWaitlist as contract } from "@quietroom/contracts/waitlist";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import type { TenantModel, Tx } from "@quietroom/db";
import { asId } from "@quietroom/domain/ids";
import { acceptsAll } from "@quietroom/domain/records";
import { ok, refuse } from "@quietroom/domain/result";
import {
  canJoinWaitlist,
  dayparts,
  decideWhoMayBook,
  waitlistPosition,
  type WaitlistWishRefusal,
} from "@quietroom/domain/scheduling";
import {
  asWeekday,
  canonicalZone,
  type Instant,
  localDate,
  type TimeZone,
  weekdayOf,
} from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { keepAcceptance, publishedDocuments } from "../agreements/index.ts";
import { toDateColumn } from "../date-column.ts";
import { findGroupSession, type GroupSession } from "../scheduling/index.ts";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { found } from "../errors.ts";
import { toInstantColumn } from "../instant-column.ts";
import { findOrCreateClient, isDisposable } from "../clients/index.ts";
import { toWaitlistEntry } from "./entry-facts.ts";

type Input = Omit<InputOf<typeof contract>, "studio">;

/**
 * Puts a visitor in line for a service (WAIT-01). The same form sent again, by a double click or a retry, answers the same and
 * adds nobody; one person waits once for one service. Everybody joins with priority "standard": urgency is for staff to judge.
 * Whoever joins becomes a client, so terms and privacy notice are accepted here and not again with an offer (COMP-15).
 */
export const joinWaitlist = defineVerb<Input, OutputOf<typeof contract>>({
  name: "waitlist.join",
  permission: "waitlist:join",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, now, tenantId, keys, audit, emit } = work;
    const { details, idempotencyKey } = input;
    const refused = (code: RefusalCode) => {
      audit({ action: "create", resource: "waitlist_entry", resourceId: null });
      return refuse({ code });
    };
    const studio = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    if (studio.status !== "active") return refused("studio_closed");
    const today = localDate(now, studio.timeZone);
    const session = await sessionWaitedFor(work);
    if (session === "not_there") return refused("unknown_service");
    const wished = session === null ? input : wishOf(session, studio.timeZone);
    const weekdays = [...new Set(wished.weekdays)].map(asWeekday);
    const own = await tx.service.findUnique({
      where: { tenantId_id: { tenantId, id: wished.serviceId } },
      select: { horizonDays: true },
    });
    const horizonDays = own?.horizonDays ?? studio.horizonDays;
    const wish = canJoinWaitlist({ ...wished, weekdays }, { today, horizonDays });
    if (!wish.ok && session === null) return refused(datesRefusal[wish.refusal]);
    const who = decideWhoMayBook({ birthDate: details.birthDate, today });
    if (!who.ok) return refused(who.refusal);
    if (isDisposable(details.email)) return refused("disposable_email");
    if (session === null && !(await canBeGiven(tx, tenantId, input))) return refused("unknown_service");
    const documents = await publishedDocuments(tx, tenantId);
    if (!acceptsAll(documents, input.acceptedDocuments)) return refused("documents_not_accepted");

    const timeZone = input.viewerZone === null ? null : canonicalZone(input.viewerZone);
    // Waits for the same person's other form, so that what follows sees it.
    const { clientId, was } = await findOrCreateClient({ tx, tenantId, keys }, { details, timeZone });
    const repeated = await tx.waitlistEntry.findFirst({ where: { tenantId, idempotencyKey } });
    if (repeated !== null) {
      audit({ action: "read", resource: "waitlist_entry", resourceId: repeated.id, clientId });
      return ok({ position: await positionOf(tx, studio, repeated, now) });
    }
    const { serviceId, practitionerId, locationId, mode } = wished;
    const groupSessionId = session?.id ?? null;
    const waiting = await tx.waitlistEntry.findFirst({
      where: { tenantId, clientId, serviceId, groupSessionId, status: { in: ["waiting", "offered"] } },
    });
    if (waiting !== null) return refused("already_waiting");

    const entry = await tx.waitlistEntry.create({
      data: {
        tenantId,
        id: uuidv7(),
        clientId,
        serviceId,
        groupSessionId,
        practitionerId,
        locationId,
        mode,
        dateFrom: toDateColumn(wished.dateFrom),
        dateUntil: toDateColumn(wished.dateUntil),
        weekdays,
        dayparts: [...new Set(wished.dayparts)],
        clientTimeZone: timeZone,
        idempotencyKey,
        joinedAt: toInstantColumn(now),
        updatedAt: toInstantColumn(now),
      },
    });
    audit({
      action: "create",
      resource: "waitlist_entry",
      resourceId: entry.id,
      clientId,
      detail: { client: was },
    });
    await keepAcceptance(work, { clientId, documents, place: "waitlist" });
    emit("waitlist/joined", { entryId: entry.id });
    return ok({ position: await positionOf(tx, studio, entry, now) });
  },
});

type RefusalCode = Extract<OutputOf<typeof contract>, { ok: false }>["refusal"]["code"];

/** The form's schema asks for a weekday and a part of the day; a wish without either has no date that could match. */
const datesRefusal = {
  dates_reversed: "dates_reversed",
  dates_past: "dates_past",
  beyond_horizon: "beyond_horizon",
  no_matching_date: "no_matching_date",
  no_weekday: "no_matching_date",
  no_daypart: "no_matching_date",
} as const satisfies Record<WaitlistWishRefusal, RefusalCode>;

/** The session whose seat is waited for, as long as clients could have one; null for whoever waits for any time. */
async function sessionWaitedFor({
  tx,
  input,
  now,
  tenantId,
}: VerbWork<Input>): Promise<GroupSession | null | "not_there"> {
  const { groupSessionId = null } = input;
  if (groupSessionId === null) return null;
  const session = await findGroupSession(tx, tenantId, groupSessionId);
  if (session === null || session.status !== "scheduled" || !session.openOnline || session.start <= now)
    return "not_there";
  return session;
}

/** A seat is wished where and when its session is, with whoever leads it. */
function wishOf({ serviceId, locationId, mode, start }: GroupSession, zone: TimeZone) {
  const date = localDate(start, zone);
  return {
    serviceId,
    practitionerId: null,
    locationId,
    mode,
    dateFrom: date,
    dateUntil: date,
    weekdays: [weekdayOf(date)],
    dayparts,
  };
}

/** Whether somebody here gives this service that way: by this practitioner if one is named, at this place, in this mode. */
async function canBeGiven(tx: Tx, tenantId: string, input: Input): Promise<boolean> {
  const { practitionerId, locationId, mode } = input;
  const service = await tx.service.findFirst({
    where: {
      tenantId,
      id: input.serviceId,
      active: true,
      onlineBookable: true,
      ...(mode === null ? {} : { modes: { has: mode } }),
      practitioners: {
        some: {
          ...(practitionerId === null ? {} : { practitionerId }),
          practitioner: {
            active: true,
            onlineBookable: true,
            OR: [{ lastDay: null }, { lastDay: { gte: toDateColumn(input.dateFrom) } }],
          },
        },
      },
    },
    select: { id: true },
  });
  if (service === null || locationId === null) return service !== null;
  return (await tx.location.findFirst({ where: { tenantId, id: locationId, active: true } })) !== null;
}

/** The place in the line for this service, or for this session, counted from 1 (WAIT-02). */
async function positionOf(
  tx: Tx,
  { id: tenantId, timeZone }: Pick<TenantModel, "id" | "timeZone">,
  entry: { readonly id: string; readonly serviceId: string; readonly groupSessionId: string | null },
  now: Instant,
): Promise<number> {
  const line = await tx.waitlistEntry.findMany({
    where: {
      tenantId,
      serviceId: entry.serviceId,
      groupSessionId: entry.groupSessionId,
      status: { in: ["waiting", "offered"] },
    },
  });
  const facts = line.map((row) => toWaitlistEntry(row, 0, timeZone));
  return waitlistPosition(asId(entry.id), facts, now) ?? line.length;
}
