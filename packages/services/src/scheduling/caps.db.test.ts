import {
  addClient,
  answerOfferLink,
  bookInput,
  bookVisit,
  cancelVisit,
  createStudio,
  holdInput,
  holdTime,
  idIn,
  inspect,
  joinLine,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
  replaceLimits,
} from "@quietroom/testing";
import { type AppointmentId, asId, type OpeningId } from "@quietroom/domain/ids";
import { appointmentStatuses, countedStatuses } from "@quietroom/domain/scheduling";
import { addDays, hourMs, type Instant, instant, localDate, plus } from "@quietroom/domain/time";
import { expect, test } from "vitest";
import { saveBookingRules, setWeekStart, viewBookingRules } from "../studio/index.ts";
import { offerOpening } from "../waitlist/index.ts";
import {
  bookHold,
  explainTime,
  holdSlot,
  listSlots,
  rescheduleAsStaff,
  rescheduleByLink,
  rescheduleOwnVisit,
} from "./index.ts";
import { holdCode } from "../../test/offered-times.ts";

const database = await testDatabase();
const runtime = await testRuntime(database, { poolSize: 20 });
const query = await inspect(database);
const newYork = "America/New_York";

async function limit(
  studio: TestStudio,
  caps: { readonly maxPerDay?: number; readonly maxPerWeek?: number },
  practitionerId = studio.practitionerId,
) {
  const { maxPerDay = null, maxPerWeek = null } = caps;
  succeeded(await replaceLimits(studio.as("admin"), { practitionerId, maxPerDay, maxPerWeek }));
}

async function limitService(studio: TestStudio, maxPerDay: number) {
  await query("update service set max_per_day = $2 where id = $1", [studio.serviceId, maxPerDay]);
}

async function offeredOn(studio: TestStudio, startsAt: Instant, moving?: string): Promise<number> {
  const { starts } = await listSlots(studio.as("public"), {
    choice: holdInput(studio, { startsAt }).choice,
    from: localDate(startsAt, newYork),
    days: 1,
    ...(moving === undefined ? {} : { moving }),
  });
  return starts.length;
}

async function deadlocks(): Promise<number> {
  const [row] = await query(
    "select deadlocks::int as n from pg_stat_database where datname = current_database()",
  );
  return Number(row?.["n"]);
}

test("ec-D1 SCHED-25 a full day is not offered and cannot be held, whoever asks and from wherever; the next day is", async () => {
  const studio = await createStudio(runtime);
  await limit(studio, { maxPerDay: 1 });
  await bookVisit(studio, { startsAt: wallTime(2, "16:00") });
  expect(await offeredOn(studio, wallTime(2, "09:00"))).toBe(0);
  expect(await offeredOn(studio, wallTime(3, "09:00"))).toBeGreaterThan(10);
  const refused = await holdSlot(studio.as("public"), {
    ...holdInput(studio, { startsAt: wallTime(2, "09:00") }),
    viewerZone: "Asia/Tokyo",
  });
  if (refused.ok) throw new Error("a full day was held");
  expect(refused.refusal.code).toBe("fully_booked");
  expect(
    refused.refusal.alternatives.map(({ startsAt }) => localDate(instant(startsAt), newYork)),
  ).not.toContain(localDate(wallTime(2, "09:00"), newYork));
  const { noneBecause, nextAvailable } = await listSlots(studio.as("public"), {
    choice: holdInput(studio, { startsAt: wallTime(2, "09:00") }).choice,
    from: localDate(wallTime(2, "09:00"), newYork),
    days: 1,
  });
  expect([noneBecause, nextAvailable]).toEqual(["fully_booked", wallTime(3, "09:00")]);
});

/** Minutes a day and where those of a visit over midnight count, in a studio that is always open; an hour is booked over the third midnight. */
async function overMidnight(over: "start" | "split") {
  const studio = await createStudio(runtime, {
    hours: [["00:00", "24:00"]],
    service: { needsRoom: false },
  });
  const admin = studio.as("admin");
  const rules = await viewBookingRules(admin, {});
  succeeded(await saveBookingRules(admin, { ...rules, minutesOverMidnight: over }));
  const { practitionerId } = studio;
  const caps = { practitionerId, maxPerDay: null, maxPerWeek: null, maxMinutesPerDay: 90 };
  succeeded(await replaceLimits(admin, caps));
  await bookVisit(studio, { startsAt: wallTime(3, "23:30") });
  return studio;
}

test("ec-D7 minutes a day are a limit: of a visit over midnight all count on the date on which it starts", async () => {
  const studio = await overMidnight("start");
  expect(await offeredOn(studio, wallTime(3, "00:00"))).toBe(0);
  expect(await holdCode(studio, wallTime(3, "10:00"))).toBe("fully_booked");
  const { serviceId, locationId, practitionerId } = studio;
  const asked = { practitionerId, serviceId, locationId, mode: "telehealth" as const };
  const date = localDate(wallTime(3, "12:00"), newYork);
  expect((await explainTime(studio.as("admin"), { ...asked, date, time: "10:00" })).obstacles).toEqual([
    {
      rule: "fully_booked",
      of: "practitioner",
      per: "day_minutes",
      max: 90,
      booked: 60,
      firstDate: date,
      lastDate: date,
    },
  ]);
  const other = await bookVisit(studio, { startsAt: wallTime(6, "10:00"), who: person("Ben") });
  const move = async (startsAt: Instant) =>
    await rescheduleByLink(other.context, { practitionerId: null, startsAt });
  expect(await move(wallTime(3, "12:00"))).toMatchObject({ refusal: { code: "fully_booked" } });
  succeeded(await move(wallTime(6, "12:00"))); // its own minutes do not stand in its way
  expect(await holdCode(studio, wallTime(2, "23:30"))).toBe("held");
  const both = await Promise.all([
    holdCode(studio, wallTime(4, "10:00")),
    holdCode(studio, wallTime(4, "14:00")),
  ]);
  expect(both.toSorted()).toEqual(["fully_booked", "held"]);
});

test("ec-D7 or each date has its own minutes of it, where the studio splits them", async () => {
  const studio = await overMidnight("split");
  const held = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  succeeded(await bookHold(held.context, bookInput(person("Ben"))));
  expect(await holdCode(studio, wallTime(3, "12:00"))).toBe("fully_booked");
  expect(await holdCode(studio, wallTime(2, "23:30"))).toBe("fully_booked"); // half an hour of it for a date that is full
  expect(await holdCode(studio, wallTime(2, "23:00"))).toBe("held");
  expect(await holdCode(studio, wallTime(4, "10:00"))).toBe("held");
  expect(await offeredOn(studio, wallTime(4, "12:00"))).toBe(0);
});

test("ec-D2 ec-D3 a week counts from the studio's first day, and whole", async () => {
  const studio = await createStudio(runtime);
  await limit(studio, { maxPerWeek: 1 });
  // Saturday and Sunday of one weekend, some weeks ahead.
  const today = localDate(wallTime(0, "12:00"), newYork);
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay();
  const saturday = wallTime(14 + (6 - weekday), "10:00");
  const sunday = wallTime(15 + (6 - weekday), "10:00");
  await bookVisit(studio, { startsAt: saturday });
  for (const [weekStart, offered] of [
    [1, false],
    [0, true],
    [6, false],
  ] as const) {
    succeeded(await setWeekStart(studio.as("admin"), { weekStart }));
    expect.soft((await offeredOn(studio, sunday)) > 0, `weeks from ${weekStart}`).toBe(offered);
  }
});

test("ec-D6 what counts is what the domain's list says, a hold only until it runs out", async () => {
  const studio = await createStudio(runtime);
  await limit(studio, { maxPerDay: 1 });
  const { id } = await bookVisit(studio, { startsAt: wallTime(2, "16:00") });
  const now = wallTime(2, "23:00"); // a no-show is past
  const counted = async () => {
    const bounds = [wallTime(2, "00:00"), wallTime(3, "00:00")].map((at) => new Date(at));
    const [row] = await query(
      `select coalesce(sum(visits), 0)::int as n, set_config('app.tenant_id', $1, false) as whose
       from (select set_config('app.tenant_id', $1, false)) tenant,
         lateral app.counted_visits(array[$2::uuid], $3, $4::timestamptz[], $5, null) where owner = any(array[$2, $3]::uuid[])`,
      [studio.tenantId, studio.practitionerId, studio.serviceId, bounds, new Date(now)],
    );
    return Number(row?.["n"]);
  };
  // Until when a request can be answered is not what this is about.
  await query("alter table appointment drop constraint if exists appointment_request");
  for (const status of appointmentStatuses) {
    await query(
      `update appointment set status = $2::appointment_status,
         cancelled_at = case when $2 = 'cancelled' then app.now() end,
         hold_expires_at = case when $2 = 'held' then $3::timestamptz end where id = $1`,
      [id, status, new Date(now)],
    );
    const counts = countedStatuses.some((one) => one === status);
    // Once for the practitioner and once for the service.
    expect.soft(await counted(), status).toBe(counts ? 2 : 0);
  }
  await query(
    "update appointment set status = 'held', cancelled_at = null, hold_expires_at = $2 where id = $1",
    [id, new Date(now - 1)],
  );
  expect(await counted()).toBe(0);
  await query("update appointment set hold_expires_at = $2, superseded = true where id = $1", [
    id,
    new Date(now),
  ]);
  expect(await counted()).toBe(0);
});

test("ec-D6 a held time counts, and the day opens once it is let go or cancelled", async () => {
  const studio = await createStudio(runtime);
  await limit(studio, { maxPerDay: 1 });
  const hold = await holdTime(studio, { startsAt: wallTime(2, "10:00") });
  expect(await holdCode(studio, wallTime(2, "14:00"))).toBe("fully_booked");
  await query("update appointment set hold_expires_at = app.now() - interval '1 second' where id = $1", [
    hold.id,
  ]);
  const visit = await bookVisit(studio, { startsAt: wallTime(2, "14:00") });
  // The hold that ran out is retaken only where there is a place again.
  const late = await bookHold(hold.context, bookInput(person("Late")));
  expect(late.ok ? "booked" : late.refusal.code).toBe("fully_booked");
  await cancelVisit(visit);
  expect(await offeredOn(studio, wallTime(2, "10:00"))).toBeGreaterThan(0);
});

test("ec-D5 ec-D8 a hold with somebody who went off online booking counts under the caps of the service and of them, as any other", async () => {
  for (const whose of ["practitioner", "service"] as const) {
    const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
    const [first, second] = studio.practitionerIds;
    const hold = await holdTime(studio, { startsAt: wallTime(2, "10:00"), practitionerId: first ?? null });
    const practitionerId = (whose === "service" ? second : first) ?? null;
    await bookVisit(studio, { startsAt: wallTime(2, "14:00"), practitionerId });
    if (whose === "service") await limitService(studio, 1);
    else await limit(studio, { maxPerDay: 1 }, first);
    await query("update practitioner set online_bookable = false where id = $1", [first]);
    const booked = await bookHold(hold.context, bookInput(person("Lea")));
    expect.soft(booked.ok ? "booked" : booked.refusal.code, whose).toBe("fully_booked");
  }
});

test("ec-D5 twenty want the last places under a cap at different hours, all at once: as many win as there are", async () => {
  const before = await deadlocks();
  for (const whose of ["practitioner", "service"] as const) {
    const studio = await createStudio(runtime, { practitioners: 2, rooms: 8, hours: [["00:00", "24:00"]] });
    const [first, second] = studio.practitionerIds;
    if (whose === "service") await limitService(studio, 3);
    else for (const id of studio.practitionerIds) await limit(studio, { maxPerDay: 3 }, id);
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const startsAt = plus(wallTime(4, "00:00"), index * hourMs);
        const practitionerId = [first, second, null][index % 3] ?? null;
        const held = await holdSlot(studio.as("public"), holdInput(studio, { startsAt, practitionerId }));
        if (!held.ok) return held.refusal.code;
        const context = studio.as({ link: "hold", id: idIn(studio, held.value.token) });
        const booked = await bookHold(context, bookInput(person(`Client${index}`)));
        return booked.ok ? "booked" : booked.refusal.code;
      }),
    );
    const places = whose === "service" ? 3 : 6;
    expect(answers.filter((answer) => answer === "booked")).toHaveLength(places);
    expect(answers.filter((answer) => answer === "fully_booked")).toHaveLength(20 - places);
  }
  expect(await deadlocks()).toBe(before);
});

test("ec-D5 two move their visits into the last place of a day at once: one wins, and the other keeps the old time", async () => {
  const before = await deadlocks();
  const studio = await createStudio(runtime);
  const visits: Awaited<ReturnType<typeof bookVisit>>[] = [];
  for (let day = 2; day < 8; day += 1)
    visits.push(await bookVisit(studio, { startsAt: wallTime(day, "10:00"), who: person(`Client${day}`) }));
  await limit(studio, { maxPerDay: 2 });
  const answers = await Promise.all(
    visits.map(async ({ context }, index) => {
      const startsAt = plus(wallTime(12, "09:00"), index * hourMs);
      const moved = await rescheduleByLink(context, { practitionerId: studio.practitionerId, startsAt });
      return moved.ok ? "moved" : moved.refusal.code;
    }),
  );
  expect(answers.toSorted()).toEqual([...Array.from({ length: 4 }, () => "fully_booked"), "moved", "moved"]);
  const [row] = await query(
    "select count(*)::int as n from appointment where tenant_id = $1 and starts_at >= $2",
    [studio.tenantId, new Date(wallTime(12, "00:00"))],
  );
  expect(row).toEqual({ n: 2 });
  expect(await deadlocks()).toBe(before);
});

test("ec-D10 a visit moves within its own full day, by link and in the portal, and is no place beside itself", async () => {
  const studio = await createStudio(runtime);
  await limit(studio, { maxPerDay: 1, maxPerWeek: 1 });
  const visit = await bookVisit(studio, { startsAt: wallTime(4, "10:00") });
  const { practitionerId } = studio;
  const [row] = await query("select client_id from appointment where id = $1", [visit.id]);
  const client = studio.as({ client: String(row?.["client_id"]) });
  const own = asId<AppointmentId>(visit.id);
  succeeded(await rescheduleByLink(visit.context, { practitionerId, startsAt: wallTime(4, "11:00") }));
  succeeded(
    await rescheduleOwnVisit(client, { appointmentId: own, practitionerId, startsAt: wallTime(4, "15:00") }),
  );
  const token = studio.as("public").runtime.links.sign({
    kind: "appointment",
    tenantId: studio.tenantId,
    id: visit.id,
  });
  expect(await offeredOn(studio, wallTime(4, "09:00"))).toBe(0);
  expect(await offeredOn(studio, wallTime(4, "09:00"), token)).toBeGreaterThan(0);
});

test("ec-D8 a cap that is lowered leaves visits alone; a hold that is over it by now is not confirmed", async () => {
  const studio = await createStudio(runtime);
  await bookVisit(studio, { startsAt: wallTime(2, "10:00") });
  await bookVisit(studio, { startsAt: wallTime(2, "12:00"), who: person("Ben") });
  const hold = await holdTime(studio, { startsAt: wallTime(2, "14:00") });
  await limit(studio, { maxPerDay: 1 });
  const visits = await query("select 1 from appointment where tenant_id = $1 and status = 'scheduled'", [
    studio.tenantId,
  ]);
  expect(visits).toHaveLength(2);
  expect(await holdCode(studio, wallTime(2, "16:00"))).toBe("fully_booked");
  const confirmed = await bookHold(hold.context, bookInput(person("Cleo")));
  expect(confirmed.ok ? "booked" : confirmed.refusal.code).toBe("fully_booked");
});

test("ec-C14 staff move a visit over a cap, and the trail says over which", async () => {
  const studio = await createStudio(runtime);
  await limit(studio, { maxPerDay: 1 });
  await bookVisit(studio, { startsAt: wallTime(2, "10:00") });
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00"), who: person("Ben") });
  const { practitionerId } = studio;
  const appointmentId = asId<AppointmentId>(visit.id);
  succeeded(
    await rescheduleAsStaff(studio.as("admin"), {
      appointmentId,
      version: 2,
      practitionerId,
      startsAt: wallTime(2, "14:00"),
    }),
  );
  expect(
    await query(
      "select action, detail, client_id is not null as whose from audit_event where resource_id = $1 and verb = 'scheduling.reschedule_as_staff'",
      [visit.id],
    ),
  ).toEqual([{ action: "update", detail: { overCaps: ["practitioner_day"] }, whose: true }]);
});

test("BOOK-03 the trace names each cap that is reached with its value, and staff may pass over them", async () => {
  const studio = await createStudio(runtime);
  await limit(studio, { maxPerDay: 1 });
  await limitService(studio, 1);
  await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  const date = localDate(wallTime(3, "10:00"), newYork);
  const { practitionerId, serviceId, locationId } = studio;
  const ask = { practitionerId, serviceId, locationId, mode: "in_person", date, time: "14:00" } as const;
  const answer = await explainTime(studio.as("admin"), ask);
  const cap = { rule: "fully_booked", per: "day", max: 1, booked: 1, firstDate: date, lastDate: date };
  expect(answer.obstacles).toEqual([
    { ...cap, of: "service" },
    { ...cap, of: "practitioner" },
  ]);
  expect(answer.staffMayBook).toBe(true);
  expect((await explainTime(studio.as("admin"), { ...ask, date: addDays(date, 1) })).obstacles).toEqual([]);
});

test("ec-D5 ec-D8 the waitlist is offered no more than a cap allows, and an offer over it by now is taken back", async () => {
  const studio = await createStudio(runtime);
  const first = await bookVisit(studio, { startsAt: wallTime(4, "10:00"), who: person("First") });
  const second = await bookVisit(studio, { startsAt: wallTime(4, "12:00"), who: person("Second") });
  await bookVisit(studio, { startsAt: wallTime(4, "14:00"), who: person("Third") });
  await joinLine(studio, person("Waiting"));
  await limit(studio, { maxPerDay: 2 });
  const offered = async () => {
    const [row] = await query(
      "select id from opening where tenant_id = $1 order by created_at desc, id desc limit 1",
      [studio.tenantId],
    );
    return await offerOpening(studio.as("system"), { openingId: asId<OpeningId>(String(row?.["id"])) });
  };
  await cancelVisit(first);
  expect(await offered()).toMatchObject({ kind: "closed" }); // two are left, and two are the most
  await cancelVisit(second);
  const offer = await offered();
  if (offer.kind !== "offered") throw new Error("the last place was not offered");
  expect(await holdCode(studio, wallTime(4, "16:00"))).toBe("fully_booked");
  await limit(studio, { maxPerDay: 1 });
  expect(await answerOfferLink(studio, offer.offerId, "accept")).toEqual({
    ok: false,
    refusal: { code: "withdrawn" },
  });
});

test("ec-D9 SCHED-07 a new client has one first visit to come, with anybody, also when two are confirmed at once", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const [, second] = studio.practitionerIds;
  const give = async (clients: string) =>
    await query("update service set new_clients = $2::service_clients where id = $1", [
      studio.serviceId,
      clients,
    ]);
  const book = async (name: string, startsAt: Instant, practitionerId = second ?? studio.practitionerId) => {
    const hold = await holdTime(studio, { startsAt, practitionerId });
    const answer = await bookHold(hold.context, bookInput(person(name)));
    return answer.ok ? "booked" : answer.refusal.code;
  };
  const clients = async () => {
    const [row] = await query("select count(*)::int as n from client where tenant_id = $1", [
      studio.tenantId,
    ]);
    return row?.["n"];
  };
  await give("new_only");
  const first = await Promise.all([
    book("Bo", wallTime(3, "10:00"), studio.practitionerId),
    book("Bo", wallTime(4, "10:00")),
  ]);
  expect(first.toSorted()).toEqual(["booked", "call_to_book"]);
  expect(await book("Bo", wallTime(5, "10:00"))).toBe("call_to_book");
  expect(await book("Ann", wallTime(5, "11:00"))).toBe("booked");

  await give("existing_only");
  expect(await book("Nobody", wallTime(6, "10:00"))).toBe("call_to_book");
  expect(await clients()).toBe(2); // whoever is refused leaves no record
  expect(await book("Ann", wallTime(6, "11:00"))).toBe("call_to_book");
  await query(
    `update appointment set starts_at = starts_at - interval '9 days', ends_at = ends_at - interval '9 days',
       blocked_from = blocked_from - interval '9 days', blocked_until = blocked_until - interval '9 days'
     where tenant_id = $1 and status = 'scheduled'`,
    [studio.tenantId],
  );
  expect(await book("Ann", wallTime(6, "12:00"))).toBe("booked");
  await give("new_only");
  expect(await book("Ann", wallTime(6, "14:00"))).toBe("call_to_book");
});

test("ec-D9 the waitlist passes over whoever has a first visit to come", async () => {
  const studio = await createStudio(runtime);
  await query("update service set new_clients = 'new_only' where id = $1", [studio.serviceId]);
  const freed = await bookVisit(studio, { startsAt: wallTime(4, "10:00"), who: person("First") });
  await bookVisit(studio, { startsAt: wallTime(9, "10:00"), who: person("Bo") });
  await joinLine(studio, person("Bo"));
  await joinLine(studio, person("Cy"));
  await cancelVisit(freed);
  const [row] = await query("select id from opening where tenant_id = $1", [studio.tenantId]);
  const openingId = asId<OpeningId>(String(row?.["id"]));
  expect(await offerOpening(studio.as("system"), { openingId })).toMatchObject({ kind: "offered" });
  const [offer] = await query("select considered from waitlist_offer where opening_id = $1", [openingId]);
  expect(JSON.stringify(offer?.["considered"])).toContain("call_to_book");
});

test("check 7 TEN-07 the count knows the visits of the studio whose transaction it is, and no other's", async () => {
  const studio = await createStudio(runtime);
  const other = await createStudio(runtime);
  await bookVisit(studio, { startsAt: wallTime(2, "10:00") });
  const seenBy = async (tenantId: string) => {
    const [row] = await query(
      `select coalesce(sum(visits), 0)::int as n from (select set_config('app.tenant_id', $1, false)) tenant,
         lateral app.counted_visits(array[$2::uuid], $3, $4::timestamptz[], app.now(), null)
       where tenant.set_config = $1`,
      [
        tenantId,
        studio.practitionerId,
        studio.serviceId,
        [wallTime(2, "00:00"), wallTime(3, "00:00")].map((at) => new Date(at)),
      ],
    );
    return row?.["n"];
  };
  expect([await seenBy(studio.tenantId), await seenBy(other.tenantId), await seenBy("")]).toEqual([2, 0, 0]);
});

test("the counting question finds its range in an index, for practitioners and for a service, however many years are kept", async () => {
  const studio = await createStudio(runtime);
  await addClient(runtime, studio.tenantId, person("Ana"));
  await query(
    `insert into appointment (tenant_id, status, practitioner_id, location_id, room_id, service_id, client_id, mode, starts_at,
       ends_at, blocked_from, blocked_until, time_zone, cancel_deadline, booked_at)
     select $1, 'scheduled', $2, $3, $4, $5, c.id, 'in_person', s, s + interval '50 minutes', s, s + interval '60 minutes', 'UTC', s, app.now()
     from client c, generate_series(app.now() - interval '300 days', app.now() + interval '300 days', interval '90 minutes') s
     where c.tenant_id = $1`,
    [studio.tenantId, studio.practitionerId, studio.locationId, studio.roomIds[0], studio.serviceId],
  );
  await query("analyze appointment");
  // What a function does inside is in no plan of its caller: its own text is asked about, with what it is given.
  const [counted] = await query("select prosrc as text from pg_proc where proname = 'counted_visits'");
  const given: Readonly<Record<string, string>> = {
    practitioners: `array['${studio.practitionerId}']::uuid[]`,
    of_service: `'${studio.serviceId}'::uuid`,
    bounds: "(array[app.now(), app.now() + interval '7 days'])",
    at: "app.now()",
    other_than: "null::uuid",
  };
  const question = String(counted?.["text"]).replaceAll(
    /\b(?:practitioners|of_service|bounds|at|other_than)\b/g,
    (name) => given[name] ?? name,
  );
  await query("select set_config('app.tenant_id', $1, false)", [studio.tenantId]);
  const plan = (await query(`explain ${question}`)).map((line) => String(line["QUERY PLAN"]));
  const ranges = plan.filter((line) => line.includes("Index Cond") && line.includes("starts_at >="));
  expect(ranges.length, plan.join("\n")).toBeGreaterThanOrEqual(3);
  for (const range of ranges) expect(range).toMatch(/tenant_id = .*starts_at >= .*starts_at < /);
  expect(plan.join("\n")).not.toContain("Seq Scan on appointment");
});
