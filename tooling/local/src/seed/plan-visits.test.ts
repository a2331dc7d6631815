import { asId, type PractitionerId, type ServiceId } from "@quietroom/domain/ids";
import { addDays, dayMs, resolveWallTime } from "@quietroom/domain/time";
import { expect, test } from "vitest";
import { hudsonPhysio } from "./demo-studios.ts";
import { demoClients } from "./people.ts";
import { ledgerDays, planVisits } from "./plan-visits.ts";
import { createRandom } from "./random.ts";

const id = (last: number) => `0198a1b2-0000-7000-8000-00000000000${last}`;
const studio = {
  demo: hudsonPhysio,
  practitionerIds: hudsonPhysio.practitioners.map((_, index) => asId<PractitionerId>(id(index))),
  services: hudsonPhysio.services.map((service, index) => ({ ...service, id: asId<ServiceId>(id(index)) })),
};
const today = "2027-03-10";
const plan = () => planVisits(createRandom(1), studio, demoClients(createRandom(2), hudsonPhysio), today);

test("API-13 the same seed plans the same people and the same visits", () => {
  expect(plan()).toEqual(plan());
  expect(planVisits(createRandom(2), studio, demoClients(createRandom(2), hudsonPhysio), today)).not.toEqual(
    plan(),
  );
});

test("visits stand at wall-clock times, on both sides of the clock change of 14 March", () => {
  const afterChange = plan().filter(({ visitDay }) => visitDay > 5);
  expect(afterChange.length).toBeGreaterThan(10);
  for (const { startsAt, visitDay } of afterChange) {
    const midnight = resolveWallTime(addDays(today, visitDay), "00:00", "America/New_York");
    expect(startsAt).toBeGreaterThan(midnight);
    expect(startsAt).toBeLessThan(midnight + dayMs);
    expect(new Date(startsAt).getUTCMinutes() % 30).toBe(0);
  }
});

test("whatever is to come was booked before today, within the days that the ledger shows", () => {
  const coming = plan().filter(({ visitDay }) => visitDay >= 0);
  expect(coming.length).toBeGreaterThan(10);
  expect(coming.filter(({ bookedOnDay }) => bookedOnDay > -1 || bookedOnDay < -ledgerDays)).toEqual([]);
});

test("only visits of the past were cancelled, after they were booked and before they began", () => {
  const cancelled = plan().flatMap((visit) =>
    typeof visit.ending === "object" ? [{ ...visit, ...visit.ending }] : [],
  );
  expect(cancelled.length).toBeGreaterThan(2);
  for (const { bookedOnDay, cancelledOnDay, visitDay } of cancelled) {
    expect(bookedOnDay).toBeLessThan(cancelledOnDay);
    expect(cancelledOnDay).toBeLessThan(visitDay);
    expect(visitDay).toBeLessThan(0);
  }
});

test("uuids are uuids", () => {
  const random = createRandom(3);
  for (let round = 0; round < 50; round += 1) {
    expect(random.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});
