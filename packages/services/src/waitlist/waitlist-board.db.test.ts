import {
  bookSeats,
  bookVisit,
  clientCalled,
  createStudio,
  freedHour,
  groupSession,
  inspect,
  joinLine,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { cancelByLink } from "../scheduling/index.ts";
import { expireEntries, lapseOffer, offerOpening, waitlistBoard } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

/** A studio of two practitioners with one freed hour of the first. */
async function withOpening(waiting: readonly string[]) {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const openingId = await freedHour(studio, query, { startsAt: wallTime(4, "11:00"), waiting });
  return { studio, system: studio.as("system"), openingId };
}

test("WAIT-05 offering the same hour again, also ten times at once, answers the one live offer", async () => {
  const { studio, system, openingId } = await withOpening(["Bo", "Cy"]);
  const offers = await Promise.all(Array.from({ length: 10 }, () => offerOpening(system, { openingId })));
  expect(new Set(offers.map((offer) => JSON.stringify(offer))).size).toBe(1);
  expect(offers[0]).toMatchObject({ kind: "offered", round: 1 });
  const [count] = await query(
    "select count(*)::int as offers, (select count(*)::int from appointment where tenant_id = $1 and status = 'held') as held from waitlist_offer where tenant_id = $1",
    [studio.tenantId],
  );
  expect(count).toEqual({ offers: 1, held: 1 });
});

test("WAIT-05 two hours freed together go to two different people", async () => {
  const { studio, system, openingId } = await withOpening(["Bo", "Cy"]);
  const { context } = await bookVisit(studio, { startsAt: wallTime(4, "14:00"), who: person("Second") });
  succeeded(await cancelByLink(context, { reason: "" }));
  const rows = await query("select id from opening where tenant_id = $1", [studio.tenantId]);
  const offers = await Promise.all(rows.map(({ id }) => offerOpening(system, { openingId: String(id) })));
  expect(offers.map(({ kind }) => kind)).toEqual(["offered", "offered"]);
  const [asked] = await query(
    "select count(distinct entry_id)::int as people from waitlist_offer where tenant_id = $1",
    [studio.tenantId],
  );
  expect(asked).toEqual({ people: 2 });
  expect(offers.some((offer) => offer.openingId === openingId)).toBe(true);
});

test("an offer does not lapse before its deadline, whoever asks", async () => {
  const { system, openingId } = await withOpening(["Bo"]);
  const offer = await offerOpening(system, { openingId });
  if (offer.kind !== "offered") throw new Error("nothing was offered");
  const { offerId, expiresAt } = offer;
  expect(await lapseOffer(system, { offerId, cause: "deadline" })).toEqual({
    offerId,
    status: "open",
    expiresAt,
  });
  await database.advanceClock(60 * 60_000 + 1);
  const endings = await Promise.all([1, 2, 3].map(() => lapseOffer(system, { offerId, cause: "deadline" })));
  expect(endings.map(({ status }) => status)).toEqual(["lapsed", "lapsed", "lapsed"]);
});

test("WAIT-02 the board tells staff who waits in which order, and its reading is on record with whom it showed", async () => {
  const { studio, system, openingId } = await withOpening(["Bo", "Cy"]);
  await query("update waitlist_entry set priority = 'urgent' where tenant_id = $1 and client_id = $2", [
    studio.tenantId,
    await clientCalled(runtime, studio.tenantId, "Cy"),
  ]);
  await offerOpening(system, { openingId });
  const board = await waitlistBoard(studio.as("receptionist"), {});
  expect(board.entries.map(({ clientName, position, status }) => [clientName, position, status])).toEqual([
    ["Bo Okafor", 2, "waiting"],
    ["Cy Okafor", 1, "offered"],
  ]);
  expect(board.openings).toMatchObject([
    {
      id: openingId,
      status: "offering",
      practitionerName: "Practitioner 1",
      cause: "cancelled",
      offers: [{ clientName: "Cy Okafor", round: 1, status: "open" }],
    },
  ]);
  const [audit] = await query(
    "select detail from audit_event where tenant_id = $1 and verb = 'waitlist.board'",
    [studio.tenantId],
  );
  expect(audit).toMatchObject({ detail: { clientIds: [expect.any(String), expect.any(String)] } });
});

test("ec-I6 ec-I17 the board says of a freed seat that waits for the morning when its session is full again", async () => {
  const studio = await createStudio(runtime);
  const session = await groupSession(studio, { capacity: 2 });
  await bookSeats(studio, session, { name: "Ana" });
  const { context } = await bookSeats(studio, session, { name: "Ben" });
  succeeded(await cancelByLink(context, { reason: "" }));
  const [opening] = await query(
    "update opening set quiet_until = app.now() + interval '1 hour' where tenant_id = $1 returning id",
    [studio.tenantId],
  );
  expect(opening).toBeDefined();
  const isBooked = async () =>
    (await waitlistBoard(studio.as("receptionist"), {})).openings.map((one) => one.bookedMeanwhile);
  expect(await isBooked()).toEqual([false]);
  await bookSeats(studio, session, { name: "Cy" });
  expect(await isBooked()).toEqual([true]);
  await query("update opening set quiet_until = app.now() where tenant_id = $1", [studio.tenantId]);
  expect(await isBooked()).toEqual([false]);
});

test("AUTH-53 a therapist sees what could come to them; a stranger, nothing", async () => {
  const { studio } = await withOpening(["Bo"]);
  const [first, second] = studio.practitionerIds;
  if (first === undefined || second === undefined) throw new Error("two practitioners");
  await joinLine(studio, person("Di"), { practitionerId: first });
  const own = await waitlistBoard(studio.as({ therapist: second }), {});
  expect(own.entries.map(({ clientName }) => clientName)).toEqual(["Bo Okafor"]);
  expect(own.openings).toEqual([]);
  expect((await waitlistBoard(studio.as({ therapist: first }), {})).entries).toHaveLength(2);
  const stranger = await createStudio(runtime);
  expect(await waitlistBoard(stranger.as("admin"), {})).toMatchObject({ entries: [], openings: [] });
  await expect(waitlistBoard(studio.as("public"), {})).rejects.toThrow("forbidden");
});

test("WAIT-03 AUD-01 a wish ends with its last date in the studio's zone, and its end is in the audit once", async () => {
  const { studio, system } = await withOpening([]);
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York" }).format(Date.now());
  await joinLine(studio, person("Short"));
  await query("update waitlist_entry set date_from = $2, date_until = $2 where tenant_id = $1", [
    studio.tenantId,
    today,
  ]);
  // The clock of this file has been moved ahead by an hour at most, so look at the date it shows.
  const [clock] = await query("select (app.now() at time zone 'America/New_York')::date::text as today");
  const overAlready = String(clock?.["today"]) > today;
  expect(await expireEntries(system, {})).toEqual({ expired: overAlready ? 1 : 0 });
  await database.advanceClock(24 * 60 * 60_000);
  expect(await expireEntries(system, {})).toEqual({ expired: overAlready ? 0 : 1 });
  expect((await waitlistBoard(studio.as("admin"), {})).entries).toMatchObject([
    { status: "expired", position: null },
  ]);
  const audit = await query(
    `select action, resource, client_id is not null as named, phi, changed from audit_event
     where tenant_id = $1 and verb = 'waitlist.expire_entries'`,
    [studio.tenantId],
  );
  expect(audit).toEqual([
    { action: "update", resource: "waitlist_entry", named: true, phi: true, changed: ["status"] },
  ]);
});

test("TEN-07 another studio's opening and offer do not exist; nobody but a job offers", async () => {
  const { studio, system, openingId } = await withOpening(["Bo"]);
  const offer = await offerOpening(system, { openingId });
  const stranger = await createStudio(runtime);
  await expect(offerOpening(stranger.as("system"), { openingId })).rejects.toThrow("not_found");
  if (offer.kind !== "offered") throw new Error("nothing was offered");
  const ask = { offerId: offer.offerId, cause: "unreachable" } as const;
  await expect(lapseOffer(stranger.as("system"), ask)).rejects.toThrow("not_found");
  await expect(offerOpening(studio.as("admin"), { openingId })).rejects.toThrow("forbidden");
});
