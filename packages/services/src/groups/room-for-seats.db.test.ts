import { type AppointmentId, asId, type PractitionerId, type ResourceId } from "@quietroom/domain/ids";
import {
  bookVisit,
  createStudio,
  groupSession,
  plainRoom,
  sessionInput,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { addResource, listResources, saveResource } from "../studio/index.ts";
import { changeGroupSession, groupRoster, moveSession, scheduleGroupSession } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);

async function hall(studio: TestStudio) {
  const room = {
    ...plainRoom,
    capacity: 31,
    kind: "room",
    locationId: studio.locationId,
    name: "Hall",
  } as const;
  return succeeded(await addResource(studio.as("admin"), room)).id;
}

const theHall = { name: "Hall", locationName: "Main Street", holds: 31 };

test("SCHED-24 a session of more people than a room holds is refused with the rooms that do, and never put into one that does not", async () => {
  const studio = await createStudio(runtime, { practitioners: 2 });
  const admin = studio.as("admin");
  const thirty = sessionInput(studio, { capacity: 30 });
  expect(await scheduleGroupSession(admin, thirty)).toEqual({
    ok: false,
    refusal: { code: "room_too_small", rooms: [] },
  });
  await hall(studio);
  const { groupSessionId } = succeeded(await scheduleGroupSession(admin, thirty));
  const { session } = await groupRoster(admin, { groupSessionId: asId(groupSessionId) });
  expect(session.roomName).toBe("Hall");
  // Its one room taken is another thing than none that is large enough; a small one that is free is no help.
  const [, colleague] = studio.practitionerIds;
  const beside = { ...thirty, practitionerId: asId<PractitionerId>(colleague ?? "") };
  expect(await scheduleGroupSession(admin, beside)).toEqual({ ok: false, refusal: { code: "no_room" } });
  const [small] = studio.roomIds;
  const move = {
    groupSessionId: asId<AppointmentId>(groupSessionId),
    version: 1,
    date: thirty.date,
    time: "10:00",
  } as const;
  expect(await moveSession(admin, { ...move, roomId: asId<ResourceId>(small ?? "") })).toEqual({
    ok: false,
    refusal: { code: "room_too_small", rooms: [theHall] },
  });
});

test("SCHED-24 eleven seats and who leads them fill a room for twelve; one more seat is refused", async () => {
  const studio = await createStudio(runtime);
  const admin = studio.as("admin");
  const groupSessionId = await groupSession(studio, { capacity: 11 });
  const change = { groupSessionId, version: 1, practitionerId: studio.practitionerId, openOnline: true };
  await hall(studio);
  expect(await changeGroupSession(admin, { ...change, capacity: 12 })).toEqual({
    ok: false,
    refusal: { code: "room_too_small", rooms: [theHall] },
  });
  succeeded(await changeGroupSession(admin, { ...change, capacity: 10 }));
});

test("ec-F3 a room whose capacity is cut names the sessions that it does not hold any more, and sends nobody away", async () => {
  const studio = await createStudio(runtime);
  const admin = studio.as("admin");
  const groupSessionId = await groupSession(studio, { capacity: 4 });
  await bookVisit(studio, { startsAt: wallTime(6, "10:00") });
  const { resources } = await listResources(admin, {});
  const [room] = resources;
  if (room === undefined) throw new Error("a studio has a room");
  expect(room.overfull).toEqual([]);
  const { name, type, equipment, stepFree, cleaningMin, active, id, version } = room;
  const cut = { name, type, equipment, stepFree, cleaningMin, active, capacity: 3 };
  const saved = succeeded(await saveResource(admin, { ...cut, id: asId(id), version }));
  expect(saved.overfull).toEqual([
    {
      id: groupSessionId,
      startsAt: wallTime(5, "10:00"),
      timeZone: "America/New_York",
      practitionerName: "Practitioner 1",
      people: 5,
    },
  ]);
  // Another change of the session is no reason to refuse it for its room.
  const change = { groupSessionId, version: 1, practitionerId: studio.practitionerId, openOnline: false };
  succeeded(await changeGroupSession(admin, { ...change, capacity: 4 }));
});
