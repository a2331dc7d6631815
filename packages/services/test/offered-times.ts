import { type Instant, instant, localDate, localTime } from "@quietroom/domain/time";
import { holdInput, type TestStudio, wallTime } from "@quietroom/testing";
import { explainTime, holdSlot, listSlots } from "../src/scheduling/index.ts";

/** Where studios of tests are. */
const newYork = "America/New_York";

/** The starts of a day so many dates ahead that clients are offered with a studio's first practitioner, on the wall. */
export async function offered(
  studio: TestStudio,
  day: number,
  mode: "in_person" | "telehealth" = "in_person",
): Promise<string[]> {
  const startsAt = wallTime(day, "09:00");
  const { starts } = await listSlots(studio.as("public"), {
    choice: holdInput(studio, { startsAt, mode }).choice,
    from: localDate(startsAt, newYork),
    days: 1,
  });
  return starts.map((start) => localTime(instant(start), newYork).time);
}

/** What comes of holding a start with the first practitioner: "held", or why not. */
export async function holdCode(studio: TestStudio, startsAt: Instant) {
  const answer = await holdSlot(studio.as("public"), holdInput(studio, { startsAt }));
  return answer.ok ? "held" : answer.refusal.code;
}

/** What "Why not this time?" names of the first practitioner's start, each rule with its value. */
export async function obstaclesAt(studio: TestStudio, startsAt: Instant) {
  const { practitionerId } = studio;
  const { date, time } = localTime(startsAt, newYork);
  const { choice } = holdInput(studio, { startsAt });
  return (await explainTime(studio.as("admin"), { ...choice, practitionerId, date, time })).obstacles;
}
