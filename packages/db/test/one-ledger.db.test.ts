import { testDatabase } from "@quietroom/testing";
import { Client } from "pg";
import { expect, test } from "vitest";
import { migrate, ownMigrations } from "../src/migrate.ts";

const database = await testDatabase();

/** What a sealed column takes, and what no key opens. */
const sealedByNobody = `k0:${"A".repeat(16)}:${"A".repeat(22)}:`;

/** The database as it was before a migration, filled, and then as everything since makes it. */
async function across(
  migration: string,
  during: (at: {
    readonly superuser: Client;
    readonly idOf: (sql: string, values?: readonly unknown[]) => Promise<string | undefined>;
    readonly upToDate: () => Promise<unknown>;
  }) => Promise<void>,
): Promise<void> {
  await database.empty();
  const older = ownMigrations().filter(({ name }) => name < migration);
  await migrate({ connectionString: database.ownerUrl, only: older.map(({ name }) => name) });
  const superuser = new Client({ connectionString: database.superUrl });
  await superuser.connect();
  try {
    await during({
      superuser,
      idOf: async (sql, values = []) => {
        const { rows } = await superuser.query<{ id: string }>(`${sql} returning id`, [...values]);
        return rows[0]?.id;
      },
      upToDate: async () => await migrate({ connectionString: database.ownerUrl }),
    });
  } finally {
    await superuser.end();
  }
}

const oldStudio =
  "insert into tenant (name, slug, phone, email) values ('Old', 'old-studio', '+1 212 555 0100', 'old@example.com')";
const oldClient = `insert into client (tenant_id, given_name, family_name, birth_date, email, phone, record_number,
    email_index, phone_index, record_number_index, birth_bucket)
  values ($1, $2, $2, $2, $2, $2, $2, $3, $3, $3, 1)`;

test("NOTIF-05 NOTIF-06 mail about accounts is in the ledger as it stood when it had tables of its own: under its id, sent or still to leave", async () => {
  await across("0116_one_ledger", async ({ superuser, idOf, upToDate }) => {
    const tenant = await idOf(oldStudio);
    const person = await idOf(
      "insert into staff_user (tenant_id, email, display_name, password_hash, roles) values ($1, 'mara@example.com', 'Mara', '-', '{admin}')",
      [tenant],
    );
    const link = await idOf(
      "insert into staff_link (tenant_id, kind, email, token_hash, expires_at) values ($1, 'invitation', 'new@example.com', repeat('0', 64), now())",
      [tenant],
    );
    const client = await idOf(oldClient, [tenant, sealedByNobody, Buffer.alloc(16)]);
    const account = await idOf(
      "insert into client_account (tenant_id, client_id, email) values ($1, $2, $3)",
      [tenant, client, sealedByNobody],
    );
    const sent = await idOf(
      `insert into staff_mail (tenant_id, staff_user_id, kind, to_email, status, sent_at, provider_id, attempts)
       values ($1, $2, 'new_device', 'mara@example.com', 'sent', now(), 'p-1', 1)`,
      [tenant, person],
    );
    const invites = await idOf(
      `insert into staff_mail (tenant_id, link_id, kind, to_email, attempts, reason)
       values ($1, $2, 'invitation', 'new@example.com', 2, 'unavailable')`,
      [tenant, link],
    );
    const locked = await idOf(
      "insert into client_mail (tenant_id, client_account_id, kind, to_email) values ($1, $2, 'account_locked', $3)",
      [tenant, account, sealedByNobody],
    );
    const gone = await idOf(
      `insert into staff_mail (tenant_id, staff_user_id, kind, to_email, attempts, reason, claim_until)
       values ($1, $2, 'email_changed', 'before@example.com', 1, 'unavailable', now())`,
      [tenant, person],
    );
    const told = await idOf(
      `insert into staff_mail (tenant_id, staff_user_id, kind, to_email, status, sent_at, provider_id, attempts)
       values ($1, $2, 'email_changed', 'before@example.com', 'sent', now(), 'p-2', 1)`,
      [tenant, person],
    );
    await superuser.query("update client_account set hidden = true where id = $1", [account]);

    await upToDate();

    const { rows } = await superuser.query(
      `select id, kind, status::text, reason, attempts, staff_user_id, link_id, client_id, hidden, category, channel
       from notification order by id`,
    );
    const about = { staff_user_id: null, link_id: null, client_id: null, hidden: false };
    const mail = { ...about, reason: null, category: "account", channel: "email" };
    expect(rows).toEqual([
      { ...mail, id: sent, kind: "new_device", status: "sent", attempts: 1, staff_user_id: person },
      {
        ...mail,
        id: invites,
        kind: "invitation",
        status: "planned",
        attempts: 2,
        reason: "unavailable",
        link_id: link,
      },
      {
        ...mail,
        id: locked,
        kind: "account_locked",
        status: "planned",
        attempts: 0,
        client_id: client,
        hidden: true,
      },
      // To the person's new address it would be news to the wrong one.
      {
        ...mail,
        id: gone,
        kind: "email_changed",
        status: "failed",
        reason: "address_gone",
        attempts: 1,
        staff_user_id: person,
      },
      { ...mail, id: told, kind: "email_changed", status: "sent", attempts: 1, staff_user_id: person },
    ]);
  });
});

test("NOTIF-05 BOOK-07 the mail of ways in and of codes is in the ledger as it stood, under the id of what it carries, and leaves with it", async () => {
  await across("0117_ways_in_ledger", async ({ superuser, idOf, upToDate }) => {
    const tenant = await idOf(oldStudio);
    const client = await idOf(oldClient, [tenant, sealedByNobody, Buffer.alloc(16)]);
    const account = await idOf(
      "insert into client_account (tenant_id, client_id, email) values ($1, $2, $3)",
      [tenant, client, sealedByNobody],
    );
    const asked = async (no: number, values: Readonly<Record<string, unknown>>) => {
      const row = {
        tenant_id: tenant,
        browser_hash: String(no).repeat(64),
        link_hash: String(no).repeat(64),
        code_hash: "0".repeat(64),
        sealed_secrets: sealedByNobody,
        ...values,
      };
      const names = Object.keys(row);
      return await idOf(
        `insert into client_way_in (${names.join()}) values (${names.map((_, at) => `$${at + 1}`).join()})`,
        Object.values(row),
      );
    };
    const mailed = { client_account_id: account, to_email: sealedByNobody };
    const left = { status: "sent", sent_at: "2026-01-01T00:00Z", provider_id: "p-1", attempts: 1 };
    const sent = await asked(1, { ...mailed, ...left, sealed_secrets: null });
    const again = await asked(2, { ...mailed, attempts: 2, reason: "unavailable" });
    const nobody = await asked(3, {});

    await upToDate();

    const { rows } = await superuser.query(
      `select n.id, n.kind, n.status::text, n.reason, n.attempts, n.provider_id, n.category, n.way_in_id,
         num_nonnulls(n.client_id, n.staff_user_id, n.link_id, n.to_address) as named, w.sealed_secrets is null as emptied
       from notification n join client_way_in w on w.id = n.way_in_id order by n.id`,
    );
    const mail = {
      kind: "way_in",
      reason: null,
      attempts: 0,
      provider_id: null,
      category: "account",
      named: 0,
    };
    expect(rows).toEqual([
      { ...mail, id: sent, way_in_id: sent, status: "sent", attempts: 1, provider_id: "p-1", emptied: true },
      {
        ...mail,
        id: again,
        way_in_id: again,
        status: "planned",
        attempts: 2,
        reason: "unavailable",
        emptied: false,
      },
      { ...mail, id: nobody, way_in_id: nobody, status: "skipped", reason: "nobody", emptied: true },
    ]);
    await superuser.query("delete from client_way_in where id = $1", [sent]);
    expect((await superuser.query("select id from notification order by id")).rows).toEqual([
      { id: again },
      { id: nobody },
    ]);
  });
});
