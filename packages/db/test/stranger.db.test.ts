import { createStudio, inspect, testDatabase, testRuntime, type TestStudio } from "@quietroom/testing";
import { Client } from "pg";
import { afterAll, expect, test } from "vitest";
import { openDatabase } from "../src/index.ts";
import { tenantTables, withoutTenant } from "./catalogue.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const app = new Client({ connectionString: database.appUrl });
await app.connect();
afterAll(() => app.end());

const ours = await createStudio(runtime);
const theirs = await createStudio(runtime);
await fillEveryTable(ours);
await fillEveryTable(theirs);
const everyTable = await tenantTables(query);

/** Runs SQL as the application in one transaction of one studio (or none), then takes it back; a refusal is its SQLSTATE. */
async function asTenant(
  tenantId: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<number | string> {
  await app.query("begin");
  try {
    await app.query("select set_config('app.tenant_id', $1, true)", [tenantId]);
    const { rowCount } = await app.query(sql, [...values]);
    return rowCount ?? 0;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : "?";
  } finally {
    await app.query("rollback");
  }
}

const owner = (table: string) => (table === "tenant" ? "id" : "tenant_id");
const insufficientPrivilege = "42501";

test("this test has a row of each studio in every tenant table", async () => {
  for (const table of everyTable) {
    const rows = await query(`select distinct ${owner(table)} as tenant from ${table}`);
    expect(new Set(rows.map(({ tenant }) => tenant)), table).toEqual(
      new Set([ours.tenantId, theirs.tenantId]),
    );
  }
});

test.each(everyTable)(
  "TEN-02 %s: a stranger reads, changes and removes nothing, and cannot plant a row",
  async (table) => {
    const where = `where ${owner(table)} = '${theirs.tenantId}'`;
    const directory = table.endsWith("_directory");
    expect(await asTenant(ours.tenantId, `select from ${table} ${where}`)).toBe(directory ? 1 : 0);
    expect(await asTenant("", `select from ${table}`)).toBe(directory ? 2 : 0);
    expect(await asTenant(ours.tenantId, `select from ${table}`)).toBeGreaterThan(0);

    const column = owner(table);
    for (const tenant of [ours.tenantId, ""]) {
      expect([0, insufficientPrivilege]).toContain(
        await asTenant(tenant, `update ${table} set ${column} = ${column} ${where}`),
      );
      expect([0, insufficientPrivilege]).toContain(await asTenant(tenant, `delete from ${table} ${where}`));
      const [row] = await query(`select to_jsonb(t) as row from ${table} t ${where} limit 1`);
      const copy = `insert into ${table} overriding system value select * from jsonb_populate_record(null::${table}, $1)`;
      expect(await asTenant(tenant, copy, [JSON.stringify(row?.["row"])])).toBe(insufficientPrivilege);
    }
  },
);

test("TEN-02 a row cannot be moved to another studio", async () => {
  for (const table of ["client", "room", "service", "waitlist_entry"]) {
    const move = `update ${table} set tenant_id = $1`;
    expect(await asTenant(ours.tenantId, move, [theirs.tenantId]), table).toBe(insufficientPrivilege);
  }
});

test("TEN-08 a row cannot refer to another studio's row, even when its id is known", async () => {
  const room = "insert into room (tenant_id, location_id, name) values ($1, $2, 'Stolen')";
  expect(await asTenant(ours.tenantId, room, [ours.tenantId, theirs.locationId])).toBe("23503");
  const offered =
    "insert into practitioner_service (tenant_id, practitioner_id, service_id) values ($1, $2, $3)";
  expect(await asTenant(ours.tenantId, offered, [ours.tenantId, ours.practitionerId, theirs.serviceId])).toBe(
    "23503",
  );
});

test.each(Object.keys(withoutTenant).filter((table) => table === "_prisma_migrations"))(
  "the application cannot read %s",
  async (table) => {
    expect(await asTenant(ours.tenantId, `select from ${table}`)).toBe(insufficientPrivilege);
  },
);

test("TEN-04 two studios in turn over two connections, with failures in the middle, never see each other", async () => {
  const db = openDatabase({ connectionString: database.appUrl, poolSize: 2 });
  const reading = { isolation: "read committed", readOnly: true } as const;
  const look = async (tenantId: string, turn: number): Promise<string> =>
    await db.withTenant(tenantId, reading, async ({ tx }) => {
      const clients = await tx.client.findMany({ select: { tenantId: true } });
      if (turn % 5 === 0) throw new Error("broken off");
      if (turn % 7 === 0) await tx.$queryRaw`select 1 / 0`;
      const again = await tx.location.findMany({ select: { tenantId: true } });
      return [...new Set([...clients, ...again].map((row) => row.tenantId))].join();
    });
  const seen = await Promise.all(
    Array.from({ length: 200 }, async (_, turn) => {
      const { tenantId } = turn % 2 === 0 ? ours : theirs;
      return { tenantId, seen: await look(tenantId, turn).catch(() => "failed") };
    }),
  );
  const none = await db.withDirectory(async ({ tx }) => await tx.client.count());
  await db.close();
  expect(seen.filter(({ tenantId, seen }) => seen !== tenantId && seen !== "failed")).toEqual([]);
  expect(seen.filter(({ seen }) => seen !== "failed").length).toBeGreaterThan(100);
  expect(none).toBe(0);
});

test("TEN-04 the tenant's name is checked before it becomes part of a statement", async () => {
  const db = openDatabase({ connectionString: database.appUrl, poolSize: 1 });
  const reading = { isolation: "read committed", readOnly: true } as const;
  const forged = db.withTenant("x'; select 1; --", reading, async ({ tx }) => await tx.client.count());
  await expect(forged).rejects.toThrow("tenant id is not a UUID");
  await db.close();
});

/** One row in every table that the studio's own building left empty. Past row security, since no single verb does this. */
async function fillEveryTable({
  tenantId,
  practitionerId,
  locationId,
  serviceId,
}: TestStudio): Promise<void> {
  const insert = async (table: string, columns: Readonly<Record<string, unknown>>): Promise<string> => {
    const names = ["tenant_id", ...Object.keys(columns)];
    const places = names.map((_, index) => `$${index + 1}`).join();
    const [row] = await query(`insert into ${table} (${names.join()}) values (${places}) returning *`, [
      tenantId,
      ...Object.values(columns),
    ]);
    return String(row?.["id"]);
  };
  const hour = { starts_at: "2030-01-14T15:00Z", ends_at: "2030-01-14T16:00Z" };
  const blocked = { blocked_from: hour.starts_at, blocked_until: hour.ends_at };
  const email = "sam@example.com";
  const place = { practitioner_id: practitionerId, location_id: locationId };
  const client = await insert("client", {
    given_name: "Sam",
    family_name: "Sample",
    birth_date: "1990-01-01",
    email,
    phone: "+1 212 555 0100",
  });
  const person = await insert("staff_user", {
    email,
    display_name: "Sam",
    password_hash: "-",
    roles: ["admin"],
  });
  await insert("staff_directory", { email, staff_user_id: person });
  await insert("session", { staff_user_id: person, expires_at: "2030-01-01T00:00Z" });
  await insert("staff_totp", { staff_user_id: person, sealed_secret: "-", last_step: 1 });
  await insert("staff_recovery_code", { staff_user_id: person, code_hash: "0".repeat(64) });
  await insert("staff_mail", { staff_user_id: person, kind: "second_factor_reset", to_email: email });
  await insert("date_override", { ...place, local_date: "2030-01-01" });
  const visit = {
    client_id: client,
    service_id: serviceId,
    mode: "in_person",
    time_zone: "America/New_York",
  };
  const booked = { status: "scheduled", booked_at: hour.starts_at, cancel_deadline: hour.starts_at };
  const appointment = await insert("appointment", { ...place, ...visit, ...booked, ...hour, ...blocked });
  const entry = await insert("waitlist_entry", {
    client_id: client,
    service_id: serviceId,
    date_from: "2030-01-01",
    date_until: "2030-02-01",
    weekdays: [1],
    dayparts: ["morning"],
  });
  const opening = await insert("opening", {
    ...place,
    ...hour,
    ...blocked,
    cause: "cancelled",
    caused_by_appointment_id: appointment,
  });
  await insert("waitlist_offer", {
    opening_id: opening,
    entry_id: entry,
    appointment_id: appointment,
    round: 1,
    fit_score: 90,
    ...hour,
    expires_at: hour.starts_at,
    mode: "in_person",
  });
  await insert("waitlist_skip", { opening_id: opening, entry_id: entry, reason: "Away that week" });
  await insert("notification", {
    kind: "confirmation",
    dedupe_key: "one",
    client_id: client,
    due_at: hour.starts_at,
  });
}
