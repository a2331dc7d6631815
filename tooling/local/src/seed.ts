import type { KeyService } from "@quietroom/services/ports";
import { advanceClock, beginInThePast } from "@quietroom/sandbox/clock";
import { addDays, dayMs, instant, type LocalDate, localDate } from "@quietroom/domain/time";
import { openRuntime, type Runtime } from "@quietroom/services";
import { saveBookingRules, viewBookingRules } from "@quietroom/services/studio";
import { Client } from "pg";
import { agreed } from "./seed/agreed.ts";
import { fillOneDay, join } from "./seed/add-waitlist.ts";
import { type DemoStudio, hudsonPhysio, stillwater } from "./seed/demo-studios.ts";
import { type Life, liveDay } from "./seed/live-day.ts";
import { type DemoSignIn, type OpenedStudio, openStudio } from "./seed/open-studio.ts";
import { demoClients, type Person } from "./seed/people.ts";
import { ledgerDays, type PlannedVisit, planVisits, weeks } from "./seed/plan-visits.ts";
import { createRandom } from "./seed/random.ts";
import { handOver, historySender, standInForJobs } from "./seed/stand-in-for-jobs.ts";

export type SeedSettings = {
  /** Signs in as quietroom_app: the seed goes through the product's own verbs. */
  readonly databaseUrl: string;
  /** Signs in as quietroom_owner, for the clock alone and for handing history over to the relay. */
  readonly ownerUrl: string;
  readonly linkKey: Uint8Array;
  readonly keyService: KeyService;
  readonly mode: "demo" | "development" | "test" | "production";
};

export type SeededStudio = {
  readonly name: string;
  readonly slug: string;
  /** A day within the next week on which the first practitioner has no time left. */
  readonly fullDay: { readonly date: LocalDate; readonly practitioner: string };
  readonly signIns: readonly DemoSignIn[];
};

/**
 * Fills an empty database with two studios that have lived for four weeks and are booked for four more. The database's clock
 * goes back, and the past is lived through day by day with the product's verbs: held, booked, cancelled, completed, waited for.
 * The same people and visits every time, on dates that follow today. Throws in production, and where a studio is known.
 */
export async function seed(settings: SeedSettings): Promise<readonly SeededStudio[]> {
  if (settings.mode === "production") throw new Error("The demo's studios are never put into production.");
  const owner = new Client({ connectionString: settings.ownerUrl });
  await owner.connect();
  const runtime = await openRuntime({
    databaseUrl: settings.databaseUrl,
    linkKey: settings.linkKey,
    keyService: settings.keyService,
    bookingUrl: "http://history.invalid", // messages of the past are delivered to nobody, so nobody follows their links
    log: { info: () => undefined, warn: () => undefined, error: failLoudly },
    sender: historySender(),
  });
  try {
    return await live(runtime, owner);
  } finally {
    await runtime.close();
    await owner.end();
  }
}

async function live(runtime: Runtime, owner: Client): Promise<SeededStudio[]> {
  const pastMs = weeks * 7 * dayMs;
  const { nowMs } = await beginInThePast(owner, pastMs);
  const now = instant(nowMs + pastMs);
  const lives = await Promise.all(
    [hudsonPhysio, stillwater].map(
      async (demo, index) => await begin(runtime, demo, localDate(now, demo.studio.timeZone), index),
    ),
  );
  for (let day = -weeks * 7; day <= 0; day += 1) {
    await Promise.all(lives.map(async (life) => await liveThrough(life, day)));
    if (day < 0) await advanceClock(owner, dayMs);
  }
  const seeded: SeededStudio[] = [];
  for (const { studio, fullDay } of lives) {
    await handOver(studio, owner);
    await confirmEmailsFromNowOn(studio);
    const { name, slug } = studio.demo.studio;
    const practitioner = studio.demo.practitioners[0]?.displayName ?? "";
    seeded.push({ name, slug, signIns: studio.signIns, fullDay: { date: fullDay(), practitioner } });
  }
  return seeded;
}

/** Nobody was there to read a code in the seed's past. Whoever books from today on is asked for it, as at any studio (BOOK-07). */
async function confirmEmailsFromNowOn({ admin }: OpenedStudio): Promise<void> {
  const rules = await viewBookingRules(admin, {});
  agreed(await saveBookingRules(admin, { ...rules, confirmEmails: true }));
}

type SeededLife = Life & {
  readonly today: LocalDate;
  readonly people: readonly Person[];
  /** Freed hours that nobody could be asked about yet. */
  readonly later: Set<string>;
  fullDay(): LocalDate;
  fill(): Promise<void>;
};

async function begin(
  runtime: Runtime,
  demo: DemoStudio,
  today: LocalDate,
  index: number,
): Promise<SeededLife> {
  const studio = await openStudio(runtime, demo);
  const random = createRandom(20_260 + index);
  const people = demoClients(createRandom(7 + index), demo);
  const life: Life = { studio, random, visits: withStory(planVisits(random, studio, people, today), studio) };
  let full = today;
  return {
    ...life,
    today,
    people,
    later: new Set(),
    fullDay: () => full,
    fill: async () => {
      full = await fillOneDay(life, today, people);
    },
  };
}

/** Days on which something besides ordinary bookings happens. */
const storyJoins = -12;
const storyCancels = -9;
const waitlistJoins = -1;

async function liveThrough(life: SeededLife, day: number): Promise<void> {
  const { studio, people, today } = life;
  const date = addDays(today, day);
  const [main, second] = studio.services;
  const person = (index: number): Person => at(people, people.length - 1 - index);
  if (main === undefined || second === undefined) throw new Error("a studio needs two services");
  if (day === storyJoins) {
    await join(life, date, {
      person: person(0),
      service: main,
      practitionerIndex: 0,
      days: 14,
      dayparts: allDay,
    });
  }
  await liveDay(life, day, date);
  if (day === waitlistJoins) {
    await life.fill();
    // The first of them waits for the day that is full; the others for what may come free before long.
    await join(life, date, {
      person: person(1),
      service: main,
      practitionerIndex: 0,
      days: 21,
      dayparts: allDay,
    });
    await join(life, date, {
      person: person(2),
      service: main,
      practitionerIndex: null,
      days: 28,
      dayparts: ["morning"],
    });
    await join(life, date, {
      person: person(3),
      service: main,
      practitionerIndex: 0,
      days: 28,
      dayparts: ["afternoon", "evening"],
    });
    await join(life, date, {
      person: person(4),
      service: second,
      practitionerIndex: null,
      days: 28,
      dayparts: allDay,
    });
  }
  await standInForJobs(studio, day >= -ledgerDays ? "kept" : "not yet kept", life.later);
}

const allDay: ["morning", "afternoon", "evening"] = ["morning", "afternoon", "evening"];

/** One freed hour of the past went to somebody who waited for it, so that the waitlist has a story to tell. */
function withStory(
  visits: readonly PlannedVisit[],
  { practitionerIds, services }: OpenedStudio,
): PlannedVisit[] {
  const freed = visits.find(
    ({ practitionerId, service, visitDay, bookedOnDay }) =>
      practitionerId === practitionerIds[0] &&
      service.id === services[0]?.id &&
      visitDay >= storyCancels + 2 &&
      visitDay < -2 &&
      bookedOnDay < storyCancels,
  );
  return visits.map((visit) =>
    visit === freed ? { ...visit, ending: { cancelledOnDay: storyCancels, by: "client" } } : visit,
  );
}

function at<T>(from: readonly T[], index: number): T {
  const item = from[index];
  if (item === undefined) throw new RangeError("the demo has fewer people than it needs");
  return item;
}

function failLoudly(code: string): void {
  throw new Error(`the seed met an error: ${code}`);
}
