import { testDatabase } from "@quietroom/testing";
import { Client } from "pg";
import { expect, test } from "vitest";
import { migrate, ownMigrations } from "../src/migrate.ts";

const database = await testDatabase();

/** What a sealed column takes, and what no key opens. */
const sealedByNobody = `k0:${"A".repeat(16)}:${"A".repeat(22)}:`;

/** A database as it was before a migration. */
async function before(name: string): Promise<void> {
  await database.empty();
  const older = ownMigrations().filter((migration) => migration.name < name);
  await migrate({ connectionString: database.ownerUrl, only: older.map((one) => one.name) });
}

test("NOTIF-01 reminders that were minutes before the visit are rules that say the same, and those on their way keep their moment", async () => {
  await before("0078_ledger");
  const superuser = new Client({ connectionString: database.superUrl });
  await superuser.connect();
  try {
    const idOf = async (sql: string, values: readonly unknown[] = []) => {
      const { rows } = await superuser.query<{ id: string }>(sql, [...values]);
      return rows[0]?.id;
    };
    const tenant = await idOf(
      `insert into tenant (name, slug, phone, email, reminder_offsets_min)
       values ('Old', 'old-studio', '+1 212 555 0100', 'old@example.com', '{2880,1530,120,45,0,144000}') returning id`,
    );
    const location = await idOf(
      `insert into location (tenant_id, name, address_line, city, postal_code, country, time_zone)
       values ($1, 'River', '1 River Road', 'Springfield', '00001', 'US', 'America/New_York') returning id`,
      [tenant],
    );
    const practitioner = await idOf(
      "insert into practitioner (tenant_id, slug, display_name) values ($1, 'one', 'One') returning id",
      [tenant],
    );
    const service = await idOf(
      `insert into service (tenant_id, slug, name, duration_min, price_minor, currency, modes)
       values ($1, 'session', 'Session', 60, 100, 'USD', '{in_person}') returning id`,
      [tenant],
    );
    const client = await idOf(
      `insert into client (tenant_id, given_name, family_name, birth_date, email, phone, record_number,
         email_index, phone_index, record_number_index, birth_bucket)
       values ($1, $2, $2, $2, $2, $2, $2, $3, $3, $3, 1) returning id`,
      [tenant, sealedByNobody, Buffer.alloc(16)],
    );
    const visit = await idOf(
      `insert into appointment (tenant_id, status, practitioner_id, location_id, service_id, client_id, mode, starts_at, ends_at,
         blocked_from, blocked_until, time_zone, booked_at, cancel_deadline)
       values ($1, 'scheduled', $2, $3, $4, $5, 'in_person', '2030-01-14T15:00Z', '2030-01-14T16:00Z', '2030-01-14T15:00Z',
         '2030-01-14T16:00Z', 'America/New_York', '2030-01-01T00:00Z', '2030-01-13T15:00Z') returning id`,
      [tenant, practitioner, location, service, client],
    );
    const message = async (kind: string, dueAt: string) =>
      await idOf(
        `insert into notification (tenant_id, kind, dedupe_key, client_id, appointment_id, appointment_version, due_at)
         values ($1, $2::text, $2::text || ':1', $3, $4, 1, $5) returning id`,
        [tenant, kind, client, visit, dueAt],
      );
    await message("reminder_2880", "2030-01-12T15:00Z");
    await message("reminder_120", "2030-01-14T13:00Z");
    await message("confirmation", "2030-01-01T00:00Z");

    await migrate({ connectionString: database.ownerUrl });

    const { rows: studios } = await superuser.query("select reminder_rules from tenant");
    expect(studios).toEqual([{ reminder_rules: ["2d", "1d1h30m", "2h", "45m"] }]);
    const { rows: messages } = await superuser.query(
      `select kind, dedupe_key, due_at, planned_for, useful_until, category from notification order by due_at`,
    );
    const [first, second, start] = ["2030-01-12T15:00Z", "2030-01-14T13:00Z", "2030-01-14T15:00Z"].map(
      (at) => new Date(at),
    );
    const reminder = { planned_for: start, category: "appointments" };
    expect(messages).toEqual([
      {
        kind: "confirmation",
        dedupe_key: "confirmation:1",
        due_at: new Date("2030-01-01T00:00Z"),
        planned_for: null,
        useful_until: null,
        category: "appointments",
      },
      // Of use until the next one is due.
      { ...reminder, kind: "reminder_2d", dedupe_key: "reminder_2d:1", due_at: first, useful_until: second },
      { ...reminder, kind: "reminder_2h", dedupe_key: "reminder_2h:1", due_at: second, useful_until: start },
    ]);
  } finally {
    await superuser.end();
  }
});
