import { addDays, type LocalDate } from "@quietroom/domain/time";
import { listSlots } from "@quietroom/services/scheduling";
import { joinWaitlist } from "@quietroom/services/waitlist";
import { instant, weekdayOf } from "@quietroom/domain/time";
import { agreed } from "./agreed.ts";
import { book, type Life } from "./live-day.ts";
import type { OpenedService } from "./open-studio.ts";
import type { Person } from "./people.ts";

const everyDay = [0, 1, 2, 3, 4, 5, 6];

type Wish = {
  readonly person: Person;
  readonly service: OpenedService;
  /** Null: anyone who offers it. */
  readonly practitionerIndex: number | null;
  readonly days: number;
  readonly dayparts: ("morning" | "afternoon" | "evening")[];
};

/** Somebody joins the waitlist for the days from tomorrow on. */
export async function join({ studio, random }: Life, today: LocalDate, wish: Wish): Promise<void> {
  const { person, service, practitionerIndex, days, dayparts } = wish;
  const { zone, ...details } = person;
  agreed(
    await joinWaitlist(studio.visitor, {
      serviceId: service.id,
      practitionerId: practitionerIndex === null ? null : (studio.practitionerIds[practitionerIndex] ?? null),
      locationId: null,
      mode: null,
      dateFrom: addDays(today, 1),
      dateUntil: addDays(today, days),
      weekdays: everyDay,
      dayparts,
      details,
      acceptedDocuments: [...studio.documents],
      viewerZone: zone,
      idempotencyKey: random.uuid(),
    }),
  );
}

/**
 * Books the first practitioner's next working day, three or more days from today, until nothing is left of it: the day on which
 * a visitor finds no time and may join the waitlist. Returns that date.
 */
export async function fillOneDay(
  life: Life,
  today: LocalDate,
  people: readonly Person[],
): Promise<LocalDate> {
  const { studio, random } = life;
  const [practitionerId] = studio.practitionerIds;
  const [practitioner] = studio.demo.practitioners;
  if (practitionerId === undefined || practitioner === undefined)
    throw new Error("a studio needs a practitioner");
  const date = [3, 4, 5, 6, 7]
    .map((days) => addDays(today, days))
    .find((candidate) => practitioner.hours[weekdayOf(candidate)] !== undefined);
  if (date === undefined) throw new Error("the first practitioner has no working day within a week");
  const longestFirst = studio.services
    .filter(({ by }) => by.includes(0))
    .toSorted((a, b) => b.durationMin - a.durationMin);
  for (const service of longestFirst) {
    for (const mode of service.modes) {
      const choice = { serviceId: service.id, practitionerId, mode, locationId: studio.locationId };
      // What the longest services leave over goes to shorter ones; a taken time simply leaves the list.
      for (let limit = 40; limit > 0; limit -= 1) {
        const { starts } = await listSlots(studio.visitor, { choice, from: date, days: 1 });
        const [first] = starts;
        if (first === undefined) break;
        await book(life, { practitionerId, service, mode, startsAt: instant(first) }, random.pick(people));
      }
    }
  }
  return date;
}
