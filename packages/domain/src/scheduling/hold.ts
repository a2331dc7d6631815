import type { LocationId, PractitionerId, ServiceId } from "../ids.ts";
import { ok, refuse, type Result } from "../result.ts";
import { type Instant, minuteMs, plus } from "../time/index.ts";
import { blockedRange, visitOf } from "./occupancy.ts";
import { type Allotment, allot } from "./resources.ts";
import { givenBy, type VisitMode } from "./service-rules.ts";
import { type Booker, slotObstacles, type SlotRefusal, slotRefusals } from "./slot-refusal.ts";
import type { BookingRules, PractitionerFacts } from "./slots.ts";

/** How long a chosen time is kept while its visitor fills in the form (BOOK-05). */
export const holdMs = 10 * minuteMs;

/** How busy a practitioner is, for a fair choice among those who are free. */
export type Workload = { readonly bookedInPeriod: number; readonly lastAssignedAt: Instant | null };

/** Everything that decides whether a start can be had. `candidates`: the one asked for, or all who give the service. */
export type HoldFacts = Omit<BookingRules, "now"> & {
  readonly start: Instant;
  readonly serviceId: ServiceId;
  readonly locationId: LocationId;
  readonly mode: VisitMode;
  readonly bookedBy: Booker;
  /** All candidates come, the one who leads first, and not only one of them. Absent: one of them. */
  readonly together?: boolean;
  readonly candidates: readonly (PractitionerFacts & { readonly workload: Workload })[];
};

/** What an appointment takes: who, where, with what, when. `start` to `end` is the visit; the blocked range adds its buffers. */
export type Placement = Allotment & {
  /** Who holds it, or leads it where several do. */
  readonly practitionerId: PractitionerId;
  /** Who else holds it, whose time it takes as much (SCHED-11). */
  readonly withPractitionerIds: readonly PractitionerId[];
  readonly locationId: LocationId;
  readonly serviceId: ServiceId;
  readonly mode: VisitMode;
  readonly start: Instant;
  readonly end: Instant;
  readonly blockedFrom: Instant;
  readonly blockedUntil: Instant;
};

export type HoldPlan = Placement & { readonly expiresAt: Instant };

/** Takes a time for 10 minutes, or says why it cannot be had. */
export function decideHold(facts: HoldFacts, now: Instant): Result<HoldPlan, SlotRefusal> {
  const placement = decidePlacement(facts, now);
  return placement.ok ? ok({ ...placement.value, expiresAt: plus(now, holdMs) }) : placement;
}

/** True once the deadline has passed; at the deadline itself a hold or an offer still stands (ec-I3). */
export function isExpired(expiresAt: Instant, now: Instant): boolean {
  return now > expiresAt;
}

/**
 * Who and where for a start: among the candidates that are free, the one with the fewest visits in the period, then the one
 * whose last assignment is longest ago (never comes first), then the lowest id. When nobody is free, the refusal is that of
 * the candidate who came closest. Of those who come together all must be free, and the refusal is that of whoever is furthest from it.
 */
export function decidePlacement(facts: HoldFacts, now: Instant): Result<Placement, SlotRefusal> {
  const judged = judge(facts, now);
  const free = freeAmong(judged);
  const chosen = facts.together === true && free.length < judged.length ? undefined : free[0];
  if (chosen === undefined) {
    const refusals = judged.flatMap(({ refusal }) =>
      refusal === null ? [] : [slotRefusals.indexOf(refusal)],
    );
    const telling = facts.together === true ? Math.min(...refusals) : Math.max(...refusals);
    return refuse(slotRefusals[telling] ?? "outside_hours");
  }
  return ok(placementWith(facts, chosen.id, now));
}

/** Who of the candidates can take the start alone, in the order of a fair choice. */
export function freeCandidates(facts: HoldFacts, now: Instant): readonly PractitionerId[] {
  return freeAmong(judge(facts, now)).map(({ id }) => id);
}

type Judged = { readonly practitioner: Candidate; readonly refusal: SlotRefusal | null };

/** A start on the grid of anyone who comes together is on that of all of them, as `findSlots` offers it. */
function judge(facts: HoldFacts, now: Instant): Judged[] {
  const judged = facts.candidates.map((practitioner) => ({
    practitioner,
    obstacles: slotObstacles({ ...facts, now, practitioner }, facts.start),
  }));
  const onGrid = facts.together === true && judged.some(({ obstacles }) => !obstacles.includes("off_grid"));
  return judged.map(({ practitioner, obstacles }) => ({
    practitioner,
    refusal: obstacles.find((reason) => reason !== "off_grid" || !onGrid) ?? null,
  }));
}

function freeAmong(judged: readonly Judged[]): Candidate[] {
  return judged
    .flatMap(({ practitioner, refusal }) => (refusal === null ? [practitioner] : []))
    .toSorted(fairly);
}

/** What a visit with one of the candidates takes, or with all who come together, whether or not it can be had. */
export function placementWith(facts: HoldFacts, chosenId: PractitionerId, now: Instant): Placement {
  const { start, candidates } = facts;
  const service = givenBy(
    facts.service,
    candidates.find(({ id }) => id === chosenId),
  );
  const blocked = blockedRange(start, service);
  const [lead, ...others] = facts.together === true ? candidates.map(({ id }) => id) : [chosenId];
  return {
    practitionerId: lead ?? chosenId,
    withPractitionerIds: others,
    locationId: facts.locationId,
    ...allot({ ...facts, service, now }, start),
    serviceId: facts.serviceId,
    mode: facts.mode,
    ...visitOf(start, service),
    blockedFrom: blocked.start,
    blockedUntil: blocked.end,
  };
}

type Candidate = HoldFacts["candidates"][number];

function fairly(a: Candidate, b: Candidate): number {
  const never = Number.MIN_SAFE_INTEGER;
  return (
    a.workload.bookedInPeriod - b.workload.bookedInPeriod ||
    (a.workload.lastAssignedAt ?? never) - (b.workload.lastAssignedAt ?? never) ||
    (a.id < b.id ? -1 : 1)
  );
}
