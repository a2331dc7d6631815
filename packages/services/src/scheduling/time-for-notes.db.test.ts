import {
  bookVisit,
  createStudio,
  inspect,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { asId } from "@quietroom/domain/ids";
import { expect, test } from "vitest";
import { setPractitionerCaps, viewAvailability } from "../studio/index.ts";
import { rescheduleAsStaff } from "./index.ts";
import { holdCode, obstaclesAt, offered } from "../../test/offered-times.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const newYork = "America/New_York";

type Limits = Partial<Omit<Parameters<typeof setPractitionerCaps>[1], "practitionerId" | "version">>;

/** Says the limits of the first practitioner of a studio, and what is not wished is none. */
async function limit(studio: TestStudio, wishes: Limits): Promise<void> {
  const { practitionerId } = studio;
  const { practitioner } = await viewAvailability(studio.as("admin"), { practitionerId });
  const version = practitioner.limitsVersion;
  const none = { maxPerDay: null, maxPerWeek: null };
  succeeded(await setPractitionerCaps(studio.as("admin"), { ...none, ...wishes, practitionerId, version }));
}

/** From when until when a visit takes its practitioner, on the wall. */
async function blockOf(id: string) {
  const [row] = await query(
    `select to_char(blocked_from at time zone '${newYork}', 'HH24:MI') as first,
       to_char(blocked_until at time zone '${newYork}', 'HH24:MI') as last from appointment where id = $1`,
    [id],
  );
  return row;
}

test("SCHED-25 time for notes after each visit is neither offered nor held, and the visit takes it along", async () => {
  const studio = await createStudio(runtime, { rooms: 2, service: { bufferAfterMin: 5 } });
  await limit(studio, { notesMin: 15 });
  const visit = await bookVisit(studio, { startsAt: wallTime(2, "12:00") });
  expect(await blockOf(visit.id)).toEqual({ first: "12:00", last: "13:20" });
  const times = await offered(studio, 2);
  expect(times).toContain("10:30"); // its own notes are written by 11:50
  expect(times).not.toContain("11:00");
  expect(times).not.toContain("13:00");
  expect(times).toContain("13:30");
  expect(await holdCode(studio, wallTime(2, "11:00"))).toBe("slot_taken");
  expect(await holdCode(studio, wallTime(2, "13:00"))).toBe("slot_taken");
  expect(await obstaclesAt(studio, wallTime(2, "13:00"))).toMatchObject([
    { rule: "slot_taken", appointmentId: visit.id, blockedUntil: wallTime(2, "13:20") },
  ]);
  // Every time that is offered can be had, whatever room it gets.
  expect(await holdCode(studio, wallTime(2, "10:30"))).toBe("held");
});

test("SCHED-25 a visit that is moved keeps the time for notes that it has, and one from before none", async () => {
  const studio = await createStudio(runtime);
  const before = await bookVisit(studio, { startsAt: wallTime(2, "09:00") });
  await limit(studio, { notesMin: 15 });
  const after = await bookVisit(studio, { startsAt: wallTime(2, "12:00"), who: person("Ben") });
  const move = async (id: string, time: string) =>
    succeeded(
      await rescheduleAsStaff(studio.as("admin"), {
        appointmentId: asId(id),
        version: 2,
        practitionerId: studio.practitionerId,
        startsAt: wallTime(3, time),
      }),
    );
  await move(before.id, "09:00");
  await move(after.id, "12:00");
  expect(await blockOf(before.id)).toEqual({ first: "09:00", last: "10:00" });
  expect(await blockOf(after.id)).toEqual({ first: "12:00", last: "13:15" });
});
