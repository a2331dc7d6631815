import type { PractitionerId } from "@quietroom/domain/ids";
import { addDays, type Instant, type LocalDate, resolveWallTime, weekdayOf } from "@quietroom/domain/time";
import type { Person } from "./people.ts";
import type { OpenedService, OpenedStudio } from "./open-studio.ts";
import type { Random } from "./random.ts";

/** A visit that will be: who comes to whom for what, on which day it is booked, and how it ends. Days count from today, 0. */
export type PlannedVisit = {
  readonly person: Person;
  readonly practitionerId: PractitionerId;
  readonly service: OpenedService;
  readonly mode: "in_person" | "telehealth";
  readonly startsAt: Instant;
  readonly visitDay: number;
  readonly bookedOnDay: number;
  readonly ending:
    | "completed"
    | "no_show"
    | { readonly cancelledOnDay: number; readonly by: "client" | "studio" };
  readonly confirms: boolean;
};

/** How many weeks are lived through before today, and how many are booked after it. */
export const weeks = 4;

/** How many days of messages the demo's ledger shows. */
export const ledgerDays = 9;

/** The plan of one studio: about two visits a practitioner and working day, thinning out towards the far end. */
export function planVisits(
  random: Random,
  studio: Pick<OpenedStudio, "demo" | "practitionerIds" | "services">,
  people: readonly Person[],
  today: LocalDate,
): PlannedVisit[] {
  const planned: PlannedVisit[] = [];
  for (let day = -weeks * 7; day <= weeks * 7; day += 1) {
    const date = addDays(today, day);
    studio.demo.practitioners.forEach((practitioner, index) => {
      const practitionerId = studio.practitionerIds[index];
      const hours = practitioner.hours[weekdayOf(date)];
      if (practitionerId === undefined || hours === undefined) return;
      const offered = studio.services.filter(({ by }) => by.includes(index));
      for (const time of startTimes(random, hours, day)) {
        const service = random.chance(0.6) ? (offered[0] ?? random.pick(offered)) : random.pick(offered);
        const bookedOnDay = bookingDay(random, day);
        planned.push({
          person: random.pick(people),
          practitionerId,
          service,
          mode:
            service.modes.length > 1 && random.chance(0.4) ? "telehealth" : (service.modes[0] ?? "in_person"),
          startsAt: resolveWallTime(date, time, studio.demo.studio.timeZone),
          visitDay: day,
          bookedOnDay,
          ending: ending(random, day, bookedOnDay),
          confirms: random.chance(0.5),
        });
      }
    });
  }
  return planned;
}

/** Everything to come was booked in the days that the ledger reaches back to, so that its confirmations stand there. */
function bookingDay(random: Random, visitDay: number): number {
  if (visitDay >= 0) return -random.between(1, ledgerDays);
  return Math.max(-weeks * 7, visitDay - random.between(2, 12));
}

/** Starts at full hours and a half, at least an hour and a half apart, so that what is planned fits with its buffers. */
function startTimes(random: Random, hours: readonly (readonly [string, string])[], day: number): string[] {
  const wanted = day <= 0 ? random.between(1, 3) : random.between(0, day < 15 ? 3 : 2);
  const possible = hours.flatMap(([start, end]) => {
    const times: string[] = [];
    for (let minutes = inMinutes(start); minutes + 90 <= inMinutes(end); minutes += 90)
      times.push(wall(minutes));
    return times;
  });
  const chosen = new Set<string>();
  for (let pick = 0; pick < wanted && possible.length > 0; pick += 1) chosen.add(random.pick(possible));
  return [...chosen].toSorted((a, b) => a.localeCompare(b));
}

function ending(random: Random, visitDay: number, bookedOnDay: number): PlannedVisit["ending"] {
  const gap = visitDay - bookedOnDay;
  // Only in the past: every coming visit of the demo stands until somebody cancels it in front of you.
  if (visitDay < 0 && gap >= 4 && random.chance(0.12)) {
    return {
      cancelledOnDay: visitDay - random.between(2, gap - 1),
      by: random.chance(0.7) ? "client" : "studio",
    };
  }
  return random.chance(0.07) ? "no_show" : "completed";
}

function inMinutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

function wall(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
