import type { explainTime as contract } from "@quietroom/contracts/scheduling";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import type { Tx } from "@quietroom/db";
import { reaches } from "@quietroom/domain/access";
import {
  blockedRange,
  givenBy,
  type ResourceFacts,
  slotObstacles,
  type TimeObstacle,
  traceTime,
  visitOf,
} from "@quietroom/domain/scheduling";
import { type Instant, localTime, resolveWallTime, secondOccurrence } from "@quietroom/domain/time";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { besideVisits, holdFactsAt, withVisits } from "./facts.ts";
import { loadScene, type PoolResource, type Scene } from "./scene.ts";
import { type TakenVisit, takenVisits } from "./taken-visits.ts";
import { type NotOffered, whyNotOffered } from "./why-not-offered.ts";

type Input = InputOf<typeof contract>;
type Obstacle = OutputOf<typeof contract>["obstacles"][number];

/**
 * Why clients cannot book one practitioner's time, rule by rule with its value; nothing when they can. The wall-clock time is meant in
 * the zone of the place, a repeated one in its first occurrence unless `again` says the second. Appointments are named by id, and whose they are is not read.
 * Throws `not_found` for a service, one of its lengths, a place or a practitioner that is not there or not within reach.
 */
export const explainTime = defineVerb<Input, OutputOf<typeof contract>>({
  name: "scheduling.explain_time",
  permission: "availability:view",
  isolation: "read committed",
  trace: "public",
  async run(work) {
    const { tx, input, tenantId, actor } = work;
    const { practitionerId, date, time } = input;
    if (!reaches(actor, "availability:view", practitionerId)) throw new AppError("not_found");
    const notOffered = await whyNotOffered(tx, { tenantId, ...input });
    const asked = { tenantId, choice: input, from: date, until: date, bookedBy: "staff" } as const;
    const scene = found(await loadScene(tx, asked));
    if ((input.durationMin ?? scene.service.durationMin) !== scene.service.durationMin)
      throw new AppError("not_found"); // a length that it does not have falls back to its usual one
    const first = resolveWallTime(date, time, scene.zone);
    const second = secondOccurrence(first, scene.zone);
    const start = input.again === true ? (second ?? first) : first;
    const onTheWall = localTime(start, scene.zone);
    const { obstacles, opensToStaff, notFree } = await obstaclesAt(work, scene, start);
    return {
      timeZone: scene.zone,
      startsAt: start,
      endsAt: visitOf(start, scene.service).end,
      repeatedByClocks: second !== null,
      skippedByClocks: onTheWall.date !== date || onTheWall.time !== time,
      obstacles: [
        ...(scene.studioOpen ? [] : [{ rule: "studio_closed" } as const]),
        ...notOffered.map((because) => ({ rule: "unknown_service", because }) as const),
        // That they have left says it; what comes after a last day is kept like time off.
        ...obstacles.filter(({ rule }) => rule !== "time_off" || !notOffered.includes("practitioner_left")),
      ],
      notFree,
      staffMayBook:
        scene.studioOpen && opensToStaff && notOffered.every((because) => onlyForClients.includes(because)),
    };
  },
});

/** Staff also give what is not bookable online. */
const onlyForClients: readonly NotOffered[] = ["service_not_online", "practitioner_not_online"];

/** The trace of the very facts that a hold is judged by. Somebody who does not give the service has none: `whyNotOffered` says so. */
async function obstaclesAt(
  { tx, now, tenantId, input }: VerbWork<Input>,
  scene: Scene,
  start: Instant,
): Promise<{
  readonly obstacles: readonly Obstacle[];
  readonly opensToStaff: boolean;
  /** Who would come as well and cannot, by name. */
  readonly notFree: string[];
}> {
  const ask = { tenantId, now, except: null };
  const { candidates, ...rules } = await holdFactsAt(tx, { ...ask, start, bookedBy: "client" }, scene);
  const { practitionerId } = input;
  const candidate = candidates.find(({ id }) => id === practitionerId);
  if (candidate === undefined) return { obstacles: [], opensToStaff: false, notFree: [] };
  const { window } = withVisits(scene, blockedRange(start, givenBy(scene.service, candidate)));
  const visits = await takenVisits(tx, { ...ask, practitionerId, window, offersYieldFor: null });
  const { breakRule = null } = scene.practitioners.find(({ id }) => id === candidate.id) ?? {};
  const beside = besideVisits(scene, { breakRule }, visits);
  const busy = [...visits, ...candidate.busy.filter(({ elsewhere }) => elsewhere)];
  const facts = { ...rules, now, practitioner: { ...candidate, busy, ...beside } };
  const others = candidates.filter((one) => one !== candidate);
  const stops = (practitioner: typeof candidate, bookedBy: "client" | "staff") =>
    slotObstacles({ ...rules, now, practitioner, bookedBy }, start).some((rule) => rule !== "off_grid");
  return {
    notFree: await namesOf(
      tx,
      tenantId,
      others.filter((one) => stops(one, "client")),
    ),
    obstacles: traceTime(facts, start).map((obstacle) => toWire(obstacle, visits, scene)),
    opensToStaff:
      slotObstacles({ ...facts, bookedBy: "staff" }, start).length === 0 &&
      !others.some((one) => stops(one, "staff")),
  };
}

async function namesOf(
  tx: Tx,
  tenantId: string,
  people: readonly { readonly id: string }[],
): Promise<string[]> {
  const rows = await tx.practitioner.findMany({
    where: { tenantId, id: { in: people.map(({ id }) => id) } },
    select: { displayName: true },
    orderBy: [{ position: "asc" }, { id: "asc" }],
  });
  return rows.map(({ displayName }) => displayName);
}

/** An obstacle as it crosses the wire. */
function toWire(
  obstacle: TimeObstacle,
  visits: readonly TakenVisit[],
  { asks, rooms, devices, ownNotice, ownHorizon }: Scene,
): Obstacle {
  switch (obstacle.rule) {
    case "outside_opening":
      return { ...obstacle, opening: obstacle.opening && [...obstacle.opening] };
    case "place_closed": {
      const { firstDate, lastDate, part } = obstacle.closure;
      return { rule: "place_closed", firstDate, lastDate, part: part === null ? null : [...part] };
    }
    case "time_off": {
      const { firstDate, lastDate, part } = obstacle.timeOff;
      return { rule: "time_off", firstDate, lastDate, part: part === null ? null : [...part] };
    }
    case "outside_hours":
      return {
        ...obstacle,
        hours: obstacle.hours.map(([start, end]) => [start, end]),
        blocked: obstacle.blocked.map(([start, end]) => [start, end]),
      };
    case "fully_booked": {
      const { of, per, max, booked, firstDate, lastDate } = obstacle.full;
      return { rule: "fully_booked", of, per, max, booked, firstDate, lastDate };
    }
    case "slot_taken": {
      const { appointmentId, held, start, end, visit } = found(visits.find((one) => one === obstacle.busy));
      const { start: startsAt, end: endsAt } = visit;
      return {
        rule: "slot_taken",
        appointmentId,
        held,
        startsAt,
        endsAt,
        blockedFrom: start,
        blockedUntil: end,
      };
    }
    case "busy_elsewhere": {
      const { start: startsAt, end: endsAt } = obstacle.busy;
      return { rule: "busy_elsewhere", startsAt, endsAt };
    }
    case "no_travel_time": {
      const { start, end, travelMin } = obstacle.journey;
      const there = found(visits.find(({ visit }) => visit.start === start && visit.end === end));
      const { appointmentId, held, placeName } = there;
      return {
        rule: "no_travel_time",
        appointmentId,
        held,
        placeName,
        travelMin,
        startsAt: start,
        endsAt: end,
      };
    }
    case "no_break": {
      const { afterMin, pauseMin, stretch } = obstacle;
      return { rule: "no_break", afterMin, pauseMin, startsAt: stretch.start, endsAt: stretch.end };
    }
    case "no_room":
      return { rule: "no_room", needs: [...asks.room], rooms: takenOf(obstacle.rooms, rooms ?? []) };
    case "no_device":
      return {
        rule: "no_device",
        needs: [...asks.device],
        devices: takenOf(obstacle.devices, devices ?? []),
      };
    case "too_soon":
      return { ...obstacle, setBy: ownNotice ? "service" : "studio" };
    case "beyond_horizon":
      return { ...obstacle, setBy: ownHorizon ? "service" : "studio" };
    case "past":
    case "buffer_outside":
    case "licence_expired":
    case "no_supervisor":
    case "off_grid":
      return obstacle;
  }
}

/** Each of a pool by its name, with what is in the way there. */
function takenOf(taken: readonly ResourceFacts[], pool: readonly PoolResource[]) {
  return taken.map(({ id, busy }) => {
    const one = found(pool.find((candidate) => candidate.id === id));
    return {
      name: one.name,
      taken: busy.map((time) => ({
        start: time.start,
        end: time.end,
        outOfService: time === one.outOfService,
      })),
    };
  });
}
