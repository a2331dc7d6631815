import { expect, test } from "vitest";
import { changedFields } from "../../show/changed-fields.ts";
import { saidOfPlacement, saidOfSession, versionOver } from "./session-words.ts";

type Session = Parameters<typeof versionOver>[1];

const session: Session = {
  id: "s-1",
  version: 3,
  status: "scheduled",
  serviceId: "yoga",
  serviceName: "Yoga",
  practitionerId: "p-1",
  practitionerName: "Ada",
  withPractitionerIds: [],
  locationId: "l-1",
  locationName: "River Street",
  roomId: null,
  roomName: null,
  mode: "in_person",
  date: "2027-03-15",
  startsAt: Date.parse("2027-03-16T01:30:00Z"),
  endsAt: Date.parse("2027-03-16T02:30:00Z"),
  timeZone: "America/New_York",
  capacity: 8,
  left: 8,
  taken: 0,
  booked: 0,
  asked: 0,
  minimum: null,
  minimumOf: null,
  openOnline: true,
  needsScreening: false,
  canManage: true,
};
const people = [
  { id: "p-1", displayName: "Ada" },
  { id: "p-2", displayName: "Bo" },
];
const changes = saidOfSession(people);
const placement = saidOfPlacement("en-US");

test("API-18 what somebody else made of a session is said by name and by the clock of its place", () => {
  const led = {
    ...session,
    version: 4,
    practitionerId: "p-2",
    withPractitionerIds: ["p-9"],
    minimumOf: { people: 3, hoursBefore: 24 },
  };
  expect(changedFields(changes, session, led).map(({ field, present }) => [field, present])).toEqual([
    ["practitionerId", "Bo"],
    ["coFacilitatorId", "somebody else"],
    ["minimum", "3, decided 24 hours before"],
  ]);
  const moved = { ...session, version: 4, startsAt: Date.parse("2027-03-17T16:00:00Z"), roomName: "Studio" };
  expect(changedFields(placement, session, moved).map(({ field, present }) => [field, present])).toEqual([
    ["date", "Wednesday, March 17, 2027"],
    ["time", "12:00 noon"],
    ["roomId", "Studio"],
  ]);
});

test("API-18 a form saves over what changed elsewhere of a session, and not over what changed of its own fields", () => {
  const moved = { ...session, version: 4, startsAt: Date.parse("2027-03-17T16:00:00Z") };
  expect(versionOver(changes, session, moved)).toBe(4);
  expect(versionOver(placement, session, moved)).toBe(3);
});
