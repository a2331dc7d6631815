import { testDatabase } from "@quietroom/testing";
import { Client } from "pg";
import { expect, test } from "vitest";
import { migrate, ownMigrations } from "../src/migrate.ts";

const database = await testDatabase();

/** What a sealed column takes, and what no key opens. */
const sealedByNobody = `k0:${"A".repeat(16)}:${"A".repeat(22)}:`;

test("NOTIF-05 NOTIF-06 mail about accounts is in the ledger as it stood when it had tables of its own: under its id, sent or still to leave", async () => {
  await database.empty();
  const older = ownMigrations().filter(({ name }) => name < "0116_one_ledger");
  await migrate({ connectionString: database.ownerUrl, only: older.map(({ name }) => name) });
  const superuser = new Client({ connectionString: database.superUrl });
  await superuser.connect();
  try {
    const idOf = async (sql: string, values: readonly unknown[] = []) => {
      const { rows } = await superuser.query<{ id: string }>(`${sql} returning id`, [...values]);
      return rows[0]?.id;
    };
    const tenant = await idOf(
      "insert into tenant (name, slug, phone, email) values ('Old', 'old-studio', '+1 212 555 0100', 'old@example.com')",
    );
    const person = await idOf(
      "insert into staff_user (tenant_id, email, display_name, password_hash, roles) values ($1, 'mara@example.com', 'Mara', '-', '{admin}')",
      [tenant],
    );
    const link = await idOf(
      "insert into staff_link (tenant_id, kind, email, token_hash, expires_at) values ($1, 'invitation', 'new@example.com', repeat('0', 64), now())",
      [tenant],
    );
    const client = await idOf(
      `insert into client (tenant_id, given_name, family_name, birth_date, email, phone, record_number,
         email_index, phone_index, record_number_index, birth_bucket)
       values ($1, $2, $2, $2, $2, $2, $2, $3, $3, $3, 1)`,
      [tenant, sealedByNobody, Buffer.alloc(16)],
    );
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

    await migrate({ connectionString: database.ownerUrl });

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
  } finally {
    await superuser.end();
  }
});
