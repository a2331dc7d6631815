import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asId } from "@quietroom/domain/ids";
import { appointmentPanel, changePlaceZone } from "@quietroom/services/scheduling";
import { createStaffUser } from "@quietroom/services/staff";
import {
  bookSeats,
  bookVisit,
  createStudio,
  groupSession,
  inspect,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  wallTime,
} from "@quietroom/testing";
import { createLocalKeyFile, openLocalKeyFile } from "@quietroom/vault";
import { afterAll, beforeEach, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "rezone-"));
afterAll(() => rmSync(folder, { recursive: true }));
const keyFile = join(folder, "master.key");
createLocalKeyFile(keyFile);
const database = await testDatabase();
const runtime = await testRuntime(database, { keyService: openLocalKeyFile(keyFile) });
const query = await inspect(database);

// Visits of the tests before would be found again.
beforeEach(async () => void (await query("update appointment set utc_offset_min = null")));

/** `pnpm rezone` as on a server. */
function rezone(...flags: string[]): { readonly status: number | null; readonly said: string } {
  const run = spawnSync(process.execPath, [join(import.meta.dirname, "rezone.ts"), ...flags], {
    encoding: "utf8",
    env: {
      PATH: process.env["PATH"],
      DATABASE_URL: database.appUrl,
      QUIETROOM_KEY_SERVICE: "local",
      QUIETROOM_MASTER_KEY_FILE: keyFile,
    },
  });
  return { status: run.status, said: run.stdout + run.stderr };
}

/** Writes these, and the seats of these, as under rules by which the clock on the wall was an hour further back: one elapsed hour later. */
async function writtenUnderOtherRules(...visits: readonly { readonly id: string }[]) {
  for (const { id } of visits)
    for (const which of ["id = $1", "group_session_id = $1"])
      await query(
        `update appointment set utc_offset_min = utc_offset_min - 60, zone_rules = '1999z', starts_at = starts_at + interval '1 hour', ends_at = ends_at + interval '1 hour',
           blocked_from = blocked_from + interval '1 hour', blocked_until = blocked_until + interval '1 hour',
           room_until = room_until + interval '1 hour', device_until = device_until + interval '1 hour',
           cancel_deadline = cancel_deadline + interval '1 hour' where ${which}`,
        [id],
      );
}

async function row({ id }: { readonly id: string }) {
  const [found] = await query(
    `select date_part('epoch', starts_at) * 1000 as start, date_part('epoch', ends_at - starts_at) / 60 as minutes,
       blocked_from = starts_at and blocked_until = ends_at as whole, date_part('epoch', starts_at - cancel_deadline) / 3600 as "hoursAhead",
       previous_starts_at = starts_at as "sameOnTheWall", utc_offset_min as "offset", zone_rules as rules, version
     from appointment where id = $1`,
    [id],
  );
  return found;
}

async function told({ id }: { readonly id: string }) {
  const rows = await query(
    "select 1 from outbox where name = 'appointment/rescheduled' and data ->> 'appointmentId' = $1",
    [id],
  );
  return rows.length;
}

const offset = (start: number) => Math.round((Date.parse(`${wallText(start)}Z`) - start) / 60_000);
function wallText(start: number) {
  return new Intl.DateTimeFormat("sv-SE", {
    timeZone: "America/New_York",
    dateStyle: "short",
    timeStyle: "medium",
  })
    .format(start)
    .replace(" ", "T");
}

test("ec-A21 visits booked under other time zone rules are listed, and on request keep their time on the wall, back to back, once", async () => {
  const studio = await createStudio(runtime);
  succeeded(
    await createStaffUser(studio.as("system"), {
      email: "vera@example.com",
      displayName: "Vera Lindqvist",
      roles: ["therapist"],
      practitionerId: studio.practitionerId,
      password: "a lamp left on all night",
    }),
  );
  const nine = wallTime(5, "09:00");
  const visits = [];
  for (const [name, time] of [
    ["Nora", "09:00"],
    ["Emil", "10:00"],
    ["Ada", "11:00"],
  ] as const)
    visits.push(await bookVisit(studio, { startsAt: wallTime(5, time), who: person(name) }));
  const [first, second, third] = visits;
  if (first === undefined || second === undefined || third === undefined) throw new Error("three visits");
  expect(await row(first)).toMatchObject({ offset: offset(nine), version: 2 });
  expect(rezone()).toMatchObject({ status: 0, said: expect.stringContaining("0 visits to move") });

  await writtenUnderOtherRules(third, second, first);
  const listed = rezone();
  expect(listed.status, listed.said).toBe(1);
  for (const { id } of visits)
    expect(listed.said).toContain(`${studio.tenantId}  ${id}  America/New_York  -60 min  to move`);
  expect(listed.said).toContain("3 visits to move, 0 settled");
  expect(listed.said).not.toMatch(/Nora|Okafor|09:00/);
  expect(await row(first)).toMatchObject({ version: 2 });

  const written = rezone("--write");
  expect(written.status, written.said).toBe(0);
  expect(written.said).toContain("3 visits to move, 3 settled");
  for (const [index, visit] of visits.entries()) {
    const start = wallTime(5, ["09:00", "10:00", "11:00"][index] ?? "");
    expect(await row(visit)).toEqual({
      start,
      minutes: 60,
      whole: true,
      hoursAhead: 24,
      sameOnTheWall: true,
      offset: offset(start),
      rules: process.versions.tz,
      version: 3,
    });
    expect(await told(visit)).toBe(1);
  }
  expect(rezone("--write")).toMatchObject({ status: 0, said: expect.stringContaining("0 visits to move") });
  expect(await told(first)).toBe(1);

  const audited = await query(
    "select resource_id as id, actor_kind::text as by, detail ->> 'timeZone' as zone from audit_event where verb = 'rezone.rezone_visit' order by at, id",
  );
  expect(audited).toEqual(visits.map(({ id }) => ({ id, by: "system", zone: "America/New_York" })));
  const mails = await query(
    "select m.kind from notification m join staff_user u on u.id = m.staff_user_id where u.practitioner_id = $1",
    [studio.practitionerId],
  );
  expect(mails).toEqual([{ kind: "clock_rules_changed" }]);
  const panel = await appointmentPanel(studio.as("admin"), { appointmentId: asId(first.id) });
  expect(panel.history.map(({ action }) => action)).toContain(
    "kept its time on the wall under new time zone rules",
  );
});

test("ec-A21 a visit that would meet another is listed and left alone, and so is one whose moment is over", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(5, "09:00"), who: person("Nora") });
  await writtenUnderOtherRules(visit);
  const inTheWay = await bookVisit(studio, { startsAt: wallTime(5, "09:00"), who: person("Emil") });
  const before = await row(visit);
  const run = rezone("--write");
  expect(run.status, run.said).toBe(1);
  expect(run.said).toMatch(
    new RegExp(`${visit.id} .*LEFT ALONE: its people, room or device are taken there`),
  );
  expect(run.said).toContain("1 visits to move, 0 settled");
  expect(await row(visit)).toEqual(before);
  expect(await told(visit)).toBe(0);

  await query(
    "update appointment set status = 'cancelled', cancelled_at = app.now(), cancelled_by = 'staff' where id = $1",
    [inTheWay.id],
  );
  expect(rezone("--write")).toMatchObject({ status: 0, said: expect.stringContaining("1 settled") });
  expect(await row(visit)).toMatchObject({ start: wallTime(5, "09:00") });

  await query(
    `update appointment set utc_offset_min = utc_offset_min - 60, starts_at = app.now() + interval '30 min', ends_at = app.now() + interval '90 min',
       blocked_from = app.now() + interval '30 min', blocked_until = app.now() + interval '90 min' where id = $1`,
    [visit.id],
  );
  expect(rezone("--write").said).toMatch(new RegExp(`${visit.id} .*LEFT ALONE: that moment is over`));
});

/** Another visit of the same client, so many minutes after one that is there, over what it meets by the override of an import. */
async function importedOver({ id }: { readonly id: string }, minutes: number) {
  const [over] = await query(
    `with override as (
       insert into booking_override (tenant_id, appointment_id, kind, rules, import_name)
       select tenant_id, uuidv7(), 'import', '{slot_taken}', 'Diary of 2025' from appointment where id = $1 returning id, appointment_id
     )
     insert into appointment (tenant_id, id, override_id, status, practitioner_id, location_id, service_id, mode, client_id, booked_at, time_zone,
       utc_offset_min, zone_rules, cancel_deadline, starts_at, ends_at, blocked_from, blocked_until)
     select tenant_id, o.appointment_id, o.id, 'scheduled', practitioner_id, location_id, service_id, mode, client_id, booked_at, time_zone,
       utc_offset_min, zone_rules, cancel_deadline + $2, starts_at + $2, ends_at + $2, blocked_from + $2, blocked_until + $2
     from appointment a, override o where a.id = $1 returning id, override_id as "overrideId"`,
    [id, `${minutes} minutes`],
  );
  return { id: String(over?.["id"]), overrideId: over?.["overrideId"] };
}

test("ec-A21 ec-H20 a double booking by an override moves as one, the override and what it gives way to kept, whichever is asked for first", async () => {
  for (const minutes of [-30, 30]) {
    const studio = await createStudio(runtime);
    const plain = await bookVisit(studio, { startsAt: wallTime(5, "11:00"), who: person("Nora") });
    await writtenUnderOtherRules(plain);
    const over = await importedOver(plain, minutes);
    const run = rezone("--write");
    expect(run.status, run.said).toBe(0);
    expect(run.said).toContain("2 visits to move, 2 settled");
    expect(await row(plain)).toMatchObject({ start: wallTime(5, "11:00"), rules: process.versions.tz });
    const start = wallTime(5, "11:00") + minutes * 60_000;
    expect(await row(over)).toMatchObject({ start, rules: process.versions.tz, sameOnTheWall: true });
    const [kept] = await query(
      `select o.override_id as "overrideId", o.superseded, o.claimed = tstzmultirange(tstzrange(o.starts_at, o.ends_at))
           - tstzmultirange(tstzrange(p.starts_at, p.ends_at)) as "hasTheRest"
       from appointment o, appointment p where o.id = $1 and p.id = $2`,
      [over.id, plain.id],
    );
    expect(kept).toEqual({ overrideId: over.overrideId, superseded: false, hasTheRest: true });
    for (const visit of [plain, over]) expect(await told(visit)).toBe(1);
  }
});

test("ec-A21 a group session takes its seats along, and everybody in them is told", async () => {
  const studio = await createStudio(runtime);
  const session = await groupSession(studio, { time: "09:00" });
  const seat = await bookSeats(studio, session, { name: "Nora" });
  await writtenUnderOtherRules({ id: session });
  const run = rezone("--write");
  expect(run.status, run.said).toBe(0);
  expect(run.said).toContain("1 visits to move, 1 settled");
  for (const visit of [{ id: session }, seat])
    expect(await row(visit)).toMatchObject({
      start: wallTime(5, "09:00"),
      offset: offset(wallTime(5, "09:00")),
    });
  expect(await told(seat)).toBe(1);
  expect(await told({ id: session })).toBe(0);
});

test("ec-A30 a group session and its seats go with their place into a zone whose clock is behind", async () => {
  const studio = await createStudio(runtime);
  const session = await groupSession(studio, { time: "09:00" });
  const seat = await bookSeats(studio, session, { name: "Nora" });
  const changed = await changePlaceZone(studio.as("admin"), {
    id: studio.locationId,
    version: 1,
    timeZone: "America/Chicago",
    visits: "keep_wall_time",
  });
  expect(changed).toMatchObject({ ok: true });
  for (const visit of [{ id: session }, seat])
    expect(await row(visit)).toMatchObject({ start: wallTime(5, "09:00", "America/Chicago") });
  expect(rezone()).toMatchObject({ status: 0 });
});
