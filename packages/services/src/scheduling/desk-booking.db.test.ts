import { randomUUID } from "node:crypto";
import { type AppointmentId, asId, type ClientId } from "@quietroom/domain/ids";
import { deskRules, slotRefusals } from "@quietroom/domain/scheduling";
import { hourMs, type Instant, instant, localDate, minuteMs, plus } from "@quietroom/domain/time";
import {
  bookVisit,
  createStudio,
  inspect,
  person,
  replaceLimits,
  staffOf,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import {
  appointmentPanel,
  bookForClient,
  bookWithOverride,
  cancelAsStaff,
  deskTimes,
  rescheduleAsStaff,
  rescheduleWithOverride,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database, { poolSize: 12 });
const query = await inspect(database);
/** The same as the product's own role, under row security. */
const asProduct = await inspect({ superUrl: database.appUrl });

const ten = wallTime(3, "10:00");
const date = localDate(ten, "America/New_York");

/** A studio with a client of a visit far away, and the admin who books. */
async function scene(wishes: Parameters<typeof createStudio>[1] = {}) {
  const studio = await createStudio(runtime, wishes);
  const first = await bookVisit(studio, { startsAt: wallTime(9, "15:00"), who: person("Ana") });
  return { studio, clientId: await clientOf(first.id), admin: await staffOf(studio, query, "admin") };
}

async function clientOf(visit: string): Promise<ClientId> {
  const [row] = await query("select client_id from appointment where id = $1", [visit]);
  return asId<ClientId>(String(row?.["client_id"]));
}

type Scene = Awaited<ReturnType<typeof scene>>;

function wish({ studio, clientId }: Scene, startsAt: Instant) {
  const { serviceId, practitionerId, locationId } = studio;
  return {
    serviceId,
    practitionerId,
    locationId,
    clientId,
    startsAt,
    durationMin: null,
    mode: "telehealth",
    idempotencyKey: randomUUID(),
  } as const;
}

const because = { reason: "Her sister is in town", rules: ["slot_taken"] } as const;

async function overriding(
  at: Scene,
  startsAt: Instant,
  rules: readonly (typeof because.rules)[number][] = because.rules,
) {
  const asked = { ...wish(at, startsAt), reason: because.reason, rules: [...rules] };
  return succeeded(await bookWithOverride(at.admin, asked)).appointmentId;
}

/** What a raw statement of the product's own role, in the studio's transaction, is refused with; "done" when it is not. */
async function raw(studio: TestStudio, sql: string, values: readonly unknown[]): Promise<string> {
  await asProduct("begin");
  try {
    await asProduct("select set_config('app.tenant_id', $1, true)", [studio.tenantId]);
    await asProduct(sql, values);
    await asProduct("commit");
    return "done";
  } catch (error) {
    await asProduct("rollback");
    return error instanceof Error && "constraint" in error ? String(error.constraint) : String(error);
  }
}

/** A copy of a visit so many minutes later, by a plain statement. */
async function copied(studio: TestStudio, visit: string, minutes: number, and = "") {
  const [columns, values] = and === "" ? ["", ""] : [`, ${and.split(" = ")[0]}`, `, ${and.split(" = ")[1]}`];
  return await raw(
    studio,
    `insert into appointment (tenant_id, status, practitioner_id, location_id, service_id, mode, client_id, time_zone, booked_at,
       cancel_deadline, starts_at, ends_at, blocked_from, blocked_until ${columns})
     select tenant_id, 'scheduled', practitioner_id, location_id, service_id, mode, client_id, time_zone, booked_at, cancel_deadline,
       starts_at + $2, ends_at + $2, blocked_from + $2, blocked_until + $2 ${values} from appointment where id = $1`,
    [visit, `${minutes} minutes`],
  );
}

async function rowOf(id: string) {
  const [row] = await query("select * from appointment where id = $1", [id]);
  return row ?? {};
}

async function cancel(studio: TestStudio, id: string) {
  const version = Number((await rowOf(id))["version"]);
  succeeded(
    await cancelAsStaff(studio.as("admin"), { appointmentId: asId<AppointmentId>(id), version, reason: "" }),
  );
}

const taken = "appointment_practitioner_free";

test("staff book a visit for a client on the path of every visit: cut-off, policy, zones, price, message, audit and event", async () => {
  const at = await scene();
  const { studio, clientId, admin } = at;
  const asked = { ...wish(at, ten), mode: "in_person" as const };
  const { appointmentId } = succeeded(await bookForClient(admin, asked));
  expect(await rowOf(appointmentId)).toMatchObject({
    status: "scheduled",
    client_id: clientId,
    room_id: studio.roomIds[0],
    time_zone: "America/New_York",
    booked_by: "staff",
    cancel_deadline: new Date(plus(ten, -24 * hourMs)),
    policy_version: 1,
    override_id: null,
    claimed: null,
    hold_expires_at: null,
  });
  expect(
    await query("select name from outbox where tenant_id = $1 and data ->> 'appointmentId' = $2", [
      studio.tenantId,
      appointmentId,
    ]),
  ).toEqual([{ name: "appointment/booked" }]);
  expect(
    await query("select action, verb, client_id from audit_event where resource_id = $1", [appointmentId]),
  ).toEqual([{ action: "create", verb: "scheduling.book_for_client", client_id: clientId }]);
  // Sent again, it is the same visit.
  expect(succeeded(await bookForClient(admin, asked)).appointmentId).toBe(appointmentId);
  const twice = { ...wish(at, plus(ten, 3 * hourMs)) };
  const both = await Promise.all([bookForClient(admin, twice), bookForClient(admin, twice)]);
  expect(new Set(both.map((one) => succeeded(one).appointmentId)).size).toBe(1);
});

test("ec-C14 ec-C16 the desk books inside the notice, beyond the horizon, off the grid and over a cap, which is noted", async () => {
  const at = await scene({ hours: [["00:00", "24:00"]] });
  const { studio, admin } = at;
  const soon = instant(Date.now() + 10 * minuteMs);
  const far = wallTime(300, "10:10");
  for (const [startsAt, waived] of [
    [soon, ["too_soon"]],
    [far, ["beyond_horizon"]],
  ] as const) {
    const { appointmentId } = succeeded(await bookForClient(admin, wish(at, startsAt)));
    expect(
      await query("select detail from audit_event where resource_id = $1", [appointmentId]),
    ).toMatchObject([{ detail: { waived } }]);
  }
  succeeded(
    await replaceLimits(studio.as("admin"), {
      practitionerId: studio.practitionerId,
      maxPerDay: 1,
      maxPerWeek: null,
    }),
  );
  succeeded(await bookForClient(admin, wish(at, ten)));
  const { appointmentId } = succeeded(await bookForClient(admin, wish(at, plus(ten, 2 * hourMs))));
  expect(await query("select detail from audit_event where resource_id = $1", [appointmentId])).toMatchObject(
    [{ detail: { overCaps: ["practitioner_day"] } }],
  );
  // Whatever refuses a client binds the desk as well, or is meant not to.
  const forClients = ["too_soon", "beyond_horizon", "off_grid", "fully_booked"];
  expect(
    slotRefusals.filter((rule) => !forClients.includes(rule) && !deskRules.some((one) => one === rule)),
  ).toEqual([]);
});

test("what binds staff is refused with every rule in the way and free times near it, and nothing is written", async () => {
  const at = await scene();
  const { studio, admin } = at;
  await bookVisit(studio, { startsAt: wallTime(3, "16:00"), who: person("Ben") });
  const before = await query("select count(*) from appointment");
  const answer = await bookForClient(admin, wish(at, wallTime(3, "16:30")));
  expect(answer).toMatchObject({
    ok: false,
    refusal: { rules: ["outside_hours", "slot_taken"], canOverride: true },
  });
  expect(answer.ok ? [] : answer.refusal.alternatives).toHaveLength(3);
  const past = await bookForClient(admin, wish(at, wallTime(-1, "10:00")));
  expect(past).toMatchObject({ ok: false, refusal: { rules: ["past"], canOverride: false } });
  const desk = await bookForClient(
    await staffOf(studio, query, "receptionist"),
    wish(at, wallTime(3, "16:30")),
  );
  expect(desk).toMatchObject({ ok: false, refusal: { canOverride: false } });
  expect(await query("select count(*) from appointment")).toEqual(before);
  const { starts } = await deskTimes(admin, { ...visitOf(at), date });
  expect(starts).toContain(ten);
  expect(starts).not.toContain(wallTime(3, "16:00"));
});

function visitOf(at: Scene) {
  const { clientId: _client, startsAt: _start, idempotencyKey: _key, ...visit } = wish(at, ten);
  return visit;
}

test("whom and for whom one may not book for is not found, and who may not override is refused", async () => {
  const at = await scene({ practitioners: 2 });
  const { studio } = at;
  const therapist = await staffOf(studio, query, "therapist");
  const [, other] = studio.practitionerIds;
  const asked = wish(at, ten);
  if (other === undefined) throw new Error("there are two");
  await expect(bookForClient(therapist, { ...asked, practitionerId: other })).rejects.toThrow("not_found");
  await expect(bookForClient(therapist, { ...asked, clientId: asId(randomUUID()) })).rejects.toThrow(
    "not_found",
  );
  const desk = await staffOf(studio, query, "receptionist");
  await expect(bookWithOverride(desk, { ...asked, reason: "-", rules: ["slot_taken"] })).rejects.toThrow(
    "forbidden",
  );
  succeeded(await bookForClient(therapist, asked));
});

test("ec-H20 an override books over a visit with a reason, both show it, and its words lie sealed in a row of their own", async () => {
  const at = await scene();
  const { studio, admin } = at;
  const plain = await bookVisit(studio, { startsAt: ten, who: person("Ben") });
  const half = plus(ten, 30 * minuteMs);
  const unseen = await bookWithOverride(admin, { ...wish(at, half), reason: "-", rules: ["outside_hours"] });
  expect(unseen).toMatchObject({ ok: false, refusal: { rules: ["slot_taken"], canOverride: true } });
  expect(await query("select 1 from booking_override where tenant_id = $1", [studio.tenantId])).toEqual([]);

  const over = await overriding(at, half);
  const [kept] = await query("select * from booking_override where tenant_id = $1", [studio.tenantId]);
  expect(kept).toMatchObject({
    appointment_id: over,
    rules: ["slot_taken"],
    made_by: admin.actor.staffUserId,
  });
  expect(String(kept?.["reason"])).not.toContain("sister");
  const seen = async (id: string, who = studio.as("admin")) =>
    (await appointmentPanel(who, { appointmentId: asId<AppointmentId>(id) })).overrides;
  const said = { by: "Mara Lind", reason: because.reason, rules: ["slot_taken"], importName: null };
  expect(await seen(over)).toMatchObject([
    { ...said, isOwn: true, with: [{ appointmentId: plain.id, startsAt: ten }] },
  ]);
  expect(await seen(plain.id)).toMatchObject([
    { ...said, isOwn: false, with: [{ appointmentId: over, startsAt: half }] },
  ]);
  const { history } = await appointmentPanel(studio.as("admin"), {
    appointmentId: asId<AppointmentId>(over),
  });
  expect(history.map(({ action }) => action)).toEqual(["booked over a rule"]);
});

test("ec-H20 without an override of its own no write makes two visits overlap, whichever path it takes", async () => {
  const at = await scene();
  const { studio } = at;
  const plain = await bookVisit(studio, { startsAt: ten, who: person("Ben") });
  const over = await overriding(at, plus(ten, 30 * minuteMs));
  const { override_id: overrideId } = await rowOf(over);
  expect(await copied(studio, plain.id, 15)).toBe(taken);
  expect(await copied(studio, plain.id, 15, "claimed = '{}'::tstzmultirange")).toBe(
    "appointment_claims_less",
  );
  expect(await copied(studio, plain.id, 15, `override_id = '${String(overrideId)}'::uuid`)).toContain(
    "override_id",
  );
  const invented = `override_id = '${randomUUID()}'::uuid`;
  expect(await copied(studio, plain.id, 15, invented)).toContain("override_id");
  // The overridden visit gives way where it met the other, and has the rest to itself.
  expect(await copied(studio, over, 30)).toBe(taken);
  expect(await raw(studio, "update appointment set claimed = '{}' where id = $1", [over])).toBe("done");
  expect(await copied(studio, over, 30)).toBe(taken);
  expect(await copied(studio, over, 60)).toBe("done");
  // No override without a reason and a name, nor one whose visit does not come.
  const alone = "insert into booking_override (tenant_id, appointment_id, kind, rules";
  expect(
    await raw(studio, `${alone}) values ($1, $2, 'staff', '{slot_taken}')`, [studio.tenantId, plain.id]),
  ).toBe("booking_override_kind");
  const nowhere = [studio.tenantId, randomUUID()];
  expect(
    await raw(studio, `${alone}, import_name) values ($1, $2, 'import', '{slot_taken}', 'Old')`, nowhere),
  ).toContain("appointment_id");
});

test("ec-H20 moved away an overridden visit is one like any other, and what the other one leaves is its own", async () => {
  const at = await scene();
  const { studio, admin } = at;
  const plain = await bookVisit(studio, { startsAt: ten, who: person("Ben") });
  const over = await overriding(at, plus(ten, 30 * minuteMs));
  const { practitionerId } = studio;
  const appointmentId = asId<AppointmentId>(over);
  const move = async (startsAt: Instant) => {
    const version = Number((await rowOf(over))["version"]);
    return await rescheduleAsStaff(admin, { appointmentId, version, practitionerId, startsAt });
  };
  // Into the other's time by moving: that was not what the override was for.
  expect(await move(plus(ten, 15 * minuteMs))).toMatchObject({ ok: false, refusal: { code: "slot_taken" } });
  succeeded(await move(plus(ten, 2 * hourMs)));
  expect(await rowOf(over)).toMatchObject({ override_id: null, claimed: null });
  expect(await move(plus(ten, 30 * minuteMs))).toMatchObject({ ok: false, refusal: { code: "slot_taken" } });
  const panel = async (id: string) =>
    (await appointmentPanel(admin, { appointmentId: asId<AppointmentId>(id) })).overrides;
  expect(await panel(over)).toEqual([]);
  expect(await panel(plain.id)).toEqual([]);

  const second = await overriding(at, plus(ten, 30 * minuteMs));
  await cancel(studio, plain.id);
  // All of it is the second's now, and of the rest of the hour anybody can have what it does not take.
  expect(await copied(studio, plain.id, 0)).toBe(taken);
  expect(await copied(studio, plain.id, -30)).toBe("done");
  expect((await panel(second)).map((one) => one.with)).toEqual([[]]);
});

test("ec-H20 what a visit leaves goes to those that were booked over it, and no third gets in", async () => {
  const at = await scene();
  const { studio } = at;
  const cancelled = await overridingTwice(at);
  expect(await copied(studio, cancelled, 0)).toBe(taken);
});

/** Two over one visit, of which the visit is cancelled: the later two have its time between them, and no third gets in. */
async function overridingTwice(at: Scene): Promise<string> {
  const plain = await bookVisit(at.studio, { startsAt: ten, who: person("Ben") });
  await overriding(at, ten);
  await overriding(at, plus(ten, 15 * minuteMs));
  await cancel(at.studio, plain.id);
  return plain.id;
}

test("ec-H20 rooms are never had twice: a visit that passes over there being none has no room", async () => {
  const at = await scene({ practitioners: 2, rooms: 1 });
  const { studio, admin } = at;
  const [, other] = studio.practitionerIds;
  if (other === undefined) throw new Error("there are two");
  await bookVisit(studio, { startsAt: ten, who: person("Ben") });
  const asked = { ...wish(at, ten), mode: "in_person", practitionerId: other } as const;
  expect(await bookForClient(admin, asked)).toMatchObject({ ok: false, refusal: { rules: ["no_room"] } });
  const { appointmentId } = succeeded(
    await bookWithOverride(admin, { ...asked, rules: ["no_room"], reason: "They walk in the park" }),
  );
  expect(await rowOf(appointmentId)).toMatchObject({ room_id: null });
  expect(
    await raw(studio, "update appointment set room_id = $2 where id = $1", [
      appointmentId,
      studio.roomIds[0],
    ]),
  ).toBe("appointment_room_free");
});

test("ec-H19 history that overlaps is kept under the name of its import, and new writes are constrained by it", async () => {
  const at = await scene();
  const { studio, admin } = at;
  const plain = await bookVisit(studio, { startsAt: ten, who: person("Ben") });
  const imported = randomUUID();
  const values = [studio.tenantId, plain.id, imported];
  expect(
    await raw(
      studio,
      `with kept as (
         insert into booking_override (tenant_id, appointment_id, kind, rules, import_name)
         values ($1, $3, 'import', '{slot_taken}', 'Diary of 2025') returning id
       )
       insert into appointment (tenant_id, id, override_id, status, practitioner_id, location_id, service_id, mode, client_id, time_zone,
         booked_at, cancel_deadline, starts_at, ends_at, blocked_from, blocked_until)
       select a.tenant_id, $3, kept.id, 'completed', practitioner_id, location_id, service_id, mode, client_id, time_zone, booked_at,
         cancel_deadline, starts_at + interval '30 minutes', ends_at + interval '30 minutes', blocked_from + interval '30 minutes',
         blocked_until + interval '30 minutes' from appointment a, kept where a.tenant_id = $1 and a.id = $2`,
      values,
    ),
  ).toBe("done");
  expect(await copied(studio, imported, 30)).toBe(taken); // beside the other one, within this
  const { overrides } = await appointmentPanel(admin, { appointmentId: asId<AppointmentId>(plain.id) });
  expect(overrides).toMatchObject([{ importName: "Diary of 2025", by: null, reason: null, isOwn: false }]);
});

test("ec-H20 SCHED-16 staff move a visit past a rule they saw, with a reason: both show it, it is had as if booked there, and one unseen refuses", async () => {
  const at = await scene();
  const { studio, admin } = at;
  const { practitionerId } = studio;
  const plain = await bookVisit(studio, { startsAt: ten, who: person("Ben") });
  const online = { mode: "telehealth", who: person("Cleo") } as const;
  const moved = await bookVisit(studio, { startsAt: plus(ten, 3 * hourMs), ...online });
  const appointmentId = asId<AppointmentId>(moved.id);
  const half = plus(ten, 30 * minuteMs);
  const move = async (startsAt: Instant, context = admin) =>
    await rescheduleAsStaff(context, { appointmentId, version: await versionOf(), practitionerId, startsAt });
  const versionOf = async () => Number((await rowOf(moved.id))["version"]);
  const over = async (
    startsAt: Instant,
    rules: readonly ("slot_taken" | "outside_hours")[],
    context = admin,
  ) => {
    const asked = { appointmentId, version: await versionOf(), practitionerId, startsAt };
    return await rescheduleWithOverride(context, { ...asked, rules: [...rules], reason: because.reason });
  };
  const inTheWay = { code: "slot_taken", rules: ["slot_taken"], canOverride: true };
  expect(await move(half)).toEqual({ ok: false, refusal: inTheWay });
  const desk = await staffOf(studio, query, "receptionist");
  expect(await move(half, desk)).toEqual({ ok: false, refusal: { ...inTheWay, canOverride: false } });
  await expect(over(half, ["slot_taken"], desk)).rejects.toThrow("forbidden");
  const version = await versionOf();
  expect(await over(half, ["outside_hours"])).toEqual({ ok: false, refusal: inTheWay });
  expect(await over(wallTime(-1, "10:00"), ["slot_taken"])).toMatchObject({
    ok: false,
    refusal: { code: "past", rules: ["past"], canOverride: false },
  });
  expect(await versionOf()).toBe(version);
  expect(await query("select 1 from booking_override where tenant_id = $1", [studio.tenantId])).toEqual([]);

  expect(succeeded(await over(half, ["slot_taken"])).version).toBe(version + 1);
  const overrides = await query("select * from booking_override where tenant_id = $1", [studio.tenantId]);
  expect(overrides).toMatchObject([{ appointment_id: moved.id, rules: ["slot_taken"], kind: "staff" }]);
  expect(String(overrides[0]?.["reason"])).not.toContain("sister");
  const panel = async (id: string) =>
    await appointmentPanel(admin, { appointmentId: asId<AppointmentId>(id) });
  expect((await panel(moved.id)).overrides).toMatchObject([
    { isOwn: true, reason: because.reason, with: [{ appointmentId: plain.id }] },
  ]);
  expect((await panel(plain.id)).overrides).toMatchObject([
    { isOwn: false, with: [{ appointmentId: moved.id, startsAt: half }] },
  ]);
  expect((await panel(moved.id)).history.map(({ action }) => action)).toContain("moved over a rule");
  // It gives way where it met the other, has the rest to itself, and has left what it had.
  expect(await copied(studio, moved.id, 30)).toBe(taken);
  expect(await copied(studio, moved.id, 60)).toBe("done");
  expect(await copied(studio, moved.id, 150)).toBe("done");
});

test("ec-H20 a visit that was booked over a rule moves over another with an override of that time, and to a free one with none", async () => {
  const at = await scene();
  const { studio, admin } = at;
  await bookVisit(studio, { startsAt: ten, who: person("Ben") });
  const id = await overriding(at, plus(ten, 30 * minuteMs));
  const { practitionerId } = studio;
  const to = async (startsAt: Instant) => {
    const { version, override_id: before } = await rowOf(id);
    const asked = { appointmentId: asId<AppointmentId>(id), version: Number(version), practitionerId };
    const rules = ["slot_taken", "outside_hours"] as const;
    const how = { startsAt, rules: [...rules], reason: because.reason };
    succeeded(await rescheduleWithOverride(admin, { ...asked, ...how }));
    const { override_id: overrideId } = await rowOf(id);
    expect(overrideId).not.toBe(before);
    const rows = await query("select rules from booking_override where id = $1", [overrideId]);
    return rows.map((row) => row["rules"]);
  };
  expect(await to(plus(ten, -15 * minuteMs))).toEqual([["slot_taken"]]);
  expect(await to(wallTime(3, "06:00"))).toEqual([["outside_hours"]]);
  expect(await to(plus(ten, 2 * hourMs))).toEqual([]);
  expect(await rowOf(id)).toMatchObject({ override_id: null, claimed: null });
});
