import type { AppointmentId } from "@quietroom/domain/ids";
import {
  answerOfferLink,
  bookSeats,
  cancelVisit,
  createStudio,
  groupSession,
  inspect,
  joinInput,
  joinLine,
  person,
  seatsInput,
  sessionInput,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { holdSeats, listOpenSessions } from "../scheduling/index.ts";
import {
  joinWaitlist,
  offerOpening,
  viewOffer,
  waitlistBoard,
  withdrawLostOffer,
} from "../waitlist/index.ts";
import { cancelGroupSession, changeGroupSession, groupRoster, moveSession } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

async function openingsOf(studio: TestStudio): Promise<readonly string[]> {
  const rows = await query("select id from opening where tenant_id = $1 order by id", [studio.tenantId]);
  return rows.map(({ id }) => String(id));
}

/** What the job does with the first opening that a studio has. */
async function fill(studio: TestStudio) {
  const [openingId = ""] = await openingsOf(studio);
  return await offerOpening(studio.as("system"), { openingId });
}

/** A session of two seats, both taken, with people in line for a seat of it. */
async function fullSession(studio: TestStudio, waiting: readonly string[]) {
  const groupSessionId = await groupSession(studio, { capacity: 2 });
  const seat = await bookSeats(studio, groupSessionId);
  await bookSeats(studio, groupSessionId, { name: "Ben" });
  const places: number[] = [];
  for (const name of waiting) places.push(await joinLine(studio, person(name), { groupSessionId }));
  return { groupSessionId, seat, places };
}

async function takenOf(studio: TestStudio, groupSessionId: AppointmentId): Promise<number> {
  return (await groupRoster(studio.as("admin"), { groupSessionId })).session.taken;
}

test("ec-I17 ec-F1 a freed seat is offered as a seat to whoever waits for it, and is theirs once they accept", async () => {
  const studio = await createStudio(runtime);
  // Someone who waits for any time of the service is in another line.
  expect(await joinLine(studio, person("Anytime"))).toBe(1);
  const { groupSessionId, seat, places } = await fullSession(studio, ["Cleo", "Dora"]);
  expect(places).toEqual([1, 2]);
  const { entries } = await waitlistBoard(studio.as("admin"), {});
  expect(entries.map(({ ofSession, position }) => [ofSession, position])).toEqual([
    [false, 1],
    [true, 1],
    [true, 2],
  ]);
  await cancelVisit(seat);
  const offer = await fill(studio);
  if (offer.kind !== "offered") throw new Error("nobody was offered the seat");
  // It is kept, so nobody else has it meanwhile; and nothing was booked unasked.
  expect(await takenOf(studio, groupSessionId)).toBe(2);
  const late = await holdSeats(studio.as("public"), seatsInput(groupSessionId));
  expect(late).toMatchObject({ refusal: { code: "full" } });
  const { offerId } = offer;
  const shown = succeeded(await viewOffer(studio.as({ link: "offer", id: offerId }), {}));
  expect(shown).toMatchObject({ status: "open", startsAt: wallTime(5, "10:00") });
  succeeded(await answerOfferLink(studio, offerId, "accept"));
  const { seats } = await groupRoster(studio.as("admin"), { groupSessionId });
  expect(seats.map(({ clientName, status }) => `${clientName} ${status}`).toSorted()).toEqual([
    "Ana Okafor cancelled",
    "Ben Okafor scheduled",
    "Cleo Okafor scheduled",
  ]);
  const waiting = await query(
    "select count(*)::int from waitlist_entry where tenant_id = $1 and status = 'waiting'",
    [studio.tenantId],
  );
  expect(waiting).toEqual([{ count: 2 }]);
});

test("ec-I17 a seat that is declined goes to the next in its line, and with nobody left to everybody", async () => {
  const studio = await createStudio(runtime);
  await joinLine(studio, person("Anytime"));
  const { groupSessionId, seat } = await fullSession(studio, ["Cleo", "Dora"]);
  await cancelVisit(seat);
  const asked: string[] = [];
  for (let offer = await fill(studio); offer.kind === "offered"; offer = await fill(studio)) {
    const [row] = await query(
      "select e.client_id from waitlist_offer o join waitlist_entry e on e.id = o.entry_id where o.id = $1",
      [offer.offerId],
    );
    asked.push(String(row?.["client_id"]));
    await answerOfferLink(studio, offer.offerId, "decline");
  }
  expect(new Set(asked).size).toBe(2);
  const [open] = (await listOpenSessions(studio.as("public"), {})).sessions;
  expect(open?.left).toBe(1);
  expect(await takenOf(studio, groupSessionId)).toBe(1);
});

test("ec-I17 a party that leaves frees each of its seats, and each is offered to somebody else", async () => {
  const studio = await createStudio(runtime);
  const groupSessionId = await groupSession(studio, { capacity: 2 });
  const pair = await bookSeats(studio, groupSessionId, { partySize: 2 });
  for (const name of ["Cleo", "Dora"]) await joinLine(studio, person(name), { groupSessionId });
  await cancelVisit(pair);
  const system = studio.as("system");
  const offers = [];
  for (const openingId of await openingsOf(studio)) offers.push(await offerOpening(system, { openingId }));
  expect(offers.map(({ kind }) => kind)).toEqual(["offered", "offered"]);
  expect(await takenOf(studio, groupSessionId)).toBe(2);
});

test("ec-I17 ec-F3 seats that are added are offered to those who wait, each to one of them, and nobody waits for what was never taken", async () => {
  const studio = await createStudio(runtime);
  const admin = studio.as("admin");
  const { groupSessionId } = await fullSession(studio, ["Cleo", "Dora"]);
  const change = { groupSessionId, practitionerId: studio.practitionerId, openOnline: true } as const;
  succeeded(await changeGroupSession(admin, { ...change, version: 1, capacity: 3 }));
  expect(await openingsOf(studio)).toHaveLength(1);
  expect(await fill(studio)).toMatchObject({ kind: "offered" });
  // Fewer seats than are taken, and again as many: nothing is free, so nothing is offered.
  succeeded(await changeGroupSession(admin, { ...change, version: 2, capacity: 2 }));
  succeeded(await changeGroupSession(admin, { ...change, version: 3, capacity: 3 }));
  expect(await openingsOf(studio)).toHaveLength(1);
  // One more person waits, for however many seats.
  succeeded(await changeGroupSession(admin, { ...change, version: 4, capacity: 9 }));
  const [, added = ""] = await openingsOf(studio);
  expect(await openingsOf(studio)).toHaveLength(2);
  expect(await offerOpening(studio.as("system"), { openingId: added })).toMatchObject({ kind: "offered" });
  expect(await query("select distinct cause from opening where tenant_id = $1", [studio.tenantId])).toEqual([
    { cause: "seats_added" },
  ]);
  expect(await takenOf(studio, groupSessionId)).toBe(4);
});

/** From now on the licences of a studio's practitioners have expired. */
async function licencesExpire(studio: TestStudio): Promise<void> {
  await query(
    `insert into practitioner_licence (tenant_id, practitioner_id, title, number, state, expires_on)
     select tenant_id, id, 'LCSW', 'C-1', 'New York', '2020-01-31' from practitioner where tenant_id = $1`,
    [studio.tenantId],
  );
}

test("ADM-04 ec-I17 a seat of a session whose facilitator may not practise by then is not had by whoever was offered it", async () => {
  const studio = await createStudio(runtime);
  const { groupSessionId, seat } = await fullSession(studio, ["Cleo"]);
  await cancelVisit(seat);
  const offer = await fill(studio);
  if (offer.kind !== "offered") throw new Error("nobody was offered the seat");
  await licencesExpire(studio);
  // Whoever was asked does not have to try: what looks at offers once a licence changes takes it back.
  const { openingId } = offer;
  expect(await withdrawLostOffer(studio.as("system"), { openingId })).toEqual({ withdrawn: 1 });
  expect(await answerOfferLink(studio, offer.offerId, "accept")).toMatchObject({
    refusal: { code: "withdrawn" },
  });
  expect(await takenOf(studio, groupSessionId)).toBe(1);
});

test("ADM-04 ec-I17 a seat that is freed in a session whose facilitator may not practise by then is offered to nobody", async () => {
  const studio = await createStudio(runtime);
  const { seat } = await fullSession(studio, ["Cleo"]);
  await licencesExpire(studio);
  await cancelVisit(seat);
  expect((await fill(studio)).kind).not.toBe("offered");
});

test("ec-I17 who waits for a session that moves waits for it there; an offer that is out is taken back, as when it is called off", async () => {
  const studio = await createStudio(runtime);
  const admin = studio.as("admin");
  const { groupSessionId, seat } = await fullSession(studio, ["Cleo"]);
  await cancelVisit(seat);
  const offer = await fill(studio);
  if (offer.kind !== "offered") throw new Error("nobody was offered the seat");
  const { date } = sessionInput(studio, { day: 6 });
  succeeded(await moveSession(admin, { groupSessionId, version: 1, date, time: "14:00", roomId: null }));
  expect(await answerOfferLink(studio, offer.offerId, "accept")).toMatchObject({
    refusal: { code: "withdrawn" },
  });
  const [entry] = await query(
    "select status, date_from::text, date_until::text from waitlist_entry where group_session_id = $1",
    [groupSessionId],
  );
  expect(entry).toEqual({ status: "waiting", date_from: date, date_until: date });
  succeeded(await cancelGroupSession(admin, { groupSessionId, version: 2, reason: "" }));
  const late = joinInput(studio, person("Dora"), { groupSessionId });
  expect(await joinWaitlist(studio.as("public"), late)).toMatchObject({
    refusal: { code: "unknown_service" },
  });
});
