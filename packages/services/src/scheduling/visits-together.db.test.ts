import { randomUUID } from "node:crypto";
import type { InputOf } from "@quietroom/contracts/wire";
import type { saveService as saveContract } from "@quietroom/contracts/studio";
import { type AppointmentId, asId, type ClientId, type PractitionerId } from "@quietroom/domain/ids";
import { hourMs, type Instant, localDate, minuteMs } from "@quietroom/domain/time";
import {
  answerOfferLink,
  bookInput,
  bookVisit,
  cancelVisit,
  holdInput,
  holdTime,
  inspect,
  joinLine,
  person,
  staffOf,
  succeeded,
  testDatabase,
  testRuntime,
  wallTime,
} from "@quietroom/testing";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import {
  askTimeOff,
  listClosures,
  listResources,
  listServices,
  listTimeOff,
  saveClosure,
  saveService,
  setPractitionerCaps,
} from "../studio/index.ts";
import { offerOpening, viewOffer } from "../waitlist/index.ts";
import {
  appointmentPanel,
  bookHold,
  bookWithOverride,
  calendarRange,
  cancelAsStaff,
  cancelByLink,
  expireHolds,
  listAffectedVisits,
  listSlots,
  reassignVisit,
  releaseHold,
  rescheduleAsStaff,
  rescheduleByLink,
  viewAppointment,
} from "./index.ts";
import { date, familySessions, ten } from "../../test/family-sessions.ts";

const database = await testDatabase();
const runtime = await testRuntime(database, { poolSize: 16 });
const query = await inspect(database);
const { familyStudio, offered, holding, versionOf, free } = familySessions(runtime, query);

test("SCHED-11 a service that two give together is offered when both are free, takes both, and names both to its client", async () => {
  const { alone, together, ana, ben } = await familyStudio();
  await bookVisit(alone, { startsAt: wallTime(4, "12:00"), practitionerId: ana });
  await bookVisit(alone, { startsAt: wallTime(4, "14:00"), practitionerId: ben });
  const starts = await offered(together);
  expect(starts).toContain(ten);
  for (const time of ["11:30", "12:00", "12:30", "13:30", "14:00", "14:30"])
    expect(starts).not.toContain(wallTime(4, time));
  // Whoever was named, both come.
  const visit = await bookVisit(together, { startsAt: ten, practitionerId: ben, who: person("Client") });
  expect(
    await query("select practitioner_id, with_practitioner_ids from appointment where id = $1", [visit.id]),
  ).toEqual([{ practitioner_id: ana, with_practitioner_ids: [ben] }]);
  expect(await free(alone)).toEqual([false, false, true]);
  expect(await holding(together, null)).toMatchObject({ ok: false, refusal: { code: "slot_taken" } });
  const shown = succeeded(await viewAppointment(visit.context, {}));
  expect(shown.practitionerName).toBe("Practitioner 1 and Practitioner 2");
});

test("SCHED-11 the database refuses an overlap of anyone who comes, whichever path writes, and whoever leads", async () => {
  const { together, ana, ben, cleo } = await familyStudio();
  const visit = await bookVisit(together, { startsAt: ten, practitionerId: null });
  const insert = async (lead: string, others: readonly string[], minute = 30) =>
    await query(
      `insert into appointment (tenant_id, status, practitioner_id, with_practitioner_ids, location_id, service_id, mode, starts_at,
         ends_at, blocked_from, blocked_until, time_zone, hold_expires_at)
       values ($1, 'held', $2, $3::uuid[], $4, $5, 'telehealth', $6, $7, $6, $7, 'UTC', $7) returning id`,
      [
        together.tenantId,
        lead,
        [...others],
        together.locationId,
        together.serviceId,
        new Date(ten + minute * minuteMs),
        new Date(ten + minute * minuteMs + hourMs),
      ],
    );
  for (const [lead, others] of [
    [ana, []],
    [ben, []],
    [cleo, [ben]],
    [cleo, [ana]],
    [ben, [cleo]],
  ] as const)
    await expect(insert(lead, others)).rejects.toThrow("appointment_practitioner_free");
  expect(await insert(cleo, [])).toHaveLength(1);
  expect(await insert(ben, [ana], 60)).toHaveLength(1); // right after it
  // Nor can a visit that is there come to take somebody who is taken.
  await expect(
    query("update appointment set with_practitioner_ids = array[$2]::uuid[] where id = $1", [visit.id, cleo]),
  ).rejects.toThrow("appointment_practitioner_free");
  await query("delete from appointment where practitioner_id = $1 and status = 'held'", [cleo]);
  for (const others of [[ana], [cleo, cleo], [uuidv7()]])
    await expect(
      query("update appointment set with_practitioner_ids = $2::uuid[] where id = $1", [visit.id, others]),
    ).rejects.toThrow("practitioners of its studio");
});

test("ec-H20 SCHED-11 an override over one of two passes over that one's time alone: the other's is nobody else's, whichever path writes", async () => {
  const { alone, together, ana, ben } = await familyStudio();
  const admin = await staffOf(alone, query);
  const standing = await bookVisit(alone, { startsAt: ten, practitionerId: ana, who: person("Standing") });
  const [{ client_id: clientId } = { client_id: "" }] = await query(
    "select client_id from appointment where id = $1",
    [standing.id],
  );
  const { locationId, serviceId } = together;
  const half = wallTime(4, "10:30");
  const { appointmentId } = succeeded(
    await bookWithOverride(admin, {
      serviceId,
      locationId,
      practitionerId: ana,
      clientId: asId<ClientId>(String(clientId)),
      startsAt: half,
      durationMin: null,
      mode: "telehealth",
      idempotencyKey: randomUUID(),
      reason: "The family leaves town",
      rules: ["slot_taken"],
    }),
  );
  const claims = async () =>
    await query("select yielding_ids, with_practitioner_ids from appointment where id = $1", [appointmentId]);
  expect(await claims()).toEqual([{ yielding_ids: [ana], with_practitioner_ids: [ben] }]);
  const insert = async (who: string, minute: number) =>
    await query(
      `insert into appointment (tenant_id, status, practitioner_id, location_id, service_id, mode, starts_at, ends_at, blocked_from,
         blocked_until, time_zone, hold_expires_at)
       values ($1, 'held', $2, $3, $4, 'telehealth', $5, $6, $5, $6, 'UTC', $6) returning id`,
      [
        alone.tenantId,
        who,
        locationId,
        alone.serviceId,
        new Date(ten + minute * minuteMs),
        new Date(ten + (minute + 30) * minuteMs),
      ],
    );
  for (const minute of [30, 45, 60])
    await expect(insert(ben, minute)).rejects.toThrow("appointment_practitioner_free");
  await expect(insert(ana, 15)).rejects.toThrow("appointment_practitioner_free"); // the visit that stood there
  expect(await insert(ben, 0)).toHaveLength(1); // before it
  // What stood in the way goes, and both have all of the time.
  succeeded(
    await cancelAsStaff(admin, {
      appointmentId: asId<AppointmentId>(standing.id),
      version: await versionOf(standing.id),
      reason: "Ill",
    }),
  );
  expect(await claims()).toEqual([{ yielding_ids: [], with_practitioner_ids: [ben] }]);
  for (const who of [ana, ben])
    for (const minute of [30, 60])
      await expect(insert(who, minute)).rejects.toThrow("appointment_practitioner_free");
});

test("ec-H20 a visit booked over the whole of another has all of its time as soon as that one goes", async () => {
  const { alone, ana } = await familyStudio();
  const admin = await staffOf(alone, query);
  const standing = await bookVisit(alone, { startsAt: ten, practitionerId: ana, who: person("Standing") });
  const [row] = await query("select client_id from appointment where id = $1", [standing.id]);
  const { locationId, serviceId } = alone;
  const { appointmentId } = succeeded(
    await bookWithOverride(admin, {
      serviceId,
      locationId,
      practitionerId: ana,
      clientId: asId<ClientId>(String(row?.["client_id"])),
      startsAt: ten,
      durationMin: null,
      mode: "telehealth",
      idempotencyKey: randomUUID(),
      reason: "One of them will come",
      rules: ["slot_taken"],
    }),
  );
  succeeded(
    await cancelAsStaff(admin, {
      appointmentId: asId<AppointmentId>(standing.id),
      version: await versionOf(standing.id),
      reason: "Ill",
    }),
  );
  expect(
    await query(
      "select claimed = tstzmultirange(tstzrange(blocked_from, blocked_until)) as whole from appointment where id = $1",
      [appointmentId],
    ),
  ).toEqual([{ whole: true }]);
});

test("SCHED-11 forty at once for two people alone and together: nobody is had twice, and nobody waits for a deadlock", async () => {
  const { alone, together, ana, ben } = await familyStudio();
  const wishes = [
    [alone, ana],
    [alone, ben],
    [together, null],
    [together, null],
  ] as const;
  const answers = await Promise.all(
    Array.from({ length: 40 }, async (_, index) => {
      const [studio, who] = wishes[index % wishes.length] ?? wishes[0];
      return await holding(studio, who, index % 3 === 0 ? ten : wallTime(4, "10:30"));
    }),
  );
  const held = answers.filter(({ ok }) => ok).length;
  for (const answer of answers)
    if (!answer.ok) expect(["slot_taken", "too_many_holds"]).toContain(answer.refusal.code);
  const rows = await query(
    `select p.id, count(*)::int as n from practitioner p join appointment a
       on a.tenant_id = p.tenant_id and (a.practitioner_id = p.id or p.id = any(a.with_practitioner_ids))
     where p.tenant_id = $1 group by p.id`,
    [together.tenantId],
  );
  // All wish for times that overlap, so that each of the two has one hold at most.
  expect(held).toBeGreaterThan(0);
  expect(rows.every(({ n }) => n === 1)).toBe(true);
  expect(rows.length).toBe(2);
});

test("SCHED-11 ec-H2 ec-H3 a hold frees both when it is let go, runs out or is cleared away, and comes back with both", async () => {
  const { alone, together, ana, ben } = await familyStudio();
  const hold = await holdTime(together, { startsAt: ten, practitionerId: null });
  expect(await free(alone)).toEqual([false, false, true]);
  await releaseHold(hold.context, {});
  expect(await free(alone)).toEqual([true, true, true]);
  const late = await holdTime(together, { startsAt: ten, practitionerId: null });
  const runOut = async (id: string, ago: string) =>
    await query("update appointment set hold_expires_at = app.now() - $2::interval where id = $1", [id, ago]);
  await runOut(late.id, "1 second");
  expect(await offered(alone, ben)).toContain(ten);
  succeeded(await bookHold(late.context, bookInput(person("Late"))));
  expect(
    await query("select practitioner_id, with_practitioner_ids from appointment where id = $1", [late.id]),
  ).toEqual([{ practitioner_id: ana, with_practitioner_ids: [ben] }]);
  // One that ran out and of whose people one was had since is not had again, and stays out of the way of the rest.
  const noon = wallTime(4, "13:00");
  const lost = await holdTime(together, { startsAt: noon, practitionerId: null });
  await runOut(lost.id, "1 second");
  await holdTime(alone, { startsAt: noon, practitionerId: ben });
  expect(await query("select superseded from appointment where id = $1", [lost.id])).toEqual([
    { superseded: true },
  ]);
  const answer = await bookHold(lost.context, bookInput(person("Lost")));
  expect(answer).toMatchObject({ ok: false, refusal: { code: "slot_taken" } });
  await holdTime(alone, { startsAt: noon, practitionerId: ana });
  await runOut(lost.id, "2 hours");
  expect(await expireHolds(alone.as("system"), {})).toEqual({ removed: 1 });
});

test("SCHED-11 ec-E8 a visit of two is moved and cancelled with both, by its client and by staff, and refused where one is taken", async () => {
  const { alone, together, ana, ben, cleo } = await familyStudio();
  const visit = await bookVisit(together, { startsAt: ten, practitionerId: null });
  await bookVisit(alone, { startsAt: wallTime(4, "13:00"), practitionerId: ben });
  const byClient = async (startsAt: Instant) =>
    await rescheduleByLink(visit.context, { startsAt, practitionerId: null });
  const refused = await byClient(wallTime(4, "13:30"));
  expect(refused).toMatchObject({ ok: false, refusal: { code: "slot_taken" } });
  if (!refused.ok)
    for (const { startsAt } of refused.refusal.alternatives)
      expect(await offered(together)).toContain(startsAt);
  succeeded(await byClient(wallTime(4, "11:00")));
  expect(await free(alone)).toEqual([true, true, true]);
  expect(await free(alone, wallTime(4, "11:00"))).toEqual([false, false, true]);
  const byStaff = async (practitionerId: PractitionerId, startsAt: Instant) =>
    await rescheduleAsStaff(alone.as("admin"), {
      appointmentId: asId<AppointmentId>(visit.id),
      version: await versionOf(visit.id),
      practitionerId,
      startsAt,
    });
  expect(await byStaff(ana, wallTime(4, "13:00"))).toMatchObject({ refusal: { code: "slot_taken" } });
  // They are not taken apart.
  expect(await byStaff(cleo, wallTime(4, "15:00"))).toMatchObject({ refusal: { code: "not_allowed" } });
  expect(
    await reassignVisit(alone.as("admin"), {
      appointmentId: asId<AppointmentId>(visit.id),
      version: await versionOf(visit.id),
      practitionerId: cleo,
    }),
  ).toMatchObject({ refusal: { code: "held_together", free: [] } });
  succeeded(await byStaff(ben, wallTime(4, "15:00")));
  expect(await free(alone, wallTime(4, "15:00"))).toEqual([false, false, true]);
  expect(
    await query("select practitioner_id, with_practitioner_ids from appointment where id = $1", [visit.id]),
  ).toEqual([{ practitioner_id: ana, with_practitioner_ids: [ben] }]);
  succeeded(await cancelByLink(visit.context, { reason: "other" }));
  expect(await free(alone, wallTime(4, "15:00"))).toEqual([true, true, true]);
  // What each of them has free again is offered to whoever waits for them.
  const openings = await query(
    "select practitioner_id from opening where caused_by_appointment_id = $1 and cause = 'cancelled' order by 1",
    [visit.id],
  );
  expect(openings.map((row) => row["practitioner_id"])).toEqual([ana, ben].toSorted());
});

test("SCHED-11 AUTH-53 a visit of two is in the calendar of each, is each one's to open, move and cancel, and a colleague's business of neither", async () => {
  const { alone, together, ana, ben, cleo } = await familyStudio();
  const { id } = await bookVisit(together, { startsAt: ten, practitionerId: null });
  const appointmentId = asId<AppointmentId>(id);
  const range = { from: date, until: localDate(wallTime(5, "12:00"), "America/New_York") };
  for (const [who, sees] of [
    [ana, true],
    [ben, true],
    [cleo, false],
  ] as const) {
    const { appointments } = await calendarRange(alone.as({ therapist: who }), range);
    expect(appointments.map((one) => one.id)).toEqual(sees ? [id] : []);
    const panel = appointmentPanel(alone.as({ therapist: who }), { appointmentId });
    if (sees) expect(await panel).toMatchObject({ canCancel: true, canReschedule: true, canRepeat: true });
    else await expect(panel).rejects.toMatchObject({ code: "not_found" });
  }
  const affected = { practitionerId: ben, firstDate: date, lastDate: date, part: null };
  const { visits } = await listAffectedVisits(alone.as("admin"), affected);
  expect(visits).toMatchObject([{ appointmentId: id, free: [], together: true }]);
  const version = await versionOf(id);
  await expect(
    cancelAsStaff(alone.as({ therapist: cleo }), { appointmentId, version, reason: "Ill" }),
  ).rejects.toMatchObject({ code: "not_found" });
  succeeded(await cancelAsStaff(alone.as({ therapist: ben }), { appointmentId, version, reason: "Ill" }));
  expect(await free(alone)).toEqual([true, true, true]);
});

test("SCHED-11 who gives it together must all work then and have room under their own caps; with one gone it is not offered at all", async () => {
  const { alone, together, ana, ben } = await familyStudio();
  const caps = { practitionerId: ben, maxPerDay: 1, maxPerWeek: null };
  const [limits] = await query("select limits_version as version from practitioner where id = $1", [ben]);
  succeeded(await setPractitionerCaps(alone.as("admin"), { ...caps, version: Number(limits?.["version"]) }));
  await bookVisit(together, { startsAt: ten, practitionerId: null });
  expect(await offered(together)).toEqual([]);
  expect(await holding(alone, ben, wallTime(4, "14:00"))).toMatchObject({
    refusal: { code: "fully_booked" },
  });
  expect(await holding(alone, ana, wallTime(4, "14:00"))).toMatchObject({ ok: true });
  const next = wallTime(5, "10:00");
  await query("update practitioner set online_bookable = false where id = $1", [ben]);
  expect(await holding(together, null, next)).toMatchObject({ refusal: { code: "unknown_service" } });
  const { choice } = holdInput(together, { startsAt: next, practitionerId: null });
  const ask = { choice, from: date, days: 3 };
  expect(await listSlots(together.as("public"), ask)).toMatchObject({
    starts: [],
    noneBecause: "not_offered",
  });
});

test("SCHED-11 what is given together needs two to give it", async () => {
  const { together, ana } = await familyStudio();
  const services = await listServices(together.as("admin"), {});
  const family = services.find(({ id }) => id === together.serviceId);
  const { slug: _slug, currency: _currency, ...fields } = family ?? {};
  const input = { ...fields, practitionerIds: [ana] } as InputOf<typeof saveContract>;
  expect(await saveService(together.as("admin"), input)).toEqual({
    ok: false,
    refusal: { code: "together_needs_two" },
  });
  // Left out, it is as it was, and asks for two as before.
  const { together: _together, ...unsaid } = input;
  expect(await saveService(together.as("admin"), unsaid)).toMatchObject({
    refusal: { code: "together_needs_two" },
  });
});

test("SCHED-11 visits of one and of two that move into each other's time at once end, each moved or refused", async () => {
  const { alone, together, ana, ben } = await familyStudio();
  const visits = [
    await bookVisit(together, { startsAt: wallTime(4, "09:00"), practitionerId: null, who: person("Both") }),
    await bookVisit(alone, { startsAt: ten, practitionerId: ana, who: person("First") }),
    await bookVisit(alone, { startsAt: ten, practitionerId: ben, who: person("Second") }),
    await bookVisit(together, { startsAt: wallTime(4, "11:00"), practitionerId: null, who: person("Pair") }),
  ];
  const target = wallTime(4, "14:00");
  const admin = alone.as("admin");
  const moves = await Promise.all(
    visits.map(async ({ id }, index) =>
      rescheduleAsStaff(admin, {
        appointmentId: asId<AppointmentId>(id),
        version: await versionOf(id),
        practitionerId: index === 2 ? ben : ana,
        startsAt: target,
      }),
    ),
  );
  for (const move of moves) if (!move.ok) expect(move.refusal.code).toBe("slot_taken");
  const taken = await query(
    `select person, count(*)::int as n from appointment a, unnest(a.with_practitioner_ids || a.practitioner_id) as person
     where a.tenant_id = $1 and a.starts_at = $2 group by 1`,
    [alone.tenantId, new Date(target)],
  );
  expect(taken.length).toBe(2);
  expect(taken.every(({ n }) => n === 1)).toBe(true);
});

test("SCHED-11 WAIT-04 an hour that two freed is offered and booked with both, and names both to whoever is asked", async () => {
  const { alone, together, ana, ben } = await familyStudio();
  const visit = await bookVisit(together, { startsAt: ten, practitionerId: null });
  await joinLine(together, person("Waiting"));
  await cancelVisit(visit);
  const [opening] = await query("select id from opening where tenant_id = $1 and practitioner_id = $2", [
    alone.tenantId,
    ben,
  ]);
  const offer = await offerOpening(alone.as("system"), { openingId: String(opening?.["id"]) });
  if (offer.kind !== "offered") throw new Error("nobody was offered the hour");
  expect(await free(alone)).toEqual([false, false, true]);
  const { offerId } = offer;
  const seen = async () => succeeded(await viewOffer(alone.as({ link: "offer", id: offerId }), {}));
  expect((await seen()).practitionerName).toBe("Practitioner 1 and Practitioner 2");
  succeeded(await answerOfferLink(together, offerId, "accept"));
  expect(
    await query(
      "select practitioner_id, with_practitioner_ids from appointment where tenant_id = $1 and status = 'scheduled'",
      [alone.tenantId],
    ),
  ).toEqual([{ practitioner_id: ana, with_practitioner_ids: [ben] }]);
});

test("SCHED-11 SCHED-30 days off of either, a closed date and a room that is retired name the visit of two, with both", async () => {
  const { alone, together, ana, ben, cleo } = await familyStudio();
  const { id } = await bookVisit(together, { startsAt: ten, practitionerId: null });
  const admin = await staffOf(alone, query);
  const day = { firstDate: date, lastDate: date, part: null };
  for (const practitionerId of [ana, ben, cleo])
    succeeded(await askTimeOff(admin, { ...day, practitionerId, reason: "Family", coverId: null }));
  const { timeOff } = await listTimeOff(admin, {});
  const met = new Map(
    timeOff.map(({ practitioner, visits }) => [practitioner.id, visits.map((one) => one.id)]),
  );
  expect([ana, ben, cleo].map((one) => met.get(one))).toEqual([[id], [id], []]);
  succeeded(
    await saveClosure(admin, {
      ...day,
      id: null,
      version: null,
      locationId: null,
      name: "Spring holiday",
      kind: "public_holiday",
      telehealth: "closed",
    }),
  );
  await query("update resource set active = false where tenant_id = $1", [alone.tenantId]);
  const both = { id, practitionerName: "Practitioner 1 and Practitioner 2" };
  const asBen = alone.as({ therapist: ben });
  for (const context of [admin, asBen]) {
    const { closures } = await listClosures(context, {});
    expect(closures.flatMap(({ visits }) => visits)).toMatchObject([both]);
  }
  const { resources } = await listResources(admin, {});
  expect(resources.flatMap(({ displaced }) => displaced)).toMatchObject([both]);
});

test("SCHED-25 SCHED-11 a break is due after a visit that one holds beside another, and such a visit leaves each the break they need", async () => {
  const { alone, together, ana, ben } = await familyStudio();
  await query("update practitioner set break_after_min = 60, break_min = 30 where id = $1", [ben]);
  await bookVisit(together, { startsAt: ten, practitionerId: null });
  const eleven = wallTime(4, "11:00");
  expect(await holding(alone, ben, eleven)).toMatchObject({ refusal: { code: "no_break" } });
  const later = await bookVisit(alone, { startsAt: wallTime(4, "14:00"), practitionerId: ben });
  expect(await rescheduleByLink(later.context, { startsAt: eleven, practitionerId: ben })).toMatchObject({
    refusal: { code: "no_break" },
  });
  // Nor is the two's visit had right before his next, though hers is free.
  expect(await holding(together, null, wallTime(4, "13:00"))).toMatchObject({
    refusal: { code: "no_break" },
  });
  const [row] = await query(
    "select app.keeps_break($1, $2, $3, app.now(), $4) as keeps from set_config('app.tenant_id', $5, true)",
    [ben, new Date(eleven), new Date(eleven + hourMs), later.id, alone.tenantId],
  );
  expect(row).toEqual({ keeps: false });
  expect(await holding(alone, ana, eleven)).toMatchObject({ ok: true });
});
