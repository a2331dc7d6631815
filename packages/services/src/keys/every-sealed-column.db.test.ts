import { randomBytes } from "node:crypto";
import type { Tx } from "@quietroom/db";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { createStudio, inspect, testDatabase, testRuntime } from "@quietroom/testing";
import { fillEveryTable, sealEveryColumn, type SealedSpot } from "@quietroom/testing/isolation";
import { SealedFieldError, sealField, type TenantKeys } from "@quietroom/vault";
import { expect, test } from "vitest";
import { defineVerb } from "../define-verb.ts";
import { listOwnRequests } from "../records/index.ts";
import { appointmentPanel } from "../scheduling/index.ts";
import { moveToKey, replaceKeys, sweepSealed } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

const studio = await createStudio(runtime);
const other = await createStudio(runtime);
await fillEveryTable(query, studio);
await fillEveryTable(query, other);
const spots = await sealEveryColumn(runtime, query, studio.tenantId);
const theirs = await sealEveryColumn(runtime, query, other.tenantId);
const system = studio.as("system");

type Row = Readonly<Record<string, unknown>>;
type Delegate = { findUniqueOrThrow(args: object): Promise<Row> };

/** A model by its name in the schema, which is where the names of the list come from: that is why the cast holds. */
function modelNamed(tx: Tx, model: string): Delegate {
  return Reflect.get(tx, model.charAt(0).toLowerCase() + model.slice(1)) as Delegate;
}

/** Reads a row as every verb of the product does: by its model, inside the transaction that a verb gets. */
const readRow = defineVerb<SealedSpot, Row>({
  name: "test.read_row",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit }) {
    const { model, table, rowId } = input;
    audit({ action: "read", resource: table, resourceId: rowId });
    return await modelNamed(tx, model).findUniqueOrThrow({ where: { tenantId_id: { tenantId, id: rowId } } });
  },
});

test("ENC-11 every column that is marked takes no word in the clear, from whoever writes it", async () => {
  expect(spots.length).toBeGreaterThan(20);
  const seen = await query(
    "select table_name || '.' || column_name as name from information_schema.columns where domain_name = 'sealed_text' and table_schema = 'public'",
  );
  expect(seen.map(({ name }) => String(name))).toEqual(
    expect.arrayContaining(spots.map(({ table, column }) => `${table}.${column}`).toSorted()),
  );
  expect(seen.length).toBe(spots.length);
  for (const { table, column, rowId } of spots)
    for (const clear of ["Ximena", "", "k1:Ximena", `k1:${"A".repeat(16)}:${"A".repeat(6)}:AAAA`])
      await expect(
        query(`update "${table}" set "${column}" = $2 where id = $1`, [rowId, clear]),
        `${table}.${column}`,
      ).rejects.toThrow("sealed_text");
});

/** Text in the tables about clients that is neither sealed nor a code of a closed list, each with what it is. Nobody's words are among them. */
const openText: Readonly<Record<string, string>> = {
  "time zones, by which times are shown (ENC-10)":
    "appointment.time_zone appointment.zone_rules appointment.client_time_zone client.time_zone waitlist_entry.client_time_zone series.time_zone",
  "what the product's own code names":
    "appointment.request_ended audit_event.action audit_event.outcome audit_event.resource audit_event.request_id audit_event.verb bell_notice.dedupe_key booking_override.kind notification.category notification.channel notification.dedupe_key notification.kind notification.response series.stopped_because",
  "what an import of other systems' records is called": "booking_override.import_name",
  "the mail provider's id of a message": "notification.provider_id",
  "from where and with what somebody came, which evidence and lists of sessions show":
    "appointment.held_from audit_event.ip audit_event.user_agent client_session.ip client_session.user_agent consent.ip consent.user_agent document_acceptance.ip document_acceptance.user_agent",
  "secrets of signing in, hashed or sealed under the installation's own key":
    "client_password.password_hash client_session.sealed_enrolment client_totp.sealed_secret client_way_in.sealed_secrets",
};

test("ENC-07 ENC-08 ENC-11 no table about clients has a text that is neither sealed, nor a code of a closed list, nor known and looked at", async () => {
  const found = await query(
    `select c.relname || '.' || a.attname as name
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and a.atttypid in ('text'::regtype, 'varchar'::regtype)
       and (c.relname = 'client' or exists (select from pg_attribute w where w.attrelid = c.oid
         and w.attname in ('client_id', 'client_account_id', 'entry_id', 'appointment_id')))
       and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and a.attnum = any(k.conkey)
         and pg_get_constraintdef(k.oid) ~ '= ANY|~ ''\\^')
     order by 1`,
  );
  const looked = Object.values(openText).flatMap((names) => names.split(" "));
  expect(found.map(({ name }) => String(name)).toSorted()).toEqual(looked.toSorted());
});

test("ENC-10 status, urgency and the dates that scheduling asks for are kept in the clear", async () => {
  const asked = [
    "appointment.status",
    "appointment.starts_at",
    "appointment.time_zone",
    "waitlist_entry.status",
    "waitlist_entry.priority",
    "waitlist_entry.date_from",
    "waitlist_entry.dayparts",
    "waitlist_entry.weekdays",
  ];
  const kept = await query(
    `select c.relname || '.' || a.attname as name, a.atttypid::regtype::text as type
     from pg_class c join pg_attribute a on a.attrelid = c.oid and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relname || '.' || a.attname = any($1)`,
    [asked],
  );
  expect(kept.map(({ name }) => String(name)).toSorted()).toEqual(asked.toSorted());
  expect(kept.filter(({ type }) => /sealed/.test(String(type)))).toEqual([]);
});

test("ENC-11 a sweep finds every value sound, and names the one that is not where it was sealed", async () => {
  const swept = await sweepSealed(system);
  expect(swept.map(({ table, column }) => `${table}.${column}`)).toEqual(
    spots.map(({ table, column }) => `${table}.${column}`).toSorted(),
  );
  for (const column of swept) {
    expect(column, `${column.table}.${column.column}`).toMatchObject({
      marked: true,
      refusesClear: true,
      unsound: [],
    });
    expect(column.values).toBeGreaterThan(0);
    expect(column.sound).toBe(column.values);
  }
  const [spot] = spots.filter(({ column }) => column === "cancel_reason");
  if (spot === undefined) throw new Error("no such column");
  const keys = await runtime.vault.keysOf(studio.tenantId);
  await put(spot, sealField(keys, "moved", { ...spot, column: "withdraw_reason" }));
  const found = (await sweepSealed(system)).filter(({ unsound }) => unsound.length > 0);
  expect(found).toMatchObject([{ table: "appointment", column: "cancel_reason", unsound: [spot.rowId] }]);
  await put(spot, sealField(keys, spot.word, spot));
});

async function put({ table, column, rowId }: SealedSpot, value: string): Promise<void> {
  await query(`update "${table}" set "${column}" = $2 where id = $1`, [rowId, value]);
}

test("ENC-03 each column reads as what was written, through its model alone, and is ciphertext for whoever asks the database", async () => {
  for (const spot of spots) {
    expect((await readRow(system, spot))[spot.field], `${spot.table}.${spot.column}`).toBe(spot.word);
    const [row] = await query(`select to_jsonb(t)::text as row from "${spot.table}" t where id = $1`, [
      spot.rowId,
    ]);
    expect(String(row?.["row"])).not.toContain("Ximena");
  }
});

/** Everything that somebody who can write to the database may put in the place of one value. */
function tampered(
  spot: SealedSpot,
  good: string,
  known: {
    readonly ours: TenantKeys;
    readonly theirs: TenantKeys;
    readonly older: string;
    readonly theirValue: string;
  },
): Readonly<Record<string, string>> {
  const { ours, theirs, older, theirValue } = known;
  const [keyId = "", iv = "", tag = "", body = ""] = good.split(":");
  const flipped = (text: string) => {
    const bytes = Buffer.from(text, "base64url");
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    return bytes.toString("base64url");
  };
  return {
    "another tenant's value": theirValue,
    "sealed for another tenant": sealField({ ...ours, tenantId: theirs.tenantId }, "Eve", spot),
    "from another table": sealField(ours, "Eve", { ...spot, table: "elsewhere" }),
    "from another column": sealField(ours, "Eve", { ...spot, column: "elsewhere" }),
    "from another row": sealField(ours, "Eve", { ...spot, rowId: other.tenantId }),
    truncated: `${keyId}:${iv}:${tag}:${body.slice(0, 4)}`,
    "without a word": `${keyId}:${iv}:${tag}:`,
    "bit of the word flipped": `${keyId}:${iv}:${tag}:${flipped(body)}`,
    "bit of the IV flipped": `${keyId}:${flipped(iv)}:${tag}:${body}`,
    "bit of the tag flipped": `${keyId}:${iv}:${flipped(tag)}:${body}`,
    "re-tagged": `${keyId}:${iv}:${randomBytes(16).toString("base64url")}:${body}`,
    "key id swapped": `${older}:${iv}:${tag}:${body}`,
    "key id made up": `k9:${iv}:${tag}:${body}`,
  };
}

test("check 81 in every column: whatever is put in a value's place is refused by the product's own reading, audited, and shows nothing", async () => {
  const before = (await runtime.vault.keysOf(studio.tenantId)).current.keyId;
  const keyId = await replaceKeys(system);
  while ((await moveToKey(system, { keyId, batches: 50 })) === "more");
  const ours = await runtime.vault.keysOf(studio.tenantId, { including: keyId });
  const known = { ours, theirs: await runtime.vault.keysOf(other.tenantId), older: before };
  expect(ours.byId(before)).toBeDefined(); // a key that opens what it sealed, and not this
  const attempts: string[] = [];
  for (const [index, spot] of spots.entries()) {
    const { table, column, rowId } = spot;
    const valueIn = async (from: SealedSpot) => {
      const [row] = await query(`select "${column}" as value from "${table}" where id = $1`, [from.rowId]);
      return String(row?.["value"]);
    };
    const good = await valueIn(spot);
    expect(good.startsWith(`${keyId}:`), `${table}.${column} moved`).toBe(true);
    const foreign = theirs[index];
    if (foreign === undefined) throw new Error("no such spot there");
    const changes = tampered(spot, good, { ...known, theirValue: await valueIn(foreign) });
    for (const [how, value] of Object.entries(changes)) {
      await put(spot, value);
      const requestId = `${index}-${attempts.length}`;
      const answer = await readRow({ ...system, requestId }, spot).then(
        JSON.stringify,
        (error: unknown) => error,
      );
      expect(answer, `${table}.${column}: ${how}`).toBeInstanceOf(SealedFieldError);
      expect(JSON.stringify(answer) + String(answer)).not.toMatch(/Ximena|Eve/);
      attempts.push(`${requestId} ${table} ${rowId} ${column}`);
    }
    await put(spot, good);
    expect((await readRow(system, spot))[spot.field]).toBe(spot.word);
  }
  const audited = await query(
    `select request_id || ' ' || resource || ' ' || resource_id || ' ' || (detail ->> 'column') as said, detail::text as detail
     from audit_event where tenant_id = $1 and outcome = 'sealed_value_refused'`,
    [studio.tenantId],
  );
  expect(audited.map(({ said }) => String(said)).toSorted()).toEqual(attempts.toSorted());
  expect(audited.map(({ detail }) => detail).join()).not.toMatch(/Ximena|Eve/);
  expect(runtime.logged.filter(({ code }) => code === "sealed_value_refused").length).toBe(attempts.length);
});

test("check 81 a client's own transaction, and staff at a page of theirs, meet the same refusal, audited under their names", async () => {
  const keys = await runtime.vault.keysOf(studio.tenantId);
  const spotOf = (table: string, column: string): SealedSpot => {
    const spot = spots.find((each) => each.table === table && each.column === column);
    if (spot === undefined) throw new Error("no such column");
    return spot;
  };
  const wish = spotOf("rights_request", "wish");
  const [asked] = await query("select client_id from rights_request where id = $1", [wish.rowId]);
  const client = studio.as({ client: String(asked?.["client_id"]) });
  expect((await listOwnRequests(client, {})).requests).toMatchObject([{ wish: wish.word }]);
  await put(wish, sealField(keys, "Eve", { ...wish, column: "answer" }));
  await expect(listOwnRequests(client, {})).rejects.toThrow(SealedFieldError);

  const reason = spotOf("appointment", "cancel_reason");
  await put(reason, sealField(keys, "Eve", { ...reason, rowId: studio.tenantId }));
  const panel = { appointmentId: asId<AppointmentId>(reason.rowId) };
  await expect(appointmentPanel(studio.as("admin"), panel)).rejects.toThrow(SealedFieldError);

  const audited = await query(
    `select verb, actor_kind::text as who, resource from audit_event
     where tenant_id = $1 and outcome = 'sealed_value_refused' and verb not like 'test.%' order by verb`,
    [studio.tenantId],
  );
  expect(audited).toEqual([
    { verb: "records.list_own_requests", who: "client", resource: "rights_request" },
    { verb: "scheduling.appointment_panel", who: "staff", resource: "appointment" },
  ]);
  await put(wish, sealField(keys, wish.word, wish));
  await put(reason, sealField(keys, reason.word, reason));
});

test("check 81 check 82 in every column a value cut in a place, or with a tag of 4 bytes, is not even taken", async () => {
  for (const spot of spots) {
    const [row] = await query(`select "${spot.column}" as value from "${spot.table}" where id = $1`, [
      spot.rowId,
    ]);
    const good = String(row?.["value"]);
    const [keyId = "", iv = "", tag = "", body = ""] = good.split(":");
    const wrong = [
      good.slice(0, good.lastIndexOf(":")),
      `${keyId}:${iv.slice(0, 8)}:${tag}:${body}`,
      `${keyId}:${iv}:${tag.slice(0, 6)}:${body}`, // 4 bytes
      `${iv}:${tag}:${body}`,
    ];
    for (const value of wrong) await expect(put(spot, value)).rejects.toThrow("sealed_text");
  }
});
