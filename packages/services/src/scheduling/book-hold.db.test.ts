import {
  bookInput,
  bookVisit,
  clientsOf,
  createStudio,
  holdInput,
  holdTime,
  idIn,
  inspect,
  person,
  rowCounts,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { addDays, instant, type LocalDate, localDate, minuteMs } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { saveService } from "../studio/index.ts";
import { bookHold, cancelByLink, holdSlot, viewHold } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

async function runOut(holdId: string): Promise<void> {
  await query("update appointment set hold_expires_at = app.now() - interval '1 second' where id = $1", [
    holdId,
  ]);
}

async function appointments(studio: TestStudio) {
  return await query(
    "select id, status, client_id from appointment where tenant_id = $1 order by starts_at, id",
    [studio.tenantId],
  );
}

test("BOOK-03 a hold becomes the appointment it held, with terms that are fixed from then on", async () => {
  const studio = await createStudio(runtime);
  const startsAt = wallTime(3, "10:00");
  const hold = await holdTime(studio, { startsAt, viewerZone: "Europe/London" });
  const booked = succeeded(await bookHold(hold.context, bookInput(person("Ana"))));
  expect(idIn(studio, booked.manageToken)).toBe(hold.id);
  expect(runtime.links.verify(booked.manageToken)?.kind).toBe("appointment");
  const [row] = await query("select * from appointment where id = $1", [hold.id]);
  expect(row).toMatchObject({
    status: "scheduled",
    starts_at: new Date(startsAt),
    hold_expires_at: null,
    cancel_deadline: new Date(startsAt - 1440 * minuteMs),
    policy_version: 1,
    price_minor: 12_000,
    currency: "USD",
    time_zone: "America/New_York",
    client_time_zone: "Europe/London",
    booked_by: "link",
    version: 2,
  });
  expect(
    await query(
      "select name, data from outbox where tenant_id = $1 and name like 'appointment/%' order by seq",
      [studio.tenantId],
    ),
  ).toEqual([
    { name: "appointment/held", data: { tenantId: studio.tenantId, appointmentId: hold.id } },
    { name: "appointment/booked", data: { tenantId: studio.tenantId, appointmentId: hold.id, version: 2 } },
  ]);
});

test("ec-H7 pressed twice at once, sent again, or reloaded with a new form: one appointment, one client, one answer", async () => {
  const studio = await createStudio(runtime);
  const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  const form = bookInput(person("Ana"));
  const [first, ...others] = await Promise.all([
    bookHold(hold.context, form),
    bookHold(hold.context, form),
    bookHold(hold.context, form),
  ]);
  expect(first).toMatchObject({ ok: true });
  others.push(await bookHold(hold.context, form), await bookHold(hold.context, bookInput(person("Ana"))));
  for (const other of others) expect(other).toEqual(first);
  expect(await appointments(studio)).toHaveLength(1);
  expect(
    await query("select count(*)::int as n from client where tenant_id = $1", [studio.tenantId]),
  ).toEqual([{ n: 1 }]);
  expect(
    await query(
      "select count(*)::int as n from outbox where tenant_id = $1 and name = 'appointment/booked'",
      [studio.tenantId],
    ),
  ).toEqual([{ n: 1 }]);
});

test("ec-H7 one form sent with two holds at once books one of them, and both are told so", async () => {
  const studio = await createStudio(runtime);
  const one = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  const two = await holdTime(studio, { startsAt: wallTime(3, "12:00") });
  const form = bookInput(person("Ana"));
  const answers = await Promise.all([bookHold(one.context, form), bookHold(two.context, form)]);
  expect(answers[0]).toMatchObject({ ok: true });
  expect(answers[1]).toEqual(answers[0]);
  expect((await appointments(studio)).filter(({ status }) => status === "scheduled")).toHaveLength(1);
});

test("ec-H3 a hold that ran out is confirmed while its time is free, swept over by nobody", async () => {
  const studio = await createStudio(runtime);
  const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  await runOut(hold.id);
  expect(await bookHold(hold.context, bookInput(person("Ana")))).toMatchObject({ ok: true });
  expect(await appointments(studio)).toMatchObject([{ id: hold.id, status: "scheduled" }]);
});

test("ec-H4 confirmed too late, and somebody else was quicker: told so with other times, and the page keeps the form", async () => {
  const studio = await createStudio(runtime);
  const late = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  await runOut(late.id);
  const quick = await bookVisit(studio, { startsAt: wallTime(3, "10:30"), who: person("Ben") });
  const before = await rowCounts(query);
  const answer = await bookHold(late.context, bookInput(person("Ana")));
  expect(answer).toMatchObject({ ok: false, refusal: { code: "slot_taken" } });
  if (!answer.ok) {
    expect(answer.refusal.alternatives.map((slot) => slot.startsAt)).toEqual([
      wallTime(3, "09:00"),
      wallTime(3, "09:30"),
      wallTime(3, "11:30"),
    ]);
  }
  expect(await appointments(studio)).toMatchObject([
    { id: late.id, status: "held" },
    { id: quick.id, status: "scheduled" },
  ]);
  expect((await rowCounts(query))["client"]).toBe(before["client"]);
  expect(await viewHold(late.context, {})).toMatchObject({ ok: true });

  const cancelled = await cancelByLink(quick.context, { reason: "" });
  expect(cancelled).toMatchObject({ ok: true });
  expect(await bookHold(late.context, bookInput(person("Ana")))).toMatchObject({ ok: true });
});

test("ec-C10 a hold taken in time is confirmed although the notice has passed since, but not once the visit has begun", async () => {
  const studio = await createStudio(runtime, { hours: [["00:00", "24:00"]] });
  const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  const shift = async (interval: string) =>
    await query(
      `update appointment set starts_at = app.now() + $2::interval, ends_at = app.now() + $2::interval + interval '1 hour',
         blocked_from = app.now() + $2::interval, blocked_until = app.now() + $2::interval + interval '1 hour' where id = $1`,
      [hold.id, interval],
    );
  await shift("-1 minute");
  expect(await bookHold(hold.context, bookInput(person("Ana")))).toMatchObject({
    ok: false,
    refusal: { code: "past" },
  });
  await shift("5 minutes");
  expect(await bookHold(hold.context, bookInput(person("Ana")))).toMatchObject({ ok: true });
});

test("BOOK-07 who was a client before is one again, and nobody can tell from the answer", async () => {
  const studio = await createStudio(runtime);
  const first = await bookVisit(studio, { startsAt: wallTime(3, "09:00"), who: person("Ana") });
  const known = { ...person("Ana"), givenName: " ana ", email: "ANA@example.com", phone: "+44 20 7946 0000" };
  const again = await bookVisit(studio, { startsAt: wallTime(3, "10:00"), who: known });
  const sibling = await bookVisit(studio, {
    startsAt: wallTime(3, "11:00"),
    who: { ...person("Ana"), givenName: "Bea" },
  });
  const inLaw = await bookVisit(studio, {
    startsAt: wallTime(3, "12:00"),
    who: { ...person("Ana"), familyName: "Smith" },
  });
  const junior = await bookVisit(studio, {
    startsAt: wallTime(3, "13:00"),
    who: { ...person("Ana"), birthDate: "2000-01-01" },
  });
  const rows = await query("select id, client_id from appointment where id = any($1)", [
    [first.id, again.id, sibling.id, inLaw.id, junior.id],
  ]);
  const clientOf = new Map(rows.map((row) => [row["id"], row["client_id"]]));
  expect(clientOf.get(again.id)).toBe(clientOf.get(first.id));
  expect(new Set([first, sibling, inLaw, junior].map(({ id }) => clientOf.get(id))).size).toBe(4);
  const clients = await clientsOf(runtime, studio.tenantId);
  expect(clients.find(({ id }) => id === clientOf.get(first.id))?.phone).toBe("+1 212 555 0199");
});

test("BOOK-07 a name is the same however its accents are encoded and its words are spaced", async () => {
  const studio = await createStudio(runtime);
  const names = ["Jos\u00e9  Mar\u00eda", "Jose\u0301 Mari\u0301a"];
  const hours = ["09:00", "10:00"] as const;
  for (const [index, hour] of hours.entries()) {
    await bookVisit(studio, {
      startsAt: wallTime(3, hour),
      who: { ...person("jose"), givenName: names[index] ?? "" },
    });
  }
  expect(
    await query("select count(*)::int as n from client where tenant_id = $1", [studio.tenantId]),
  ).toEqual([{ n: 1 }]);
  expect(
    await query(
      `select e.action, e.client_id is not null as named from audit_event e
       where e.tenant_id = $1 and e.resource = 'client' order by e.at`,
      [studio.tenantId],
    ),
  ).toEqual([
    { action: "create", named: true },
    { action: "read", named: true },
  ]);
});

test("BOOK-10 ec-L1 under 18 a guardian books, and nobody is born tomorrow; nothing is kept of either", async () => {
  const studio = await createStudio(runtime);
  const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  const year = new Date().getUTCFullYear();
  const before = await rowCounts(query);
  for (const [birthDate, code] of [
    [`${year - 17}-01-01`, "guardian_needed"],
    [`${year + 1}-01-01`, "birth_date_in_future"],
  ] as const) {
    expect(await bookHold(hold.context, bookInput({ ...person("Ana"), birthDate }))).toEqual({
      ok: false,
      refusal: { code, alternatives: [] },
    });
  }
  expect((await rowCounts(query))["client"]).toBe(before["client"]);
  expect(await appointments(studio)).toMatchObject([{ status: "held" }]);
});

test("BOOK-12 nobody books with an address that ends after minutes, and the hold stands for another", async () => {
  const studio = await createStudio(runtime);
  const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  const ana = person("Ana");
  const form = (email: string) => bookInput({ ...ana, email });
  expect(await bookHold(hold.context, form("ana@mailinator.com"))).toEqual({
    ok: false,
    refusal: { code: "disposable_email", alternatives: [] },
  });
  expect(await appointments(studio)).toMatchObject([{ status: "held" }]);
  expect(await bookHold(hold.context, form(ana.email))).toMatchObject({ ok: true });
});

test("BOOK-10 the eighteenth birthday begins at midnight of the place, wherever the server is", async () => {
  // At any moment it is another date than in UTC in at least one of the two.
  for (const timeZone of ["Pacific/Kiritimati", "Etc/GMT+12"]) {
    const dateThere = () => localDate(instant(Date.now()), timeZone);
    const asked = async (today: LocalDate) => {
      const studio = await createStudio(runtime, { timeZone });
      const book = async (time: string, birthday: LocalDate) => {
        const { context } = await holdTime(studio, { startsAt: wallTime(3, time, timeZone) });
        const birthDate = `${Number(birthday.slice(0, 4)) - 18}${birthday.slice(4)}`;
        return await bookHold(context, bookInput({ ...person("Ana"), birthDate }));
      };
      return [
        await book("10:00", addDays(today, 2)),
        await book("12:00", addDays(today, 1)),
        await book("14:00", today),
      ];
    };
    let today = dateThere();
    let answers = await asked(today);
    if (dateThere() !== today) answers = await asked((today = dateThere())); // midnight came in between
    const tooYoung = { refusal: { code: "guardian_needed" } };
    expect(answers, timeZone).toMatchObject([tooYoung, tooYoung, { ok: true }]);
  }
});

test("ec-J3 a policy that changed while the form was open is shown again; the hold stays", async () => {
  const studio = await createStudio(runtime);
  const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  await query("update tenant set policy_version = 2, cancellation_window_min = 2880 where id = $1", [
    studio.tenantId,
  ]);
  const form = bookInput(person("Ana"));
  expect(await bookHold(hold.context, form)).toEqual({
    ok: false,
    refusal: { code: "policy_changed", alternatives: [] },
  });
  expect(await bookHold(hold.context, { ...form, acceptedPolicyVersion: 2 })).toMatchObject({ ok: true });
  expect(
    await query(
      "select policy_version, starts_at - cancel_deadline = interval '48 hours' as window from appointment where id = $1",
      [hold.id],
    ),
  ).toEqual([{ policy_version: 2, window: true }]);
});

test("ec-H16 the price is that of the hold, whatever the service costs by then", async () => {
  const studio = await createStudio(runtime);
  const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  await query("update service set price_minor = 99000 where id = $1", [studio.serviceId]);
  succeeded(await bookHold(hold.context, bookInput(person("Ana"))));
  const late = await holdTime(studio, { startsAt: wallTime(3, "12:00") });
  await runOut(late.id);
  await query("update service set price_minor = 199000 where id = $1", [studio.serviceId]);
  succeeded(await bookHold(late.context, bookInput(person("Ana"))));
  expect(
    await query("select price_minor from appointment where tenant_id = $1 order by starts_at", [
      studio.tenantId,
    ]),
  ).toEqual([{ price_minor: 12_000 }, { price_minor: 99_000 }]);
});

test("a visit is priced in the studio's currency, and a new client keeps the zone they booked from", async () => {
  const studio = await createStudio(runtime, { currency: "GBP", timeZone: "Europe/London" });
  const startsAt = wallTime(3, "10:00", "Europe/London");
  const visit = await bookVisit(studio, { startsAt, viewerZone: "Europe/Paris" });
  expect(
    await query(
      "select a.currency, c.time_zone from appointment a join client c on c.id = a.client_id where a.id = $1",
      [visit.id],
    ),
  ).toEqual([{ currency: "GBP", time_zone: "Europe/Paris" }]);
});

test("a service that is offered no longer: a hold that stands is kept to, one that ran out is not taken again", async () => {
  const studio = await createStudio(runtime);
  const standing = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  const over = await holdTime(studio, { startsAt: wallTime(3, "12:00") });
  await runOut(over.id);
  await query("update service set active = false where id = $1", [studio.serviceId]);
  expect(await bookHold(over.context, bookInput(person("Ben")))).toEqual({
    ok: false,
    refusal: { code: "unknown_service", alternatives: [] },
  });
  expect(await bookHold(standing.context, bookInput(person("Ana")))).toMatchObject({ ok: true });
});

test("a studio that closed meanwhile books nothing, and what was held is kept for when it opens", async () => {
  const studio = await createStudio(runtime);
  const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  const setStatus = async (status: string) =>
    query("update tenant set status = $2 where id = $1", [studio.tenantId, status]);
  await setStatus("suspended");
  expect(await bookHold(hold.context, bookInput(person("Ana")))).toEqual({
    ok: false,
    refusal: { code: "studio_closed", alternatives: [] },
  });
  expect(await appointments(studio)).toMatchObject([{ status: "held" }]);
  await setStatus("active");
  expect(await bookHold(hold.context, bookInput(person("Ana")))).toMatchObject({ ok: true });
});

test("ec-C2 booked visits keep their length, buffers and price when the service gets others, row for row", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  const row = async () => await query("select * from appointment where id = $1", [visit.id]);
  const before = await row();
  const [service] = await query("select * from service where id = $1", [studio.serviceId]);
  succeeded(
    await saveService(studio.as("admin"), {
      id: studio.serviceId,
      version: Number(service?.["version"]),
      name: "Regular session",
      description: "",
      durationMin: 30,
      stepMin: 30,
      bufferBeforeMin: 5,
      bufferAfterMin: 20,
      maxPerDay: null,
      maxPerWeek: null,
      newClients: "anyone",
      priceMinor: 14_000,
      modes: ["in_person", "telehealth"],
      needsRoom: true,
      roomType: "",
      roomEquipment: [],
      roomCapacity: 2,
      roomStepFree: false,
      preferredRoomIds: [],
      deviceType: "",
      onlineBookable: true,
      active: true,
      practitionerIds: [...studio.practitionerIds],
    }),
  );
  expect(await row()).toEqual(before);
  expect(before).toMatchObject([{ price_minor: 12_000 }]);
});

test("TEN-07 a link of another kind, another studio's, or to nothing books nothing; without a hold's link nobody may", async () => {
  const studio = await createStudio(runtime);
  const elsewhere = await createStudio(runtime);
  const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  const before = await rowCounts(query);
  const invalid = { ok: false, refusal: { code: "link_invalid", alternatives: [] } };
  expect(await bookHold(elsewhere.as({ link: "hold", id: hold.id }), bookInput(person("Ana")))).toEqual(
    invalid,
  );
  expect(await bookHold(studio.as({ link: "hold", id: uuidv7() }), bookInput(person("Ana")))).toEqual(
    invalid,
  );
  for (const who of ["public", "admin", "system", { link: "appointment", id: hold.id }] as const) {
    await expect(bookHold(studio.as(who), bookInput(person("Ana")))).rejects.toThrow("forbidden");
  }
  const after = await rowCounts(query);
  expect({ ...after, audit_event: 0 }).toEqual({ ...before, audit_event: 0 });
  expect(after["audit_event"]).toBe(Number(before["audit_event"]) + 6);
});

test("a cancelled visit's old form answers as it did; another form for it finds no hold", async () => {
  const studio = await createStudio(runtime);
  const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  const form = bookInput(person("Ana"));
  const booked = await bookHold(hold.context, form);
  succeeded(await cancelByLink(studio.as({ link: "appointment", id: hold.id }), { reason: "" }));
  expect(await bookHold(hold.context, form)).toEqual(booked);
  expect(await bookHold(hold.context, bookInput(person("Ana")))).toMatchObject({
    ok: false,
    refusal: { code: "link_invalid" },
  });
});

test("AUD-03 booking is audited by ids and codes, never by what was typed", async () => {
  const studio = await createStudio(runtime);
  const marked = {
    ...person("Zquxana"),
    familyName: "Zquxname",
    phone: "+1 999 888 7777",
    email: "zqux@example.com",
  };
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00"), who: marked });
  const rows = await query(
    "select * from audit_event where tenant_id = $1 and verb = 'scheduling.book_hold'",
    [studio.tenantId],
  );
  expect(rows.map((row) => [row["resource"], row["action"], row["outcome"]])).toEqual([
    ["appointment", "update", "done"],
    ["client", "create", "done"],
  ]);
  expect(rows[0]).toMatchObject({ actor_kind: "link", actor_id: visit.id, resource_id: visit.id });
  const sinks = [...rows, ...(await query("select * from outbox where tenant_id = $1", [studio.tenantId]))];
  expect(JSON.stringify(sinks)).not.toMatch(/zqux|999 888|1988-04/i);
});

test("a race for one person's last time is lost to the constraint alone, without a deadlock", async () => {
  const studio = await createStudio(runtime, { hours: [["09:00", "10:00"]] });
  const answers = await Promise.all(
    Array.from({ length: 20 }, async () =>
      holdSlot(studio.as("public"), holdInput(studio, { startsAt: wallTime(3, "09:00") })),
    ),
  );
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
});
