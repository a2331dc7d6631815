import { type AppointmentId, asId, type ClientId, type PractitionerId } from "@quietroom/domain/ids";
import { addDays, hourMs, localDate } from "@quietroom/domain/time";
import {
  bookInput,
  bookSeats,
  bookVisit,
  clientCalled,
  createStudio,
  groupSession,
  holdInput,
  holdTime,
  idIn,
  inspect,
  person,
  seatsInput,
  sessionInput,
  succeeded,
  testDatabase,
  testRuntime,
  wallTime,
  replaceLimits,
} from "@quietroom/testing";
import { expect, test, vi } from "vitest";
import { calledFrom } from "../runtime.ts";
import {
  appointmentPanel,
  bookHold,
  calendarRange,
  cancelAsStaff,
  cancelByLink,
  changeStatus,
  holdSeats,
  holdSlot,
  listAffectedVisits,
  listOpenSessions,
  listOwnVisits,
  rescheduleAsStaff,
  viewAppointment,
} from "../scheduling/index.ts";
import { setStanding } from "../studio/index.ts";
import {
  cancelGroupSession,
  changeGroupSession,
  groupRoster,
  listGroupSessions,
  scheduleGroupSession,
  seatClient,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database, { poolSize: 20 });
const query = await inspect(database);
// Somebody whose transaction is under way while verbs do their work.
const rival = await inspect(database);

async function events(tenantId: string, name: string) {
  const rows = await query("select data from outbox where tenant_id = $1 and name = $2 order by seq", [
    tenantId,
    name,
  ]);
  return rows.map(({ data }) => data);
}

test("SCHED-24 a group session takes its facilitator and its room like any visit, and counts its seats", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 1 });
  const admin = studio.as("admin");
  const groupSessionId = await groupSession(studio, { capacity: 3 });
  const startsAt = wallTime(5, "10:00");
  const taken = await holdSlot(studio.as("public"), holdInput(studio, { startsAt }));
  expect(taken).toMatchObject({ ok: false, refusal: { code: "slot_taken" } });
  const [, other] = studio.practitionerIds;
  const inItsRoom = holdInput(studio, { startsAt, practitionerId: asId(other ?? "") });
  expect(await holdSlot(studio.as("public"), inItsRoom)).toMatchObject({ refusal: { code: "no_room" } });
  expect(await scheduleGroupSession(admin, sessionInput(studio))).toEqual({
    ok: false,
    refusal: { code: "slot_taken" },
  });
  await bookSeats(studio, groupSessionId, { partySize: 2 });
  const [open] = (await listOpenSessions(studio.as("public"), {})).sessions;
  expect(open).toMatchObject({ id: groupSessionId, capacity: 3, left: 1, startsAt });
  const { sessions } = await listGroupSessions(admin, { from: sessionInput(studio).date });
  expect(sessions).toMatchObject([{ id: groupSessionId, taken: 2, left: 1, canManage: true }]);
  const { session, seats } = await groupRoster(admin, { groupSessionId });
  expect(session.roomName).toBe("Room 1");
  expect(seats).toMatchObject([{ clientName: "Ana Okafor", partySize: 2, status: "scheduled" }]);
});

test("SCHED-24 whichever path writes, the database lets no visit overlap a group session and no seat leave it", async () => {
  const studio = await createStudio(runtime);
  const groupSessionId = await groupSession(studio, { capacity: 1 });
  const seat = await bookSeats(studio, groupSessionId);
  const copy = `insert into appointment (tenant_id, status, practitioner_id, location_id, service_id, mode, starts_at, ends_at, blocked_from,
      blocked_until, time_zone, hold_expires_at, group_session_id, party_size)
    select tenant_id, 'held', practitioner_id, location_id, service_id, mode, starts_at, ends_at, blocked_from, blocked_until, time_zone,
      app.now() + interval '10 minutes', $2::uuid, case when $2::uuid is null then null else 1 end
    from appointment where id = $1`;
  await expect(query(copy, [groupSessionId, null])).rejects.toThrow("appointment_practitioner_free");
  await expect(query(copy, [groupSessionId, groupSessionId])).rejects.toThrow("the seats are taken");
  await expect(
    query("update appointment set starts_at = starts_at + interval '5 minutes' where id = $1", [seat.id]),
  ).rejects.toThrow("a seat is where and when its session is");
});

test("SCHED-24 who books a seat waits for whoever changes its session before they take the seat, so that the two never wait for each other", async () => {
  const studio = await createStudio(runtime);
  const groupSessionId = await groupSession(studio);
  const { token } = succeeded(await holdSeats(studio.as("public"), seatsInput(groupSessionId)));
  const id = asId<AppointmentId>(idIn(studio, token));
  const lock = async (row: string, how: string) =>
    await rival(`select true as locked from appointment where id = $1 for update ${how}`, [row]);
  await rival("begin");
  await lock(groupSessionId, "");
  const booking = bookHold(studio.as({ link: "hold", id }), bookInput(person("Ana")));
  const waits = async () =>
    await query(
      `select from pg_stat_activity
       where datname = current_database() and usename = 'quietroom_app' and wait_event_type = 'Lock'`,
    );
  await vi.waitFor(async () => expect(await waits()).toHaveLength(1), { timeout: 15_000, interval: 20 });
  expect(await lock(id, "nowait")).toEqual([{ locked: true }]);
  await rival("commit");
  succeeded(await booking);
});

test("SCHED-24 ec-H5 who chooses other seats waits for the session before they touch the ones they have, as whoever confirms those", async () => {
  const studio = await createStudio(runtime);
  const groupSessionId = await groupSession(studio, { capacity: 8 });
  const { token } = succeeded(await holdSeats(studio.as("public"), seatsInput(groupSessionId)));
  const id = idIn(studio, token);
  const lock = async (row: string, how: string) =>
    await rival(`select true as locked from appointment where id = $1 for update ${how}`, [row]);
  await rival("begin");
  await lock(groupSessionId, "");
  const wish = { ...seatsInput(groupSessionId, 2), releaseToken: token };
  const choosing = holdSeats(studio.as("public"), wish);
  const waits = async () =>
    await query(
      `select from pg_stat_activity
       where datname = current_database() and usename = 'quietroom_app' and wait_event_type = 'Lock'`,
    );
  await vi.waitFor(async () => expect(await waits()).toHaveLength(1), { timeout: 15_000, interval: 20 });
  expect(await lock(id, "nowait")).toEqual([{ locked: true }]);
  await rival("commit");
  succeeded(await choosing);
  expect(await query("select from appointment where id = $1", [id])).toEqual([]);
});

test("ec-H5 what a visitor holds is given up only for seats that they get, and makes room for them in its own session", async () => {
  const studio = await createStudio(runtime);
  const full = await groupSession(studio, { capacity: 1 });
  await bookSeats(studio, full, { name: "Ben" });
  const time = await holdTime(studio, { startsAt: wallTime(4, "10:00") });
  const wish = { ...seatsInput(full), releaseToken: time.token };
  expect(await holdSeats(studio.as("public"), wish)).toMatchObject({ refusal: { code: "full" } });
  expect(await query("select status from appointment where id = $1", [time.id])).toEqual([
    { status: "held" },
  ]);

  const open = await groupSession(studio, { day: 6, capacity: 4 });
  await bookSeats(studio, open, { partySize: 2, name: "Cleo" });
  const seats = succeeded(
    await holdSeats(studio.as("public"), { ...seatsInput(open), releaseToken: time.token }),
  );
  expect(await query("select status from appointment where id = $1", [time.id])).toEqual([]);
  const two = { ...seatsInput(open, 2), releaseToken: seats.token };
  const { token } = succeeded(await holdSeats(studio.as("public"), two));
  // Pressed again with what is booked by now, it gives up nothing.
  const context = studio.as({ link: "hold", id: idIn(studio, token) });
  succeeded(await bookHold(context, bookInput(person("Ana"))));
  const again = { ...seatsInput(open), releaseToken: token };
  expect(await holdSeats(studio.as("public"), again)).toMatchObject({ refusal: { code: "full" } });
});

test("BOOK-12 ec-H6 three quarters of a session's seats can be kept, by whomever; the rest is for those who book, and booked seats never count", async () => {
  const studio = await createStudio(runtime);
  await query("update resource set capacity = 60 where tenant_id = $1", [studio.tenantId]);
  const groupSessionId = await groupSession(studio, { capacity: 12 });
  const hold = async (partySize: number) =>
    await holdSeats(studio.as("public"), seatsInput(groupSessionId, partySize));
  const family = succeeded(await hold(6));
  const tooMany = { ok: false, refusal: { code: "too_many_holds", left: null } };
  expect(await hold(6)).toEqual(tooMany);
  expect(await hold(3)).toMatchObject({ ok: true });
  expect(await hold(1)).toEqual(tooMany);
  const context = studio.as({ link: "hold", id: idIn(studio, family.token) });
  succeeded(await bookHold(context, bookInput(person("Ana"))));
  expect(await hold(3)).toMatchObject({ ok: true });
});

test("BOOK-12 ec-H6 one address keeps seats for five people of all sessions, or for one party by itself; other addresses keep theirs", async () => {
  const studio = await createStudio(runtime);
  await query("update resource set capacity = 60 where tenant_id = $1", [studio.tenantId]);
  const sessions = [
    await groupSession(studio, { capacity: 40 }),
    await groupSession(studio, { day: 6, capacity: 40 }),
  ];
  const hold = async (which: 0 | 1, partySize: number, ip = "203.0.113.7") => {
    const visitor = calledFrom(runtime, { ip, userAgent: "a browser" });
    const groupSessionId = asId<AppointmentId>(sessions[which] ?? "");
    return await holdSeats(
      { ...studio.as("public"), runtime: visitor },
      seatsInput(groupSessionId, partySize),
    );
  };
  const tooMany = { ok: false, refusal: { code: "too_many_holds", left: null } };
  const family = succeeded(await hold(0, 6));
  expect(await hold(0, 1)).toEqual(tooMany);
  expect(await hold(1, 1)).toEqual(tooMany);
  expect(await hold(0, 6, "203.0.113.8")).toMatchObject({ ok: true });
  const context = studio.as({ link: "hold", id: idIn(studio, family.token) });
  succeeded(await bookHold(context, bookInput(person("Ana"))));
  expect(await hold(1, 4)).toMatchObject({ ok: true });
  expect(await hold(0, 2)).toEqual(tooMany);
  expect(await hold(0, 1)).toMatchObject({ ok: true });
});

test("ec-C7 the buffers of a service lie around its group session, not around each seat", async () => {
  const studio = await createStudio(runtime, { service: { bufferBeforeMin: 30, bufferAfterMin: 30 } });
  const groupSessionId = await groupSession(studio);
  await bookSeats(studio, groupSessionId);
  await bookSeats(studio, groupSessionId, { name: "Ben" });
  const rows = await query(
    "select group_session_id is null as session, (extract(epoch from blocked_until - blocked_from) / 60)::int as min from appointment where tenant_id = $1 order by 1 desc",
    [studio.tenantId],
  );
  expect(rows).toEqual([
    { session: true, min: 120 },
    { session: false, min: 60 },
    { session: false, min: 60 },
  ]);
  const inBuffer = holdInput(studio, { startsAt: wallTime(5, "11:00") });
  expect(await holdSlot(studio.as("public"), inBuffer)).toMatchObject({ refusal: { code: "slot_taken" } });
});

test("ec-F1 forty want the last seat at once: one has it, and the others are told that it is full", async () => {
  const studio = await createStudio(runtime);
  const groupSessionId = await groupSession(studio, { capacity: 2 });
  await bookSeats(studio, groupSessionId);
  const answers = await Promise.all(
    Array.from({ length: 40 }, async (_, visitor) => {
      const held = await holdSeats(studio.as("public"), seatsInput(groupSessionId));
      if (!held.ok) return held.refusal.code;
      const context = studio.as({ link: "hold", id: idIn(studio, held.value.token) });
      const booked = await bookHold(context, bookInput(person(`Visitor${visitor}`)));
      return booked.ok ? "booked" : booked.refusal.code;
    }),
  );
  expect(answers.filter((answer) => answer === "booked")).toHaveLength(1);
  expect(answers.filter((answer) => answer === "full")).toHaveLength(39);
});

test("ec-F1 ec-H3 forty confirm holds of the last seat that ran out, all at once: one has it", async () => {
  const studio = await createStudio(runtime);
  const groupSessionId = await groupSession(studio, { capacity: 1 });
  const holds: string[] = [];
  for (let visitor = 0; visitor < 40; visitor += 1) {
    const { token } = succeeded(await holdSeats(studio.as("public"), seatsInput(groupSessionId)));
    const id = idIn(studio, token);
    await query("update appointment set hold_expires_at = app.now() - interval '1 second' where id = $1", [
      id,
    ]);
    holds.push(id);
  }
  const answers = await Promise.all(
    holds.map(async (id, visitor) =>
      bookHold(studio.as({ link: "hold", id }), bookInput(person(`Late${visitor}`))),
    ),
  );
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  for (const answer of answers)
    if (!answer.ok) expect(answer.refusal).toEqual({ code: "seats_taken", alternatives: [] });
});

test("ec-F2 a party of three where two seats are left is told so, and gets none unasked", async () => {
  const studio = await createStudio(runtime);
  const groupSessionId = await groupSession(studio, { capacity: 4 });
  await bookSeats(studio, groupSessionId, { partySize: 2 });
  expect(await holdSeats(studio.as("public"), seatsInput(groupSessionId, 3))).toEqual({
    ok: false,
    refusal: { code: "too_few_left", left: 2 },
  });
  const [session] = (await listOpenSessions(studio.as("public"), {})).sessions;
  expect(session?.left).toBe(2);
  const { context } = await bookSeats(studio, groupSessionId, { partySize: 2, name: "Ben" });
  expect(succeeded(await viewAppointment(context, {}))).toMatchObject({ partySize: 2, priceMinor: 24_000 });
});

test("ec-F3 a capacity cut below those who are seated evicts nobody and seats nobody else", async () => {
  const studio = await createStudio(runtime);
  const admin = studio.as("admin");
  const groupSessionId = await groupSession(studio, { capacity: 4 });
  await bookSeats(studio, groupSessionId, { partySize: 3 });
  const cut = {
    groupSessionId,
    version: 1,
    practitionerId: studio.practitionerId,
    capacity: 2,
    openOnline: true,
  };
  succeeded(await changeGroupSession(admin, cut));
  expect(await changeGroupSession(admin, cut)).toMatchObject({ refusal: { code: "changed_meanwhile" } });
  const { session, seats } = await groupRoster(admin, { groupSessionId });
  expect(session).toMatchObject({ capacity: 2, taken: 3, left: 0 });
  expect(seats).toMatchObject([{ status: "scheduled", partySize: 3 }]);
  expect(await holdSeats(studio.as("public"), seatsInput(groupSessionId))).toMatchObject({
    refusal: { code: "full" },
  });
});

test("ec-F4 the first who booked cancels: the session lives, and its hour is offered to nobody", async () => {
  const studio = await createStudio(runtime);
  const groupSessionId = await groupSession(studio, { capacity: 2 });
  const first = await bookSeats(studio, groupSessionId);
  await bookSeats(studio, groupSessionId, { name: "Ben" });
  succeeded(await cancelByLink(first.context, { reason: "" }));
  const { session, seats } = await groupRoster(studio.as("admin"), { groupSessionId });
  expect(session).toMatchObject({ status: "scheduled", taken: 1, left: 1 });
  expect(seats.map(({ clientName, status }) => [clientName, status])).toEqual([
    ["Ben Okafor", "scheduled"],
    ["Ana Okafor", "cancelled"],
  ]);
  // What is free is a seat of it, and not its hour.
  const openings = await query("select group_session_id from opening where tenant_id = $1", [
    studio.tenantId,
  ]);
  expect(openings).toEqual([{ group_session_id: groupSessionId }]);
});

test("ec-F5 a session that the studio calls off takes every seat with it: each is told, none is late", async () => {
  const studio = await createStudio(runtime);
  const admin = studio.as("admin");
  const groupSessionId = await groupSession(studio, { day: 1, capacity: 5 });
  const seats = [
    await bookSeats(studio, groupSessionId),
    await bookSeats(studio, groupSessionId, { name: "Ben" }),
  ];
  const { token } = succeeded(await holdSeats(studio.as("public"), seatsInput(groupSessionId)));
  await query(
    "update appointment set cancel_deadline = app.now() - interval '1 hour' where group_session_id = $1",
    [groupSessionId],
  );
  const call = { groupSessionId, version: 1, reason: "Facilitator unwell" };
  succeeded(await cancelGroupSession(admin, call));
  expect(await cancelGroupSession(admin, { ...call, version: 2 })).toMatchObject({
    refusal: { code: "already_cancelled" },
  });
  const rows = await query(
    "select status, late_cancel, cancelled_by from appointment where group_session_id = $1",
    [groupSessionId],
  );
  const gone = { status: "cancelled", late_cancel: false, cancelled_by: "staff" };
  expect(rows).toEqual([gone, gone]);
  const told = await events(studio.tenantId, "appointment/cancelled");
  expect(told.map((data) => (data as { appointmentId: string }).appointmentId).toSorted()).toEqual(
    seats.map(({ id }) => id as string).toSorted(),
  );
  const hold = studio.as({ link: "hold", id: idIn(studio, token) });
  expect(await bookHold(hold, bookInput(person("Cai")))).toMatchObject({ refusal: { code: "link_invalid" } });
  expect(await holdSeats(studio.as("public"), seatsInput(groupSessionId))).toMatchObject({
    refusal: { code: "session_cancelled" },
  });
  // The hour is everybody's again.
  await bookVisit(studio, { startsAt: wallTime(1, "10:00") });
});

test("ec-L9 a session of somebody who leaves is offered online until their last day, and of somebody who has left not at all", async () => {
  const studio = await createStudio(runtime);
  const { practitionerId } = studio;
  const admin = studio.as("admin");
  const groupSessionId = await groupSession(studio, { capacity: 5 });
  const seat = await bookSeats(studio, groupSessionId);
  const seen = async () => (await listOpenSessions(studio.as("public"), {})).sessions.length;
  const hold = async () => await holdSeats(studio.as("public"), seatsInput(groupSessionId));
  const day = localDate(wallTime(5, "10:00"), "America/New_York");
  const stand = async (version: number, active: boolean, lastDay: string | null) =>
    succeeded(await setStanding(admin, { practitionerId, version, onlineBookable: true, active, lastDay }));
  await stand(1, true, day);
  expect(await seen()).toBe(1);
  expect(await hold()).toMatchObject({ ok: true });
  for (const [version, active, lastDay] of [
    [2, true, addDays(day, -1)],
    [3, false, null],
  ] as const) {
    await stand(version, active, lastDay);
    expect(await seen()).toBe(0);
    expect(await hold()).toMatchObject({ refusal: { code: "session_cancelled" } });
    // It stands with its seats, for staff to decide about.
    const affected = { practitionerId, firstDate: day, lastDate: null, part: null };
    expect((await listAffectedVisits(admin, affected)).visits).toMatchObject([
      { appointmentId: groupSessionId, group: { capacity: 5 } },
    ]);
  }
  expect(succeeded(await viewAppointment(seat.context, {})).status).toBe("scheduled");
  await stand(4, true, null);
  expect(await seen()).toBe(1);
});

test("ec-F6 whoever has a seat sees their own visit and nothing of the others, by link and in the portal", async () => {
  const studio = await createStudio(runtime);
  const groupSessionId = await groupSession(studio);
  const own = await bookSeats(studio, groupSessionId);
  const other = await bookSeats(studio, groupSessionId, { name: "Benedetta" });
  const shown = succeeded(await viewAppointment(own.context, {}));
  expect(shown).toMatchObject({ id: own.id, givenName: "Ana", canCancel: true, canReschedule: false });
  const clientId = await clientCalled(runtime, studio.tenantId, "Ana");
  const visits = await listOwnVisits(studio.as({ client: clientId }), {});
  expect(visits.coming.map(({ id, canReschedule }) => [id, canReschedule])).toEqual([[own.id, false]]);
  const seen = JSON.stringify([shown, visits, await listOpenSessions(studio.as("public"), {})]);
  expect(seen).not.toContain("Benedetta");
  expect(seen).not.toContain(other.id);
});

test("ec-F8 attendance is each person's own: one came, one did not, and both were seated", async () => {
  const studio = await createStudio(runtime);
  const admin = studio.as("admin");
  const groupSessionId = await groupSession(studio, { capacity: 2 });
  const came = await bookSeats(studio, groupSessionId);
  const missed = await bookSeats(studio, groupSessionId, { name: "Ben" });
  // As at the end of a session that was yesterday.
  for (const target of [groupSessionId, came.id, missed.id])
    await query(
      `update appointment set starts_at = starts_at - interval '6 days', ends_at = ends_at - interval '6 days',
        blocked_from = blocked_from - interval '6 days', blocked_until = blocked_until - interval '6 days' where id = $1`,
      [target],
    );
  const at = async (id: string) =>
    (await query("select version from appointment where id = $1", [id]))[0]?.["version"];
  const set = async (appointmentId: typeof came.id, to: "completed" | "no_show") =>
    succeeded(await changeStatus(admin, { appointmentId, version: Number(await at(appointmentId)), to }));
  await set(came.id, "completed");
  await set(missed.id, "no_show");
  const { session, seats } = await groupRoster(admin, { groupSessionId });
  expect(seats.map(({ clientName, status }) => [clientName, status])).toEqual([
    ["Ana Okafor", "completed"],
    ["Ben Okafor", "no_show"],
  ]);
  expect(session).toMatchObject({ status: "scheduled", taken: 2, canManage: false });
});

test("ec-F9 a substitute leads the same session: everybody keeps the seat and is told, and it counts towards the substitute's caps", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const admin = studio.as("admin");
  const [first, second] = studio.practitionerIds;
  if (first === undefined || second === undefined) throw new Error("two practitioners");
  for (const practitionerId of [first, second])
    succeeded(await replaceLimits(admin, { practitionerId, maxPerDay: 1, maxPerWeek: null }));
  const groupSessionId = await groupSession(studio, { capacity: 5 });
  const seat = await bookSeats(studio, groupSessionId);
  await bookSeats(studio, groupSessionId, { name: "Ben" });
  const later = (practitionerId: typeof first) =>
    holdInput(studio, { startsAt: wallTime(5, "14:00"), practitionerId });
  // One session of two seats is one visit of the day, not three.
  expect(await holdSlot(studio.as("public"), later(first))).toMatchObject({
    refusal: { code: "fully_booked" },
  });
  const change = { groupSessionId, version: 1, practitionerId: second, capacity: 5, openOnline: true };
  succeeded(await changeGroupSession(admin, change));
  expect(succeeded(await viewAppointment(seat.context, {}))).toMatchObject({
    practitionerId: second,
    startsAt: wallTime(5, "10:00"),
    status: "scheduled",
  });
  expect(await events(studio.tenantId, "appointment/rescheduled")).toHaveLength(2);
  expect(await holdSlot(studio.as("public"), later(second))).toMatchObject({
    refusal: { code: "fully_booked" },
  });
  expect((await holdSlot(studio.as("public"), later(first))).ok).toBe(true);
});

test("ec-F9 a substitute who is taken or away at that time is refused with who is free then, and nothing changes", async () => {
  const studio = await createStudio(runtime, { practitioners: 3, rooms: 3 });
  const [, second] = studio.practitionerIds;
  const groupSessionId = await groupSession(studio);
  await bookVisit(studio, { startsAt: wallTime(5, "10:30"), practitionerId: asId(second ?? "") });
  const change = {
    groupSessionId,
    version: 1,
    practitionerId: asId<PractitionerId>(second ?? ""),
    capacity: 4,
    openOnline: true,
  };
  const refused = (people: readonly string[]) => ({
    ok: false,
    refusal: { code: "slot_taken", people: people.map((displayName) => ({ displayName })) },
  });
  const admin = studio.as("admin");
  expect(await changeGroupSession(admin, change)).toEqual(refused(["Practitioner 3"]));
  // Whoever manages their own calendar alone is told of nobody else.
  await query("update practitioner set active = false where id = $1", [studio.practitionerIds[2]]);
  expect(await changeGroupSession(admin, change)).toEqual(refused([]));
});

test("SCHED-24 staff seat a client once, also where clients cannot book, and never beyond the capacity", async () => {
  const studio = await createStudio(runtime);
  const admin = studio.as("admin");
  await bookVisit(studio, { startsAt: wallTime(6, "10:00") });
  await bookVisit(studio, { startsAt: wallTime(6, "11:00"), who: person("Ben") });
  const clientId = asId<ClientId>(await clientCalled(runtime, studio.tenantId, "Ana"));
  const ben = asId<ClientId>(await clientCalled(runtime, studio.tenantId, "Ben"));
  const groupSessionId = await groupSession(studio, { capacity: 2, openOnline: false });
  expect((await listOpenSessions(studio.as("public"), {})).sessions).toEqual([]);
  expect(await holdSeats(studio.as("public"), seatsInput(groupSessionId))).toMatchObject({
    refusal: { code: "session_cancelled" },
  });
  const seat = { groupSessionId, clientId, partySize: 2 };
  expect(succeeded(await seatClient(admin, seat)).left).toBe(0);
  expect(await seatClient(admin, seat)).toMatchObject({ refusal: { code: "already_seated" } });
  expect(await seatClient(admin, { ...seat, clientId: ben })).toMatchObject({
    refusal: { code: "full" },
  });
  expect(await events(studio.tenantId, "appointment/booked")).toHaveLength(3);
});

test("AUTH-53 TEN-07 a colleague's group session, a stranger's and a client whom nobody could have found are not there", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const [first, second] = studio.practitionerIds;
  const colleague = studio.as({ therapist: second ?? "" });
  const groupSessionId = await groupSession(studio);
  const stranger = (await createStudio(runtime)).as("admin");
  for (const who of [colleague, stranger]) {
    await expect(groupRoster(who, { groupSessionId })).rejects.toThrow("not_found");
    await expect(cancelGroupSession(who, { groupSessionId, version: 1, reason: "" })).rejects.toThrow(
      "not_found",
    );
  }
  expect((await listGroupSessions(colleague, { from: sessionInput(studio).date })).sessions).toEqual([]);
  await bookVisit(studio, { startsAt: wallTime(6, "10:00"), practitionerId: second ?? null });
  const clientId = asId<ClientId>(await clientCalled(runtime, studio.tenantId, "Ana"));
  const own = studio.as({ therapist: first ?? "" });
  await expect(seatClient(own, { groupSessionId, clientId, partySize: 1 })).rejects.toThrow("not_found");
});

test("AUD-03 who read a roster is on record with every client it showed", async () => {
  const studio = await createStudio(runtime);
  const groupSessionId = await groupSession(studio);
  await bookSeats(studio, groupSessionId);
  await groupRoster(studio.as("receptionist"), { groupSessionId });
  const clientId = await clientCalled(runtime, studio.tenantId, "Ana");
  const [row] = await query(
    "select action, detail from audit_event where verb = 'groups.roster' and tenant_id = $1",
    [studio.tenantId],
  );
  expect(row).toEqual({ action: "read", detail: { clientIds: [clientId] } });
});

test("SCHED-24 the calendar has a group session once, and its seats in the roster", async () => {
  const studio = await createStudio(runtime);
  const admin = studio.as("admin");
  const groupSessionId = await groupSession(studio, { capacity: 4 });
  const seat = await bookSeats(studio, groupSessionId, { partySize: 2 });
  const { date } = sessionInput(studio);
  const until = new Date(Date.parse(date) + 24 * hourMs).toISOString().slice(0, 10);
  const { appointments } = await calendarRange(admin, { from: date, until });
  expect(appointments).toMatchObject([{ id: groupSessionId, clientName: null, capacity: 4, seatsTaken: 2 }]);
  const panel = await appointmentPanel(admin, { appointmentId: seat.id });
  expect(panel).toMatchObject({ canCancel: true, canReschedule: false, client: { name: "Ana Okafor" } });
  const ofSession = await appointmentPanel(admin, { appointmentId: groupSessionId });
  expect(ofSession).toMatchObject({ client: null, canCancel: false, canReschedule: false, nextStatuses: [] });
  // What is done with visits is not done with a session, and a seat goes nowhere without it.
  const asked = { appointmentId: groupSessionId, version: 1 };
  expect(await cancelAsStaff(admin, { ...asked, reason: "" })).toMatchObject({
    refusal: { code: "not_allowed" },
  });
  const move = { practitionerId: studio.practitionerId, startsAt: wallTime(6, "10:00") };
  const moved = await rescheduleAsStaff(admin, { appointmentId: seat.id, version: panel.version, ...move });
  expect(moved).toMatchObject({ refusal: { code: "not_allowed" } });
});
