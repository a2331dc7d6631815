import {
  bookInput,
  bookVisit,
  cancelVisit,
  createStudio,
  holdInput,
  holdTime,
  inspect,
  joinLine,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
  replaceHours,
} from "@quietroom/testing";
import { type AppointmentId, asId, type LocationId } from "@quietroom/domain/ids";
import { hourMs, type Instant } from "@quietroom/domain/time";
import { expect, test, vi } from "vitest";
import { addLocation, saveTravel } from "../studio/index.ts";
import { offerOpening } from "../waitlist/index.ts";
import { bookHold, changeStatus, holdSlot, rescheduleAsStaff, rescheduleByLink } from "./index.ts";

const database = await testDatabase();
const query = await inspect(database);
// No deadlock is found here: whoever counts on the search for them is broken off by the statement's own limit.
await query(
  "do $$ begin execute format('alter database %I set deadlock_timeout = ''5min''', current_database()); end $$",
);
const runtime = await testRuntime(database);
// Somebody whose transaction is under way while verbs do their work.
const rival = await inspect(database);

/** Runs verbs that meet what the rival did before them; the rival ends only once every one of them waits. */
async function meeting<T>(
  rivals: () => Promise<unknown>,
  ending: "commit" | "rollback",
  verbs: readonly (() => Promise<T>)[],
): Promise<T[]> {
  await rival("begin");
  await rivals();
  const answers = Promise.all(verbs.map((verb) => verb()));
  await vi.waitFor(
    async () => {
      const waiting = await query(
        `select count(*)::int as n from pg_stat_activity
         where datname = current_database() and usename = 'quietroom_app' and wait_event_type = 'Lock'`,
      );
      expect(waiting).toEqual([{ n: verbs.length }]);
    },
    { timeout: 30_000, interval: 20 },
  );
  await rival(ending);
  return await answers;
}

type Taking = { readonly startsAt: Instant; readonly practitioner: number; readonly room: number };

/** The rival holds an hour, and has not said yet whether it stays so. */
async function rivalHolds(studio: TestStudio, { startsAt, practitioner, room }: Taking): Promise<void> {
  await rival(
    `insert into appointment (tenant_id, status, practitioner_id, location_id, room_id, service_id, mode, starts_at, ends_at,
       blocked_from, blocked_until, time_zone, hold_expires_at)
     values ($1, 'held', $2, $3, $4, $5, 'in_person', $6, $7, $6, $7, 'UTC', app.now() + interval '1 hour')`,
    [
      studio.tenantId,
      studio.practitionerIds[practitioner],
      studio.locationId,
      studio.roomIds[room],
      studio.serviceId,
      new Date(startsAt),
      new Date(startsAt + hourMs),
    ],
  );
}

const asked = (id: string, version = 2) => ({ appointmentId: asId<AppointmentId>(id), version });

test("ec-H17 who waits for a colleague's change sees it, and does not act on what was before", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  const answers = await meeting(
    async () => rival("update appointment set status = 'confirmed', version = 3 where id = $1", [visit.id]),
    "commit",
    [async () => changeStatus(studio.as("admin"), { ...asked(visit.id), to: "checked_in" })],
  );
  expect(answers).toEqual([{ ok: false, refusal: { code: "changed_meanwhile" } }]);
});

test("BOOK-03 SCHED-11 a client whose new hour is taken at that very moment is told so, with other times", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  const startsAt = wallTime(4, "10:00");
  const [answer] = await meeting(
    async () => rivalHolds(studio, { startsAt, practitioner: 0, room: 0 }),
    "commit",
    [async () => rescheduleByLink(visit.context, { practitionerId: null, startsAt })],
  );
  if (answer === undefined || answer.ok) throw new Error("two stand in one hour");
  expect(answer.refusal.code).toBe("slot_taken");
  expect(answer.refusal.alternatives).toHaveLength(3);
});

test("ec-E3 a client whose new room is taken at that very moment gets the other one, and is traced once", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  const startsAt = wallTime(4, "10:00");
  const answers = await meeting(
    async () => rivalHolds(studio, { startsAt, practitioner: 1, room: 0 }),
    "commit",
    [async () => rescheduleByLink(visit.context, { practitionerId: studio.practitionerId, startsAt })],
  );
  expect(answers).toEqual([{ ok: true, value: { startsAt } }]);
  expect(await query("select room_id from appointment where id = $1", [visit.id])).toEqual([
    { room_id: studio.roomIds[1] },
  ]);
  expect(
    await query(
      "select resource, outcome from audit_event where tenant_id = $1 and verb = 'scheduling.reschedule_by_link' order by 1",
      [studio.tenantId],
    ),
  ).toEqual([
    { resource: "appointment", outcome: "done" },
    { resource: "opening", outcome: "done" },
  ]);
});

test("ec-E3 staff whose room for a move is taken at that very moment get the other one", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const { practitionerId } = studio;
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  const startsAt = wallTime(4, "10:00");
  const answers = await meeting(
    async () => rivalHolds(studio, { startsAt, practitioner: 1, room: 0 }),
    "commit",
    [async () => rescheduleAsStaff(studio.as("admin"), { ...asked(visit.id), practitionerId, startsAt })],
  );
  expect(answers).toEqual([{ ok: true, value: { version: 3 } }]);
});

test("SCHED-11 two who move into one room wait their turn, and never for each other", async () => {
  const studio = await createStudio(runtime, { practitioners: 3, rooms: 1 });
  const [first = null, second = null] = studio.practitionerIds;
  const a = await bookVisit(studio, { startsAt: wallTime(3, "10:00"), practitionerId: first });
  const b = await bookVisit(studio, {
    startsAt: wallTime(3, "12:00"),
    practitionerId: second,
    who: person("Ben"),
  });
  const startsAt = wallTime(4, "10:00");
  const answers = await meeting(
    async () => rivalHolds(studio, { startsAt, practitioner: 2, room: 0 }),
    "rollback",
    [
      async () => rescheduleByLink(a.context, { practitionerId: first, startsAt }),
      async () => rescheduleByLink(b.context, { practitionerId: second, startsAt }),
    ],
  );
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  expect(answers.find((answer) => !answer.ok)).toMatchObject({ refusal: { code: "no_room" } });
});

test("SCHED-11 two who move into one person's time at two places wait their turn, and never for each other", async () => {
  const studio = await createStudio(runtime, { service: { bufferAfterMin: 30 } });
  const { practitionerId, serviceId, locationId } = studio;
  const added = await addLocation(studio.as("admin"), {
    name: "Second Street",
    addressLine: "2 Second Street",
    city: "New York",
    region: "NY",
    postalCode: "10002",
    country: "US",
    phone: "",
    directions: "",
    timeZone: "America/New_York",
  });
  const places = [
    { locationId, start: "09:00", end: "12:00" },
    { locationId: asId<LocationId>(succeeded(added).locationId), start: "12:00", end: "17:00" },
  ];
  // Next door, so that what keeps the two apart is the buffer alone.
  const nextDoor = places.map(({ locationId: id }) => id);
  const [oneId = locationId, otherId = locationId] = nextDoor;
  succeeded(
    await saveTravel(studio.as("admin"), {
      unknownMin: 30,
      ways: [{ oneId, otherId, minutes: 0 }],
      telehealth: [],
    }),
  );
  const rows = [0, 1, 2, 3, 4, 5, 6].flatMap((weekday) =>
    places.map((place) => ({ ...place, weekday, everyWeeks: 1, effectiveFrom: null, effectiveUntil: null })),
  );
  succeeded(await replaceHours(studio.as("admin"), { practitionerId, rows }));
  const visits = [];
  for (const [index, place] of places.entries()) {
    const visit = await bookVisit(
      { ...studio, locationId: place.locationId, serviceId },
      { startsAt: wallTime(3, place.start), mode: "telehealth", who: person(`Visitor${index}`) },
    );
    visits.push(visit);
  }
  // The first would end at noon and need half an hour more, in which the second would begin.
  const [morning, noon] = [wallTime(4, "11:00"), wallTime(4, "12:00")];
  const answers = await meeting(
    async () => {
      await rivalHolds(studio, { startsAt: morning, practitioner: 0, room: 0 });
      await rivalHolds(studio, { startsAt: noon, practitioner: 0, room: 0 });
    },
    "rollback",
    visits.map(
      (visit, index) => async () =>
        rescheduleByLink(visit.context, { practitionerId: null, startsAt: index === 0 ? morning : noon }),
    ),
  );
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  expect(answers.find((answer) => !answer.ok)).toMatchObject({ refusal: { code: "slot_taken" } });
});

test("ec-H5 who loses another time at the very moment of taking it keeps the one they had", async () => {
  const studio = await createStudio(runtime);
  const mine = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  const startsAt = wallTime(3, "14:00");
  const wish = holdInput(studio, { startsAt, releaseToken: mine.token });
  const answers = await meeting(
    async () => rivalHolds(studio, { startsAt, practitioner: 0, room: 0 }),
    "commit",
    [async () => holdSlot(studio.as("public"), wish)],
  );
  expect(answers).toMatchObject([{ ok: false, refusal: { code: "slot_taken" } }]);
  expect(await bookHold(mine.context, bookInput(person("Ana")))).toMatchObject({ ok: true });
});

test("ec-H4 ec-H5 who confirms too late and loses at the very moment is told so as often as they press, and books once it is free", async () => {
  const studio = await createStudio(runtime);
  const startsAt = wallTime(3, "10:00");
  const late = await holdTime(studio, { startsAt });
  await query(
    "update appointment set hold_expires_at = app.now() - interval '1 second', superseded = true where id = $1",
    [late.id],
  );
  const confirm = async () => bookHold(late.context, bookInput(person("Ana")));
  const answers = await meeting(
    async () => rivalHolds(studio, { startsAt, practitioner: 0, room: 0 }),
    "commit",
    [confirm],
  );
  expect(answers).toMatchObject([{ ok: false, refusal: { code: "slot_taken" } }]);
  expect(await confirm()).toMatchObject({ ok: false, refusal: { code: "slot_taken" } });
  await query("delete from appointment where tenant_id = $1 and id <> $2", [studio.tenantId, late.id]);
  expect(await confirm()).toMatchObject({ ok: true });
});

test("WAIT-06 an hour that a visitor takes at the very moment of its offer is offered to nobody while they have it", async () => {
  const studio = await createStudio(runtime);
  const startsAt = wallTime(3, "10:00");
  const visit = await bookVisit(studio, { startsAt });
  await joinLine(studio, person("Wanda"));
  await cancelVisit(visit);
  const [opening] = await query("select id from opening where tenant_id = $1", [studio.tenantId]);
  const openingId = String(opening?.["id"]);
  const answers = await meeting(
    async () => rivalHolds(studio, { startsAt, practitioner: 0, room: 0 }),
    "commit",
    [async () => offerOpening(studio.as("system"), { openingId })],
  );
  expect(answers).toEqual([{ kind: "later", openingId, from: expect.any(Number) }]);
  expect(await query("select id from waitlist_offer where tenant_id = $1", [studio.tenantId])).toEqual([]);
  expect(await query("select status from waitlist_entry where tenant_id = $1", [studio.tenantId])).toEqual([
    { status: "waiting" },
  ]);
});

/** The database refuses every change of a studio's visits, as if somebody else were quicker each time. */
async function alwaysTooLate(studio: TestStudio, constraint: string, sqlstate: string): Promise<void> {
  await query(`
    create function app.too_late() returns trigger language plpgsql as $$
    begin
      raise exception 'violates constraint "${constraint}"' using errcode = '${sqlstate}', constraint = '${constraint}';
    end $$;
    create trigger too_late before update on appointment
      for each row when (old.tenant_id = '${studio.tenantId}') execute function app.too_late()`);
}

async function inTimeAgain(): Promise<void> {
  await query("drop function app.too_late() cascade");
}

async function auditedOf(studio: TestStudio, verb: string) {
  return await query(
    "select action, outcome from audit_event where tenant_id = $1 and verb = $2 and resource = 'appointment'",
    [studio.tenantId, verb],
  );
}

test("AUD-04 ec-C4 who loses at every look is told so in a word of the verb, and the attempt is kept", async () => {
  for (const [constraint, code] of [
    ["appointment_practitioner_free", "slot_taken"],
    ["appointment_practitioner_free_before", "slot_taken"],
    ["appointment_practitioner_free_after", "slot_taken"],
    ["appointment_room_free", "no_room"],
  ] as const) {
    const studio = await createStudio(runtime);
    const { practitionerId } = studio;
    const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
    const startsAt = wallTime(4, "10:00");
    await alwaysTooLate(studio, constraint, "23P01");
    const byLink = await rescheduleByLink(visit.context, { practitionerId, startsAt });
    const byStaff = await rescheduleAsStaff(studio.as("admin"), {
      ...asked(visit.id),
      practitionerId,
      startsAt,
    });
    await inTimeAgain();
    expect(byLink).toEqual({ ok: false, refusal: { code, alternatives: [] } });
    expect(byStaff).toMatchObject({ ok: false, refusal: { code } });
    for (const verb of ["scheduling.reschedule_by_link", "scheduling.reschedule_as_staff"]) {
      expect(await auditedOf(studio, verb), verb).toEqual([{ action: "update", outcome: code }]);
    }
  }
});

test("AUD-04 ec-H7 a form whose key is always in use is refused, makes nobody a client, and the attempt is kept", async () => {
  const studio = await createStudio(runtime);
  const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  await alwaysTooLate(studio, "appointment_idempotency", "23505");
  const answer = await bookHold(hold.context, bookInput(person("Ana")));
  await inTimeAgain();
  expect(answer).toEqual({ ok: false, refusal: { code: "slot_taken", alternatives: [] } });
  expect(await auditedOf(studio, "scheduling.book_hold")).toEqual([
    { action: "update", outcome: "slot_taken" },
  ]);
  expect(await query("select id from client where tenant_id = $1", [studio.tenantId])).toEqual([]);
});

test("what the database breaks off is tried again, whether in the middle or at the commit, and is traced once", async () => {
  for (const [sqlstate, when] of [
    ["40P01", "trigger broken_off before update"],
    ["40001", "constraint trigger broken_off after update"],
  ] as const) {
    const studio = await createStudio(runtime);
    const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
    // A sequence counts what a rollback forgets.
    await query(`
      create sequence app.tries;
      create function app.break_off() returns trigger language plpgsql security definer as $$
      begin
        if nextval('app.tries') < 3 then raise exception 'broken off' using errcode = '${sqlstate}'; end if;
        return new;
      end $$;
      create ${when} on appointment ${sqlstate === "40001" ? "deferrable initially deferred" : ""}
        for each row when (old.tenant_id = '${studio.tenantId}') execute function app.break_off()`);
    const answer = await changeStatus(studio.as("admin"), { ...asked(visit.id), to: "confirmed" });
    const tries = await query("select last_value::int as n from app.tries");
    await query("drop function app.break_off() cascade; drop sequence app.tries");
    expect(answer, sqlstate).toEqual({ ok: true, value: { version: 3 } });
    expect(tries, sqlstate).toEqual([{ n: 3 }]);
    expect(await auditedOf(studio, "scheduling.change_status"), sqlstate).toEqual([
      { action: "update", outcome: "done" },
    ]);
  }
});

test("BOOK-07 ec-H7 one person's two forms at once make one client", async () => {
  const studio = await createStudio(runtime);
  const holds = [
    await holdTime(studio, { startsAt: wallTime(3, "10:00") }),
    await holdTime(studio, { startsAt: wallTime(3, "12:00") }),
  ];
  const answers = await meeting(
    async () => rival("lock table client in share mode"),
    "rollback",
    holds.map((hold) => async () => bookHold(hold.context, bookInput(person("Ana")))),
  );
  expect(answers.filter((answer) => answer.ok)).toHaveLength(2);
  expect(
    await query("select count(*)::int as n from client where tenant_id = $1", [studio.tenantId]),
  ).toEqual([{ n: 1 }]);
});
