import { randomBytes } from "node:crypto";
import { addDays, weekdayOf } from "@quietroom/domain/time";
import { passSecondFactor, resolveSession } from "@quietroom/services/staff";
import { listSlots } from "@quietroom/services/scheduling";
import {
  appCode,
  fromNowhere,
  halfSession,
  inspect,
  testDatabase,
  testKeys,
  testRuntime,
} from "@quietroom/testing";
import { beforeAll, expect, test } from "vitest";
import { seed, type SeededStudio } from "./seed.ts";

const database = await testDatabase();
const linkKey = randomBytes(32);
const runtime = await testRuntime(database);
/** Knows the secrets that the seed sealed. */
const seeded = await testRuntime(database, { linkKey });
const query = await inspect(database);
const settings = { databaseUrl: database.appUrl, ownerUrl: database.ownerUrl, linkKey, keyService: testKeys };
let studios: readonly SeededStudio[] = [];

beforeAll(async () => {
  await expect(seed({ ...settings, mode: "production" })).rejects.toThrow("production");
  studios = await seed({ ...settings, mode: "test" });
}, 180_000);

const perStudio = async (sql: string) =>
  await query(`select t.slug, x.* from tenant t, lateral (${sql}) x order by t.slug`);

test("API-13 two studios stand, each with its people, places, services and clients", async () => {
  expect(studios.map(({ slug }) => slug)).toEqual(["hudson-physio", "stillwater"]);
  const found = await perStudio(`select
    (select count(*)::int from practitioner where tenant_id = t.id) as practitioners,
    (select count(*)::int from resource where tenant_id = t.id) as rooms,
    (select count(*)::int from service where tenant_id = t.id and 'telehealth' = any (modes)) as telehealth,
    (select count(*) between 18 and 30 from client where tenant_id = t.id) as clients,
    (select array_agg(distinct r order by r) from staff_user, unnest(roles) r where tenant_id = t.id) as roles`);
  const roles = ["admin", "receptionist", "therapist"];
  expect(found).toEqual([
    { slug: "hudson-physio", practitioners: 3, rooms: 3, telehealth: 2, clients: true, roles },
    { slug: "stillwater", practitioners: 3, rooms: 2, telehealth: 1, clients: true, roles },
  ]);
});

test("API-13 four weeks of visits lie behind, each come to its end, and four weeks ahead, all standing", async () => {
  const weeks = await perStudio(`select
    count(*) filter (where status = 'completed')::int > 30 as completed,
    count(*) filter (where status = 'no_show')::int > 0 as no_show,
    count(*) filter (where status = 'cancelled')::int > 2 as cancelled,
    count(*) filter (where ends_at <= app.now() and status not in ('completed', 'no_show', 'cancelled'))::int as left_open,
    count(*) filter (where starts_at > app.now() and status not in ('scheduled', 'confirmed', 'checked_in'))::int as fallen_ahead,
    count(distinct floor(extract(epoch from starts_at - app.now()) / 604800)) filter (where starts_at < app.now())::int >= 4 as weeks_behind,
    count(distinct floor(extract(epoch from starts_at - app.now()) / 604800)) filter (where starts_at > app.now())::int >= 3 as weeks_ahead
    from appointment where tenant_id = t.id`);
  const expected = {
    completed: true,
    no_show: true,
    cancelled: true,
    left_open: 0,
    fallen_ahead: 0,
    weeks_behind: true,
    weeks_ahead: true,
  };
  expect(weeks).toEqual([
    { slug: "hudson-physio", ...expected },
    { slug: "stillwater", ...expected },
  ]);
});

test("the clock is back at the present", async () => {
  expect(await query("select ms::int from dev_clock.shift")).toEqual([{ ms: 0 }]);
});

test("every freed hour of the past has come to an end, one of them with somebody who had waited", async () => {
  const openings = await perStudio(`select
    count(*) filter (where status = 'offering')::int as offering,
    count(*) filter (where status = 'filled')::int > 0 as filled,
    (select count(*)::int from waitlist_entry where tenant_id = t.id and status = 'waiting') as waiting
    from opening where tenant_id = t.id`);
  expect(openings).toEqual([
    { slug: "hudson-physio", offering: 0, filled: true, waiting: 4 },
    { slug: "stillwater", offering: 0, filled: true, waiting: 4 },
  ]);
});

test("the past's messages stay in the past: only bookings of visits to come are left for the jobs", async () => {
  const waiting = await query(`
    select o.name, bool_and(a.starts_at > app.now()) as to_come, count(*)::int > 10 as many
    from outbox o join appointment a on a.tenant_id = o.tenant_id and a.id = (o.data ->> 'appointmentId')::uuid
    where o.relayed_at is null group by 1`);
  expect(waiting).toEqual([{ name: "appointment/booked", to_come: true, many: true }]);
  const others = await query(
    "select distinct name from outbox where relayed_at is null and name not in ('appointment/booked', 'notification/recorded')",
  );
  expect(others).toEqual([]);
});

test("each visit to come is confirmed in the ledger and has its reminders planned; none is due already", async () => {
  const [ledger] = await query(`select
    count(*) filter (where not exists (
      select from notification n where n.tenant_id = a.tenant_id and n.appointment_id = a.id and n.kind = 'confirmation' and n.status = 'sent'))::int as unconfirmed,
    count(*) filter (where a.starts_at > app.now() + interval '2 hours' and not exists (
      select from notification n where n.tenant_id = a.tenant_id and n.appointment_id = a.id and n.kind like 'reminder%' and n.status = 'planned'))::int as unreminded
    from appointment a where a.starts_at > app.now() and a.status in ('scheduled', 'confirmed')`);
  expect(ledger).toEqual({ unconfirmed: 0, unreminded: 0 });
  const late = await query(
    "select kind from notification where status = 'planned' and due_at <= app.now() or status = 'claimed'",
  );
  expect(late).toEqual([]);
  const delivered = await query(
    "select distinct split_part(provider_id, '-', 1) as by from notification where status = 'sent'",
  );
  expect(delivered).toEqual([{ by: "history" }]);
});

test("SCHED-07 every service of the demo has a category and a color", async () => {
  const rows = await query("select name from service where category = '' or color is null");
  expect(rows).toEqual([]);
});

test("on its full day the first practitioner has no time for any service, and somebody waits for that day", async () => {
  for (const { slug, fullDay } of studios) {
    const offered = await query(
      `select t.id as tenant, s.id as service, p.id as practitioner, l.id as location, unnest(s.modes) as mode
       from tenant t join practitioner p on p.tenant_id = t.id and p.display_name = $2
       join practitioner_service ps on ps.practitioner_id = p.id join service s on s.id = ps.service_id
       join location l on l.tenant_id = t.id where t.slug = $1`,
      [slug, fullDay.practitioner],
    );
    expect(offered.length).toBeGreaterThan(0);
    for (const row of offered) {
      const { starts } = await listSlots(visitor(String(row["tenant"])), {
        choice: choiceOf(row),
        from: fullDay.date,
        days: 1,
      });
      expect(starts, `${slug} ${fullDay.date}`).toEqual([]);
    }
    const [first] = offered;
    const waiting = await query(
      `select id from waitlist_entry where tenant_id = $1 and practitioner_id = $2 and status = 'waiting'
       and $3::date between date_from and date_until and $4::int = any (weekdays)`,
      [first?.["tenant"], first?.["practitioner"], fullDay.date, weekdayOf(fullDay.date)],
    );
    expect(waiting.length).toBeGreaterThan(0);
    const today = (
      await query(
        "select (app.now() at time zone time_zone)::date::text as today from tenant where slug = $1",
        [slug],
      )
    )[0];
    expect([3, 4, 5, 6, 7].map((days) => addDays(String(today?.["today"]), days))).toContain(fullDay.date);
  }
});

test("API-13 AUTH-20 everyone who is printed can sign in, with the code that their app shows", async () => {
  for (const { signIns } of studios) {
    expect(signIns.map(({ role }) => role)).toEqual([
      "admin",
      "receptionist",
      "therapist",
      "therapist",
      "therapist",
    ]);
    for (const person of signIns) {
      const half = await halfSession(seeded, person);
      const session = await passSecondFactor(seeded, half, {
        code: appCode(person.totpSecret),
        ...fromNowhere,
      });
      expect(session.ok && (await resolveSession(seeded, session.value, "request"))).toMatchObject({
        kind: "staff",
      });
    }
  }
});

test("a database with a studio is never seeded again, and its clock never goes back", async () => {
  await expect(seed({ ...settings, mode: "test" })).rejects.toThrow("never goes back");
});

type Visitor = Parameters<typeof listSlots>[0];
type Choice = Parameters<typeof listSlots>[1]["choice"];

function visitor(tenantId: string): Visitor {
  return { runtime, actor: { kind: "public", tenantId }, requestId: "test" };
}

/** The ids come straight from the database's own rows, which is why the cast holds. */
function choiceOf(row: Readonly<Record<string, unknown>>): Choice {
  const { service, practitioner, location, mode } = row;
  return { serviceId: service, practitionerId: practitioner, locationId: location, mode } as Choice;
}
