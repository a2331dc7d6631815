import {
  bookVisit,
  cancelVisit,
  createStudio,
  holdInput,
  holdTime,
  idIn,
  inspect,
  rowCounts,
  succeeded,
  testDatabase,
  testRuntime,
  wallTime,
} from "@quietroom/testing";
import { asId } from "@quietroom/domain/ids";
import { minuteMs, plus } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { expireHolds, holdSlot, listSlots, releaseHold, viewHold } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

const tenMinutes = 10 * minuteMs;

test("BOOK-05 a chosen time is held for ten minutes, by the database's clock", async () => {
  const studio = await createStudio(runtime);
  const held = succeeded(
    await holdSlot(studio.as("public"), holdInput(studio, { startsAt: wallTime(2, "10:00") })),
  );
  const id = idIn(studio, held.token);
  const [row] = await query(
    `select status, starts_at, hold_expires_at, hold_expires_at - created_at < interval '10 minutes 1 second' as ten,
       client_id, time_zone, price_minor from appointment where id = $1`,
    [id],
  );
  expect(row).toMatchObject({
    status: "held",
    starts_at: new Date(wallTime(2, "10:00")),
    hold_expires_at: new Date(held.expiresAt),
    ten: true,
    client_id: null,
    time_zone: "America/New_York",
    price_minor: 12_000,
  });
});

test("BOOK-03 ec-H1 a held time is refused to the next at once, with up to three others, and is not offered meanwhile", async () => {
  const studio = await createStudio(runtime);
  const startsAt = wallTime(2, "10:00");
  await holdTime(studio, { startsAt });
  const second = await holdSlot(studio.as("public"), holdInput(studio, { startsAt }));
  if (second.ok) throw new Error("two people hold one hour");
  expect(second.refusal.code).toBe("slot_taken");
  expect(second.refusal.alternatives.map((slot) => slot.startsAt)).toEqual([
    wallTime(2, "09:00"),
    wallTime(2, "11:00"),
    wallTime(2, "11:30"),
  ]);
  const { starts } = await listSlots(studio.as("public"), {
    choice: holdInput(studio, { startsAt }).choice,
    from: new Date(wallTime(2, "12:00")).toISOString().slice(0, 10),
    days: 1,
  });
  expect(starts).not.toContain(startsAt);
  for (const { startsAt: other } of second.refusal.alternatives) {
    expect((await holdSlot(studio.as("public"), holdInput(studio, { startsAt: asInstant(other) }))).ok).toBe(
      other !== wallTime(2, "11:30"),
    );
  }
});

test("ec-H2 a hold that ran out blocks nobody, swept or not, and at its deadline it still counts", async () => {
  const studio = await createStudio(runtime);
  const startsAt = wallTime(2, "10:00");
  const first = await holdTime(studio, { startsAt });
  await query("update appointment set hold_expires_at = app.now() + interval '1 minute' where id = $1", [
    first.id,
  ]);
  expect((await holdSlot(studio.as("public"), holdInput(studio, { startsAt }))).ok).toBe(false);
  await query("update appointment set hold_expires_at = app.now() - interval '1 millisecond' where id = $1", [
    first.id,
  ]);
  const second = await holdTime(studio, { startsAt });
  expect(
    await query("select id, superseded from appointment where starts_at = $1 order by superseded", [
      new Date(startsAt),
    ]),
  ).toEqual(
    expect.arrayContaining([
      { id: second.id, superseded: false },
      { id: first.id, superseded: true },
    ]),
  );
  expect(await viewHold(first.context, {})).toMatchObject({ ok: true });
});

test("ec-H5 one person has one hold: the one before goes with the same step, also when the two overlap", async () => {
  const studio = await createStudio(runtime);
  const first = await holdTime(studio, { startsAt: wallTime(2, "10:00") });
  const second = await holdTime(studio, { startsAt: wallTime(2, "10:30"), releaseToken: first.token });
  expect(await query("select id, status from appointment where tenant_id = $1", [studio.tenantId])).toEqual([
    { id: second.id, status: "held" },
  ]);
  expect(await viewHold(first.context, {})).toEqual({ ok: false, refusal: { code: "link_expired" } });
});

test("a refused choice keeps the hold one has; a forged, foreign or other kind of token gives up nobody's", async () => {
  const studio = await createStudio(runtime);
  const elsewhere = await createStudio(runtime);
  const mine = await holdTime(studio, { startsAt: wallTime(2, "10:00") });
  const theirs = await holdTime(elsewhere, { startsAt: wallTime(2, "10:00") });
  const visit = await bookVisit(studio, { startsAt: wallTime(2, "14:00") });
  const offGrid = await holdSlot(
    studio.as("public"),
    holdInput(studio, { startsAt: plus(wallTime(2, "11:00"), minuteMs), releaseToken: mine.token }),
  );
  expect(offGrid).toMatchObject({ ok: false, refusal: { code: "off_grid" } });
  const foreign = runtime.links.sign({ kind: "hold", tenantId: elsewhere.tenantId, id: mine.id });
  const manage = runtime.links.sign({ kind: "appointment", tenantId: studio.tenantId, id: mine.id });
  for (const [hour, releaseToken] of [
    ["11:00", foreign],
    ["12:00", manage],
    ["13:00", `${mine.token}x`],
    ["15:00", theirs.token],
  ] as const) {
    await holdTime(studio, { startsAt: wallTime(2, hour), releaseToken });
  }
  const booked = runtime.links.sign({ kind: "hold", tenantId: studio.tenantId, id: visit.id });
  await holdTime(studio, { startsAt: wallTime(2, "16:00"), releaseToken: booked });
  const kept = await query("select id from appointment where id = any($1)", [[mine.id, theirs.id, visit.id]]);
  expect(kept).toHaveLength(3);
});

test("ec-C8 ec-C11 ec-C15 BOOK-04 a forged start gets its reason, and nothing is kept", async () => {
  const studio = await createStudio(runtime, { service: { bufferBeforeMin: 15, bufferAfterMin: 15 } });
  await bookVisit(studio, { startsAt: wallTime(2, "12:00") });
  const [clock] = await query("select (extract(epoch from app.now()) * 1000)::float8 as now");
  const now = Number(clock?.["now"]);
  const cases = [
    ["past", wallTime(-1, "10:00")],
    ["past", 0],
    ["too_soon", Math.ceil((now + 110 * minuteMs) / minuteMs) * minuteMs],
    ["beyond_horizon", wallTime(61, "10:00")],
    ["beyond_horizon", 7_258_118_400_000],
    ["outside_hours", wallTime(2, "16:30")],
    ["outside_hours", wallTime(2, "03:00")],
    ["off_grid", plus(wallTime(2, "10:00"), minuteMs)],
    ["slot_taken", wallTime(2, "12:00")],
    ["slot_taken", wallTime(2, "13:00")], // within the buffers of two neighbours
  ] as const;
  const before = await rowCounts(query);
  for (const [code, startsAt] of cases) {
    const answer = await holdSlot(studio.as("public"), holdInput(studio, { startsAt: asInstant(startsAt) }));
    expect.soft(answer, `${code} ${startsAt}`).toMatchObject({ ok: false, refusal: { code } });
    if (!answer.ok) expect.soft(answer.refusal.alternatives, code).toHaveLength(3);
  }
  const after = await rowCounts(query);
  expect(after["appointment"]).toBe(before["appointment"]);
  expect(after["outbox"]).toBe(before["outbox"]);
  expect(after["audit_event"]).toBe(Number(before["audit_event"]) + cases.length);
  // AUD-04: each attempt is kept with what it was told.
  const outcomes = await query(
    "select outcome from audit_event where tenant_id = $1 and verb = 'scheduling.hold_slot' and outcome <> 'done'",
    [studio.tenantId],
  );
  expect(outcomes.map(({ outcome }) => String(outcome)).toSorted()).toEqual(
    cases.map(([code]) => code).toSorted(),
  );
});

test("TEN-07 ids of another studio, and ids of nothing, are one answer: not offered here", async () => {
  const studio = await createStudio(runtime);
  const elsewhere = await createStudio(runtime);
  const input = holdInput(studio, { startsAt: wallTime(2, "10:00") });
  const theirs = holdInput(elsewhere, { startsAt: wallTime(2, "10:00") }).choice;
  const nothing = {
    serviceId: asId(uuidv7()),
    practitionerId: asId(uuidv7()),
    locationId: asId(uuidv7()),
  } as const;
  for (const key of ["serviceId", "practitionerId", "locationId"] as const) {
    for (const other of [theirs, nothing]) {
      const choice = { ...input.choice, [key]: other[key] };
      expect(await holdSlot(studio.as("public"), { ...input, choice })).toEqual({
        ok: false,
        refusal: { code: "unknown_service", alternatives: [] },
      });
    }
  }
});

test("what is not offered online, in this mode, or by a closed studio cannot be held", async () => {
  const studio = await createStudio(runtime, { service: { modes: ["in_person"] } });
  const startsAt = wallTime(2, "10:00");
  const ask = async (mode: "in_person" | "telehealth") =>
    await holdSlot(studio.as("public"), holdInput(studio, { startsAt, mode }));
  expect(await ask("telehealth")).toMatchObject({ ok: false, refusal: { code: "unknown_service" } });
  await query("update practitioner set online_bookable = false where tenant_id = $1", [studio.tenantId]);
  expect(await ask("in_person")).toMatchObject({ ok: false, refusal: { code: "unknown_service" } });
  await query("update practitioner set online_bookable = true where tenant_id = $1", [studio.tenantId]);
  await query("update tenant set status = 'suspended' where id = $1", [studio.tenantId]);
  expect(await ask("in_person")).toEqual({ ok: false, refusal: { code: "studio_closed", alternatives: [] } });
});

test("SCHED-13 neighbours that touch do not conflict, and buffers of both add up", async () => {
  const plain = await createStudio(runtime);
  await holdTime(plain, { startsAt: wallTime(2, "10:00") });
  await holdTime(plain, { startsAt: wallTime(2, "11:00") });
  await holdTime(plain, { startsAt: wallTime(2, "09:00") });

  const buffered = await createStudio(runtime, { service: { bufferBeforeMin: 15, bufferAfterMin: 15 } });
  await holdTime(buffered, { startsAt: wallTime(2, "10:00") });
  const near = await holdSlot(buffered.as("public"), holdInput(buffered, { startsAt: wallTime(2, "11:00") }));
  expect(near).toMatchObject({ ok: false, refusal: { code: "slot_taken" } });
  await holdTime(buffered, { startsAt: wallTime(2, "11:30") });
});

test("ec-E1 ec-E2 with every room taken there is no visit in person, and still one online", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 1 });
  const startsAt = wallTime(2, "10:00");
  const [, other] = studio.practitionerIds;
  await holdTime(studio, { startsAt });
  const wish = { startsAt, practitionerId: other ?? null };
  expect(await holdSlot(studio.as("public"), holdInput(studio, wish))).toMatchObject({
    ok: false,
    refusal: { code: "no_room" },
  });
  const online = await holdTime(studio, { ...wish, mode: "telehealth" });
  expect(await query("select room_id from appointment where id = $1", [online.id])).toEqual([
    { room_id: null },
  ]);
});

test("ec-E3 ten at once want any of three people and three rooms: three are served, each their own person and room", async () => {
  const studio = await createStudio(runtime, { practitioners: 3, rooms: 3 });
  const startsAt = wallTime(2, "10:00");
  const answers = await Promise.all(
    Array.from({ length: 10 }, async () =>
      holdSlot(studio.as("public"), holdInput(studio, { startsAt, practitionerId: null })),
    ),
  );
  expect(answers.filter((answer) => answer.ok)).toHaveLength(3);
  for (const answer of answers)
    if (!answer.ok) expect(["slot_taken", "no_room"]).toContain(answer.refusal.code);
  const rows = await query("select practitioner_id, room_id from appointment where tenant_id = $1", [
    studio.tenantId,
  ]);
  expect(new Set(rows.map((row) => row["practitioner_id"])).size).toBe(3);
  expect(new Set(rows.map((row) => row["room_id"])).size).toBe(3);
});

test("BOOK-02 with any practitioner, the one with the fewest visits around then is chosen", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const [first, second] = studio.practitionerIds;
  await bookVisit(studio, { startsAt: wallTime(3, "10:00"), practitionerId: first ?? null });
  const held = await holdTime(studio, { startsAt: wallTime(2, "10:00"), practitionerId: null });
  expect(await query("select practitioner_id from appointment where id = $1", [held.id])).toEqual([
    { practitioner_id: second },
  ]);
});

test("BOOK-02 with any practitioner, neither cancelled visits nor those of another month count as busy", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const [first = null, second = null] = studio.practitionerIds;
  for (const hour of ["10:00", "12:00"]) {
    await cancelVisit(await bookVisit(studio, { startsAt: wallTime(3, hour), practitionerId: first }));
    await bookVisit(studio, { startsAt: wallTime(30, hour), practitionerId: first });
  }
  await bookVisit(studio, { startsAt: wallTime(4, "10:00"), practitionerId: second });
  const held = await holdTime(studio, { startsAt: wallTime(2, "10:00"), practitionerId: null });
  expect(await query("select practitioner_id from appointment where id = $1", [held.id])).toEqual([
    { practitioner_id: first },
  ]);
});

test("BOOK-02 with any practitioner, among those with as few visits the one who was given a visit longest ago is chosen, however long ago", async () => {
  const studio = await createStudio(runtime, { practitioners: 3, rooms: 3 });
  const [first = null, second = null, third = null] = studio.practitionerIds;
  const given = async (practitionerId: typeof first, daysAgo: number) => {
    const { id } = await bookVisit(studio, { startsAt: wallTime(30, "10:00"), practitionerId });
    await query("update appointment set booked_at = app.now() - make_interval(days => $2) where id = $1", [
      id,
      daysAgo,
    ]);
  };
  await given(first, 40);
  await given(second, 300);
  await given(third, 50);
  const held = await holdTime(studio, { startsAt: wallTime(2, "10:00"), practitionerId: null });
  expect(await query("select practitioner_id from appointment where id = $1", [held.id])).toEqual([
    { practitioner_id: second },
  ]);
});

test("ec-H5 the time of one's own hold is among the others that are named", async () => {
  const studio = await createStudio(runtime, { hours: [["09:00", "11:00"]] });
  const mine = await holdTime(studio, { startsAt: wallTime(2, "09:00") });
  await holdTime(studio, { startsAt: wallTime(2, "10:00") });
  const answer = await holdSlot(
    studio.as("public"),
    holdInput(studio, { startsAt: wallTime(2, "10:00"), releaseToken: mine.token }),
  );
  if (answer.ok) throw new Error("two people hold one hour");
  expect(answer.refusal.alternatives[0]?.startsAt).toBe(wallTime(2, "09:00"));
});

test("ec-A23 ec-A24 the viewer's zone is kept by its real name, and an invented one is not kept", async () => {
  const studio = await createStudio(runtime);
  const alias = await holdTime(studio, { startsAt: wallTime(2, "10:00"), viewerZone: "Asia/Calcutta" });
  const invented = await holdTime(studio, {
    startsAt: wallTime(2, "11:00"),
    viewerZone: "Mars/Olympus'; --",
  });
  expect(
    await query("select client_time_zone from appointment where id = any($1) order by starts_at", [
      [alias.id, invented.id],
    ]),
  ).toEqual([{ client_time_zone: "Asia/Kolkata" }, { client_time_zone: null }]);
});

test("a hold's page shows the visit, its deadline and the clock, and nothing with any other link", async () => {
  const studio = await createStudio(runtime);
  const hold = await holdTime(studio, { startsAt: wallTime(2, "10:00") });
  const view = succeeded(await viewHold(hold.context, {}));
  expect(view).toMatchObject({
    serviceName: "Regular session",
    practitionerName: "Practitioner 1",
    locationName: "Main Street",
    startsAt: wallTime(2, "10:00"),
    endsAt: wallTime(2, "11:00"),
    timeZone: "America/New_York",
    cancelDeadline: wallTime(2, "10:00") - 24 * 60 * minuteMs,
  });
  expect(view.expiresAt - view.now).toBeGreaterThan(tenMinutes - 5_000);
  expect(await viewHold(studio.as({ link: "appointment", id: hold.id }), {})).toEqual({
    ok: false,
    refusal: { code: "link_invalid" },
  });
  const elsewhere = await createStudio(runtime);
  expect(await viewHold(elsewhere.as({ link: "hold", id: hold.id }), {})).toEqual({
    ok: false,
    refusal: { code: "link_expired" },
  });
});

test("a hold is let go once, by its own link only; a booked visit is not a hold any more", async () => {
  const studio = await createStudio(runtime);
  const elsewhere = await createStudio(runtime);
  const hold = await holdTime(studio, { startsAt: wallTime(2, "10:00") });
  expect(await releaseHold(studio.as({ link: "appointment", id: hold.id }), {})).toEqual({ released: false });
  expect(await releaseHold(elsewhere.as({ link: "hold", id: hold.id }), {})).toEqual({ released: false });
  const both = await Promise.all([releaseHold(hold.context, {}), releaseHold(hold.context, {})]);
  expect(both.filter(({ released }) => released)).toHaveLength(1);
  const visit = await bookVisit(studio, { startsAt: wallTime(2, "10:00") });
  expect(await releaseHold(studio.as({ link: "hold", id: visit.id }), {})).toEqual({ released: false });
  expect(await query("select status from appointment where id = $1", [visit.id])).toEqual([
    { status: "scheduled" },
  ]);
});

test("the sweep removes holds that ran out more than an hour ago, and no appointment ever", async () => {
  const studio = await createStudio(runtime);
  const elsewhere = await createStudio(runtime);
  const old = await holdTime(studio, { startsAt: wallTime(2, "10:00") });
  const recent = await holdTime(studio, { startsAt: wallTime(2, "11:00") });
  const standing = await holdTime(studio, { startsAt: wallTime(2, "12:00") });
  const visit = await bookVisit(studio, { startsAt: wallTime(2, "13:00") });
  const theirs = await holdTime(elsewhere, { startsAt: wallTime(2, "10:00") });
  await query(
    "update appointment set hold_expires_at = app.now() - interval '61 minutes' where id = any($1)",
    [[old.id, theirs.id]],
  );
  await query("update appointment set hold_expires_at = app.now() - interval '59 minutes' where id = $1", [
    recent.id,
  ]);
  expect(await expireHolds(studio.as("system"), {})).toEqual({ removed: 1 });
  const left = await query("select id from appointment where id = any($1)", [
    [old.id, recent.id, standing.id, visit.id, theirs.id],
  ]);
  expect(new Set(left.map(({ id }) => id))).toEqual(new Set([recent.id, standing.id, visit.id, theirs.id]));
  await expect(expireHolds(studio.as("admin"), {})).rejects.toThrow("forbidden");
});

/** A number that a stranger sent as an instant; the wire lets any in its bounds through. */
function asInstant(epochMs: number) {
  return plus(wallTime(0, "00:00"), epochMs - wallTime(0, "00:00"));
}
