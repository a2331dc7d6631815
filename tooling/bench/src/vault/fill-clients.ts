import { createHash } from "node:crypto";
import { newRecordNumber } from "@quietroom/domain/clients";
import { clientIndexes, clientNameTokens } from "@quietroom/services/clients";
import { sealField, type TenantKeys } from "@quietroom/vault";
import type { VaultBench } from "./bench.ts";

/** Somebody invented, of a town of many: a few names are common and most are rare, as they are. */
export type Invented = { readonly id: string; readonly givenName: string; readonly familyName: string };

const starts =
  "ba be bi bo bra ca ce cha da de do e fe fra ga gi gre ha he i ja jo ka ki kra la le lo ma me mi na no o pa pe ra ro sa sha so ta te tho u va vi wa we ya zo".split(
    " ",
  );
const middles = "l n r m s t v nd rt lm ss nn ck rg".split(" ");
const ends = "a e i o an en er in on us ova ini ez sen berg ford mann ski ano iu".split(" ");

/** Fills the studio with sealed clients, and two tables of the same people in the clear: with row security, and without. */
export async function fillClients(
  { studio: { tenantId }, query }: Pick<VaultBench, "studio" | "query">,
  keys: TenantKeys,
  count: number,
): Promise<readonly Invented[]> {
  for (const [table, prefixes] of [
    ["bench_client", "bench_prefix"],
    ["bare_client", "bare_prefix"],
  ]) {
    await query(`create table ${table} (tenant_id uuid not null, id uuid not null, given_name text not null, family_name text not null,
      birth_date text not null, email text not null, phone text not null, record_number text not null, primary key (tenant_id, id))`);
    await query(`create table ${prefixes} (tenant_id uuid not null, prefix text not null, client_id uuid not null,
      primary key (tenant_id, prefix, client_id))`);
  }
  await query("call app.isolate('bench_client', 'select')");
  await query("call app.isolate('bench_prefix', 'select')");
  const people: Invented[] = [];
  for (let at = 0; at < count; at += 1_000) {
    const some = Array.from({ length: Math.min(1_000, count - at) }, (_, number) => invented(at + number));
    people.push(...some);
    await query("insert into client select * from jsonb_populate_recordset(null::client, $1)", [
      JSON.stringify(some.map((person) => sealedRow(keys, person))),
    ]);
    await query(
      "insert into client_name_token select * from jsonb_populate_recordset(null::client_name_token, $1)",
      [
        JSON.stringify(
          some.flatMap((person) =>
            clientNameTokens(keys, person).map((token) => ({
              tenant_id: tenantId,
              token: asJson(token),
              client_id: person.id,
            })),
          ),
        ),
      ],
    );
    const clear = JSON.stringify(
      some.map((person) => ({ tenant_id: tenantId, id: person.id, ...told(person) })),
    );
    await query("insert into bench_client select * from jsonb_populate_recordset(null::bench_client, $1)", [
      clear,
    ]);
  }
  await query(`insert into bench_prefix
    select distinct c.tenant_id, left(lower(word), length), c.id from bench_client c,
      unnest(array[c.given_name, c.family_name]) word, generate_series(2, 12) length where length <= length(word)`);
  await query("insert into bare_client select * from bench_client");
  await query("insert into bare_prefix select * from bench_prefix");
  await query(
    "vacuum analyze client, client_name_token, bench_client, bench_prefix, bare_client, bare_prefix",
  );
  return people;
}

/** The same person for the same number, in every run. */
function invented(number: number): Invented {
  const digest = createHash("sha256").update(`person ${number}`).digest();
  const pick = (words: readonly string[], at: number) => {
    const share = digest.readUInt16BE(at) / 65_536;
    return words[Math.floor(share * share * words.length)] ?? ""; // the first ones more often
  };
  const hex = digest.toString("hex");
  const ordered = number.toString(16).padStart(8, "0");
  return {
    id: `01980000-${ordered.slice(0, 4)}-7${ordered.slice(4, 7)}-8${ordered.slice(7)}${hex.slice(0, 2)}-${hex.slice(2, 14)}`,
    givenName: capital(pick(starts, 0) + pick(middles, 2) + pick(ends, 4)),
    familyName: capital(pick(starts, 6) + pick(middles, 8) + pick(middles, 10) + pick(ends, 12)),
  };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function told({ id, givenName, familyName }: Invented) {
  const number = Number.parseInt(id.slice(-8), 16);
  return {
    given_name: givenName,
    family_name: familyName,
    birth_date: `${1930 + (number % 80)}-${String(1 + (number % 12)).padStart(2, "0")}-${String(1 + (number % 28)).padStart(2, "0")}`,
    email: `${givenName}.${familyName}.${number}@example.com`.toLowerCase(),
    phone: `+1 ${String(2_000_000_000 + (number % 1_000_000_000))}`,
    record_number: newRecordNumber(Buffer.from(id.replaceAll("-", "").slice(16), "hex")),
  };
}

function sealedRow(keys: TenantKeys, person: Invented) {
  const clear = told(person);
  const sealed = Object.entries(clear).map(([column, text]) => [
    column,
    sealField(keys, text, { table: "client", column, rowId: person.id }),
  ]);
  const indexes = clientIndexes(keys, {
    email: clear.email,
    phone: clear.phone,
    birthDate: clear.birth_date,
    recordNumber: clear.record_number,
  });
  return {
    tenant_id: keys.tenantId,
    id: person.id,
    ...Object.fromEntries(sealed),
    email_index: asJson(indexes.emailIndex),
    phone_index: asJson(indexes.phoneIndex),
    record_number_index: asJson(indexes.recordNumberIndex),
    birth_bucket: indexes.birthBucket,
    version: 1,
    created_at: "2026-01-01T00:00:00Z",
  };
}

function asJson(index: Uint8Array): string {
  return `\\x${Buffer.from(index).toString("hex")}`;
}
