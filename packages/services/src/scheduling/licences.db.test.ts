import {
  addClient,
  bookInput,
  bookSeats,
  bookVisit,
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
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { type AppointmentId, asId, type ClientId, type PractitionerId } from "@quietroom/domain/ids";
import { addDays, instant, type LocalDate, localDate } from "@quietroom/domain/time";
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import {
  addLicence,
  removeLicence,
  renewLicence,
  viewAvailability,
  viewLicences,
  viewStudio,
} from "../studio/index.ts";
import {
  answerBookingRequest,
  appointmentPanel,
  bookForClient,
  bookHold,
  bookWithOverride,
  holdSeats,
  listOpenSessions,
  listSlots,
  previewSeries,
  rescheduleAsStaff,
  rescheduleByLink,
} from "./index.ts";
import { scheduleGroupSession, seatClient } from "../groups/index.ts";
import { holdCode, obstaclesAt } from "../../test/offered-times.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const newYork = "America/New_York";

/** The date so many days ahead, where the studio is. */
function dateAhead(day: number): LocalDate {
  return localDate(wallTime(day, "12:00"), newYork);
}

function licence(day: number, number = "C-1001") {
  return { title: "LCSW", number, state: "New York", expiresOn: dateAhead(day) };
}

/** A studio whose first practitioner has one licence, which holds through the date so many days ahead. */
async function licensed(day: number, wishes: Parameters<typeof createStudio>[1] = {}): Promise<TestStudio> {
  const studio = await createStudio(runtime, wishes);
  const { practitionerId } = studio;
  succeeded(await addLicence(studio.as("admin"), { practitionerId, ...licence(day) }));
  return studio;
}

/** The studio's admin with a row: an override is some person's word. */
async function overrider(studio: TestStudio) {
  const admin = studio.as("admin");
  const { actor } = admin;
  await query(
    `insert into staff_user (tenant_id, id, email, display_name, password_hash, roles)
     values ($1, $2, 'mara@example.com', 'Mara Lind', '-', '{admin}')`,
    [studio.tenantId, actor.kind === "staff" ? actor.staffUserId : null],
  );
  return admin;
}

/** The days ahead, of 2 to 5, on which clients are offered anything, and what they hear where they are not. */
async function offered(studio: TestStudio, practitionerId: string | null = studio.practitionerId) {
  const days: (number | string | null)[] = [];
  for (const day of [2, 3, 4, 5]) {
    const startsAt = wallTime(day, "10:00");
    const { choice } = holdInput(studio, { startsAt });
    const whom = practitionerId === null ? null : choice.practitionerId;
    const { starts, noneBecause } = await listSlots(studio.as("public"), {
      choice: { ...choice, practitionerId: whom },
      from: dateAhead(day),
      days: 1,
    });
    days.push(starts.length > 0 ? day : noneBecause);
  }
  return days;
}

test("ADM-04 after the last licence expires nobody is offered or holds a time, is told why, or is kept from colleagues", async () => {
  const studio = await licensed(3, { practitioners: 2 });
  expect(await offered(studio)).toEqual([2, 3, "fully_booked", "fully_booked"]);
  expect(await offered(studio, null)).toEqual([2, 3, 4, 5]); // by the colleague, who has none on record
  expect(await holdCode(studio, wallTime(4, "10:00"))).toBe("outside_hours");
  expect(await holdCode(studio, wallTime(3, "10:00"))).toBe("held");
  const { practitionerId } = studio;
  // Of two licences the one that holds longer decides.
  succeeded(await addLicence(studio.as("admin"), { practitionerId, ...licence(4, "P-2002") }));
  expect(await offered(studio)).toEqual([2, 3, 4, "fully_booked"]);
});

test('ADM-04 BOOK-03 "Why not this time?" names the licence with its date', async () => {
  const studio = await licensed(3);
  expect(await obstaclesAt(studio, wallTime(4, "10:00"))).toEqual([
    { rule: "licence_expired", licensedUntil: dateAhead(3) },
  ]);
  expect(await obstaclesAt(studio, wallTime(3, "10:00"))).toEqual([]);
});

test("ADM-04 a hold whose licence was found to have expired meanwhile is not confirmed", async () => {
  const studio = await licensed(5);
  const { practitionerId } = studio;
  const { context } = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  const { licences } = await viewLicences(studio.as("admin"), { practitionerId });
  const [{ id, version } = { id: "", version: 0 }] = licences;
  const until = { practitionerId, id: asId<never>(id), expiresOn: dateAhead(2) };
  succeeded(await renewLicence(studio.as("admin"), { ...until, version }));
  const { documents: acceptedDocuments } = await viewStudio(studio.as("public"), {});
  expect(await bookHold(context, { ...bookInput(person("Ana")), acceptedDocuments })).toMatchObject({
    ok: false,
    refusal: { code: "outside_hours" },
  });
});

test("ADM-04 the desk is told of an expired licence and books past it with a reason; a move is refused to staff and clients", async () => {
  const studio = await licensed(3);
  const admin = await overrider(studio);
  const { serviceId, practitionerId, locationId } = studio;
  const startsAt = wallTime(4, "10:00");
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "11:00") });
  expect(
    await rescheduleAsStaff(admin, { appointmentId: asId(visit.id), version: 2, practitionerId, startsAt }),
  ).toEqual({
    ok: false,
    refusal: { code: "outside_hours", rules: ["licence_expired"], canOverride: true },
  });
  expect(await rescheduleByLink(visit.context, { practitionerId: null, startsAt })).toMatchObject({
    ok: false,
    refusal: { code: "outside_hours" },
  });
  const booking = {
    serviceId,
    practitionerId,
    locationId,
    startsAt,
    mode: "in_person" as const,
    durationMin: null,
    clientId: asId<ClientId>(await addClient(runtime, studio.tenantId, person("Dana"))),
  };
  expect(await bookForClient(admin, { ...booking, idempotencyKey: randomUUID() })).toMatchObject({
    ok: false,
    refusal: { code: "licence_expired", rules: ["licence_expired"], canOverride: true },
  });
  const past = { rules: ["licence_expired" as const], reason: "The renewal is with the board." };
  succeeded(await bookWithOverride(admin, { ...booking, ...past, idempotencyKey: randomUUID() }));
});

test("SCHED-15 ADM-04 the preview of a series says it of each date after the licence expires", async () => {
  const studio = await licensed(4);
  const visit = await bookVisit(studio, { startsAt: wallTime(2, "10:00") });
  const preview = succeeded(
    await previewSeries(studio.as("admin"), {
      appointmentId: asId(visit.id),
      rule: {
        frequency: "daily",
        every: 1,
        weekdays: [],
        monthlyBy: "date",
        missing: "skip",
        ends: { by: "count", count: 5 },
      },
    }),
  );
  const { occurrences } = preview;
  expect(occurrences.slice(1).map(({ problems, canBook }) => [...problems, canBook])).toEqual([
    [true],
    [true],
    ["licence_expired", false],
    ["licence_expired", false],
  ]);
  expect(occurrences[3]?.proposal).toBeLessThan(wallTime(5, "00:00"));
});

test("ADM-04 booked visits stay, and those after the licence expires are listed with those outside of the hours", async () => {
  const studio = await createStudio(runtime);
  const { practitionerId } = studio;
  const admin = studio.as("admin");
  const before = await bookVisit(studio, { startsAt: wallTime(2, "10:00") });
  const after = await bookVisit(studio, { startsAt: wallTime(3, "10:00"), who: person("Ben") });
  const rows = () =>
    query("select id, status, version from appointment where tenant_id = $1 order by id", [studio.tenantId]);
  const stood = await rows();
  const { bookedAfter } = succeeded(await addLicence(admin, { practitionerId, ...licence(2) }));
  expect(bookedAfter).toBe(1);
  expect(await rows()).toEqual(stood);
  const { outside } = await viewAvailability(admin, { practitionerId });
  expect(outside.visits.map(({ id }) => id)).toEqual([after.id]);
  expect(before.id).not.toBe(after.id);
});

test("ADM-04 seats of a group session are not taken after its leader's licence expires, and those that are stay", async () => {
  const studio = await createStudio(runtime);
  const { practitionerId } = studio;
  const admin = studio.as("admin");
  const groupSessionId = await groupSession(studio, { capacity: 5 });
  const seat = await bookSeats(studio, groupSessionId);
  const [row] = await query("select starts_at from appointment where id = $1", [groupSessionId]);
  const date = localDate(instant(new Date(String(row?.["starts_at"])).getTime()), newYork);
  const seen = async () => (await listOpenSessions(studio.as("public"), {})).sessions.length;
  const terms = { practitionerId, title: "LCSW", number: "C-1", state: "New York" };
  const { licences } = succeeded(await addLicence(admin, { ...terms, expiresOn: addDays(date, -1) }));
  expect(await seen()).toBe(0);
  expect(await holdSeats(studio.as("public"), seatsInput(groupSessionId))).toMatchObject({
    refusal: { code: "session_cancelled" },
  });
  const [kept] = await query("select status from appointment where id = $1", [seat.id]);
  expect(kept?.["status"]).toBe("scheduled");
  const [{ id, version } = { id: "", version: 0 }] = licences;
  const renewal = { practitionerId, id: asId<never>(id), version, expiresOn: date };
  succeeded(await renewLicence(admin, renewal));
  expect(await seen()).toBe(1);
  expect(await holdSeats(studio.as("public"), seatsInput(groupSessionId))).toMatchObject({ ok: true });
  // Somebody else's page is older by now.
  expect(await renewLicence(admin, renewal)).toEqual({ ok: false, refusal: { code: "changed_meanwhile" } });
});

test("ADM-04 ec-L9 seats are not taken of a session whose second facilitator may not practise or will have left, nor is a hold of them booked", async () => {
  const studio = await createStudio(runtime, { practitioners: 2 });
  const [, second = ""] = studio.practitionerIds;
  const sessions = [
    { day: 4, change: "update practitioner set last_day = $2::date where id = $1" },
    {
      day: 5,
      change: `insert into practitioner_licence (tenant_id, practitioner_id, title, number, state, expires_on)
        select tenant_id, id, 'LCSW', 'C-1', 'New York', $2::date from practitioner where id = $1`,
    },
  ];
  for (const { day, change } of sessions.toReversed()) {
    const coFacilitatorId = asId<PractitionerId>(second);
    const { groupSessionId: id } = succeeded(
      await scheduleGroupSession(studio.as("admin"), { ...sessionInput(studio, { day }), coFacilitatorId }),
    );
    const groupSessionId = asId<AppointmentId>(id);
    const hold = async () => await holdSeats(studio.as("public"), seatsInput(groupSessionId));
    const seen = async () => {
      const { sessions: open } = await listOpenSessions(studio.as("public"), {});
      return open.some((session) => session.id === id);
    };
    const { token } = succeeded(await hold());
    expect(await seen()).toBe(true);
    const [row] = await query("select starts_at from appointment where id = $1", [id]);
    const date = localDate(instant(new Date(String(row?.["starts_at"])).getTime()), newYork);
    await query(change, [second, addDays(date, -1)]);
    expect(await seen()).toBe(false);
    const cancelled = { ok: false, refusal: { code: "session_cancelled" } };
    expect(await hold()).toMatchObject(cancelled);
    const held = studio.as({ link: "hold", id: idIn(studio, token) });
    expect(await bookHold(held, bookInput(person("Ben")))).toMatchObject(cancelled);
  }
});

test("ADM-04 SCHED-24 ec-H20 staff who seat a client in a session after the licence are told, and with a reason who may seats them; it stands on the seat", async () => {
  const studio = await createStudio(runtime, { practitioners: 2 });
  const [, second = ""] = studio.practitionerIds;
  const admin = await overrider(studio);
  const { groupSessionId: id } = succeeded(
    await scheduleGroupSession(admin, {
      ...sessionInput(studio, { day: 5 }),
      coFacilitatorId: asId<PractitionerId>(second),
    }),
  );
  const groupSessionId = asId<AppointmentId>(id);
  const terms = { practitionerId: asId<PractitionerId>(second), ...licence(4) };
  const { licences } = succeeded(await addLicence(admin, terms));
  const seat = {
    groupSessionId,
    clientId: asId<ClientId>(await addClient(runtime, studio.tenantId, person("Dana"))),
    partySize: 1,
  };
  const refused = (canOverride: boolean) => ({
    ok: false,
    refusal: { code: "licence_expired", left: null, rules: ["licence_expired"], canOverride },
  });
  const reason = "The renewal is with the board.";
  const rules = ["licence_expired" as const];
  expect(await seatClient(admin, seat)).toEqual(refused(true));
  // A rule that was not seen refuses, and so does one that is passed over by whoever may not.
  expect(await seatClient(admin, { ...seat, override: { rules: ["no_room"], reason } })).toEqual(
    refused(true),
  );
  const desk = studio.as("receptionist");
  expect(await seatClient(desk, { ...seat, override: { rules, reason } })).toEqual(refused(false));
  const overrides = async () =>
    await query("select rules, made_by from booking_override where tenant_id = $1", [studio.tenantId]);
  expect(await overrides()).toEqual([]);

  const seated = succeeded(await seatClient(admin, { ...seat, override: { rules, reason } }));
  const panel = await appointmentPanel(admin, { appointmentId: asId(seated.appointmentId) });
  expect(panel.overrides).toMatchObject([{ isOwn: true, rules, reason, by: "Mara Lind", with: [] }]);

  // Renewed, nothing is in the way and nothing is passed over.
  const [{ id: licenceId, version } = { id: "", version: 0 }] = licences;
  const { practitionerId } = terms;
  succeeded(
    await renewLicence(admin, {
      practitionerId,
      id: asId<never>(licenceId),
      version,
      expiresOn: dateAhead(5),
    }),
  );
  const clientId = asId<ClientId>(await addClient(runtime, studio.tenantId, person("Eli")));
  succeeded(await seatClient(admin, { ...seat, clientId, override: { rules, reason } }));
  succeeded(
    await seatClient(desk, {
      ...seat,
      clientId: asId(await addClient(runtime, studio.tenantId, person("Fay"))),
    }),
  );
  expect(await overrides()).toHaveLength(1);
});

test("ec-L9 ADM-04 SCHED-24 staff who seat a client with a facilitator who will have left are told of that and of the licence at once, and say why for both", async () => {
  const studio = await createStudio(runtime, { practitioners: 2 });
  const [, second = ""] = studio.practitionerIds;
  const admin = await overrider(studio);
  const coFacilitatorId = asId<PractitionerId>(second);
  const { groupSessionId: id } = succeeded(
    await scheduleGroupSession(admin, { ...sessionInput(studio, { day: 5 }), coFacilitatorId }),
  );
  const seat = {
    groupSessionId: asId<AppointmentId>(id),
    clientId: asId<ClientId>(await addClient(runtime, studio.tenantId, person("Dana"))),
    partySize: 1,
  };
  await query("update practitioner set last_day = $2::date where id = $1", [second, dateAhead(4)]);
  const left = { code: "time_off", left: null, rules: ["time_off"], canOverride: true };
  expect(await seatClient(admin, seat)).toEqual({ ok: false, refusal: left });
  succeeded(await addLicence(admin, { practitionerId: coFacilitatorId, ...licence(4) }));
  const rules = ["time_off" as const, "licence_expired" as const];
  const reason = "She comes back for this one.";
  for (const seen of [[rules[0]], [rules[1]]])
    expect(
      await seatClient(admin, { ...seat, override: { rules: seen.flatMap((one) => one ?? []), reason } }),
    ).toEqual({
      ok: false,
      refusal: { ...left, rules },
    });
  const { appointmentId } = succeeded(await seatClient(admin, { ...seat, override: { rules, reason } }));
  const panel = await appointmentPanel(admin, { appointmentId: asId(appointmentId) });
  expect(panel.overrides).toMatchObject([{ isOwn: true, rules, reason }]);
});

test("ADM-04 ec-L9 BOOK-06 ec-H20 a request for after the licence or the last day is not approved unless whoever may says why, which stands on the visit; it is declined as ever", async () => {
  const studio = await createStudio(runtime, { service: { approval: "request" } });
  const { practitionerId } = studio;
  const admin = await overrider(studio);
  const visit = await bookVisit(studio, { startsAt: wallTime(9, "10:00") });
  const other = await bookVisit(studio, { startsAt: wallTime(9, "14:00"), who: person("Max") });
  const answer = (id: string) => ({ appointmentId: asId<AppointmentId>(id), version: 2, word: "" });
  succeeded(await addLicence(admin, { practitionerId, ...licence(8) }));
  const approve = { ...answer(visit.id), answer: "approve" } as const;
  const expired = { code: "licence_expired", rules: ["licence_expired"], canOverride: true };
  expect(await answerBookingRequest(admin, approve)).toEqual({ ok: false, refusal: expired });
  const override = { rules: ["licence_expired" as const], reason: "The renewal is with the board." };
  expect(await answerBookingRequest(studio.as("receptionist"), { ...approve, override })).toEqual({
    ok: false,
    refusal: { ...expired, canOverride: false },
  });
  await query("update practitioner set last_day = $2::date where id = $1", [practitionerId, dateAhead(8)]);
  const rules = ["time_off" as const, "licence_expired" as const];
  expect(await answerBookingRequest(admin, { ...approve, override })).toEqual({
    ok: false,
    refusal: { ...expired, code: "time_off", rules },
  });
  succeeded(await answerBookingRequest(admin, { ...approve, override: { ...override, rules } }));
  const panel = await appointmentPanel(admin, { appointmentId: asId(visit.id) });
  expect(panel).toMatchObject({ status: "scheduled", overrides: [{ isOwn: true, rules, by: "Mara Lind" }] });
  succeeded(await answerBookingRequest(admin, { ...answer(other.id), answer: "decline" }));
});

test("ec-L9 ec-A28 a request for a visit by video is judged by the last day on the practitioner's own clock, one in person by that of the place", async () => {
  const studio = await createStudio(runtime, { service: { approval: "request" } });
  const { practitionerId } = studio;
  const admin = await overrider(studio);
  const byVideo = await bookVisit(studio, { startsAt: wallTime(9, "10:00") });
  const inPerson = await bookVisit(studio, { startsAt: wallTime(9, "14:00"), who: person("Max") });
  await query("update appointment set mode = 'telehealth', room_id = null where id = $1", [byVideo.id]);
  // There it is the next day already.
  await query("update practitioner set last_day = $2::date, time_zone = 'Pacific/Kiritimati' where id = $1", [
    practitionerId,
    dateAhead(9),
  ]);
  const approve = async ({ id }: { readonly id: string }) =>
    await answerBookingRequest(admin, {
      appointmentId: asId<AppointmentId>(id),
      version: 2,
      word: "",
      answer: "approve",
    });
  expect(await approve(byVideo)).toMatchObject({
    ok: false,
    refusal: { code: "time_off", rules: ["time_off"] },
  });
  succeeded(await approve(inPerson));
});

test("ADM-04 a licence is said once, is said to expire within 30, 60 or 90 days, and goes from the record", async () => {
  const studio = await createStudio(runtime);
  const { practitionerId } = studio;
  const admin = studio.as("admin");
  const add = async (day: number, number: string) =>
    await addLicence(admin, { practitionerId, ...licence(day, number) });
  for (const [day, number] of [
    [-5, "A"],
    [20, "B"],
    [50, "C"],
    [80, "D"],
    [200, "E"],
  ] as const)
    succeeded(await add(day, number));
  expect(await add(9, "A")).toEqual({ ok: false, refusal: { code: "already_there", field: "number" } });
  const shown = await viewLicences(admin, { practitionerId });
  expect(shown.licences.map(({ number, standing }) => [number, standing])).toEqual([
    ["E", "valid"],
    ["D", 90],
    ["C", 60],
    ["B", 30],
    ["A", "expired"],
  ]);
  expect(shown.bookableUntil).toBe(dateAhead(200));
  for (const { id } of shown.licences)
    succeeded(await removeLicence(admin, { practitionerId, id: asId(id) }));
  expect(await viewLicences(admin, { practitionerId })).toEqual({
    licences: [],
    bookableUntil: null,
    bookedAfter: 0,
  });
});
