import { addDays, instant, localDate } from "@quietroom/domain/time";
import { searchClients } from "@quietroom/services/clients";
import { calendarRange } from "@quietroom/services/scheduling";
import { bareClient } from "@quietroom/db/bare";
import { interleave, type Latencies } from "../interleave.ts";
import { baseline, type Figure } from "../figure.ts";
import type { VaultBench } from "./bench.ts";
import type { Vault } from "@quietroom/vault";
import { fillClients } from "./fill-clients.ts";
import { type Kept, withoutProtection } from "./without-protection.ts";

const clients = 50_000;
const samples = 500;
const searchGoalMs = 50;
const protectionGoal = 0.25;
const visitsAWeek = 200;

/** What it takes to find a client by the beginning of a name among 50,000 sealed ones, and what protection adds to a search and to a week's calendar. */
export async function benchSearch(bench: VaultBench): Promise<readonly Figure[]> {
  const { runtime, studio, query } = bench;
  const { tenantId } = studio;
  const people = await fillClients(bench, await runtime.vault.keysOf(tenantId), clients);
  await fillWeek(
    bench,
    people.slice(0, visitsAWeek).map(({ id }) => id),
  );
  const begun = (index: number) => {
    const { givenName, familyName } = people[(index * 7_919) % people.length] ?? {
      givenName: "",
      familyName: "",
    };
    const letters = 2 + (index % 4);
    const word = index % 2 === 0 ? givenName : familyName;
    return index % 5 === 0 ? `${givenName} ${familyName.slice(0, letters)}` : word.slice(0, letters);
  };
  const admin = studio.as("admin");
  const bare = bareClient(bench.urls.super);
  await query(
    "create table bench_row (id uuid primary key default uuidv7(), at timestamptz not null default now())",
  );
  const open = (kept: Kept | null) => ({ ...admin, runtime: withoutProtection(runtime, bench.urls, kept) });
  const anew = { ...admin, runtime: { ...runtime, vault: forgetful(runtime.vault) } };
  const contexts = {
    none: open(null),
    "row security": open("row security"),
    audit: open("audit"),
    decryption: open("decryption"),
    all: admin,
  };
  const ways = (read: (context: typeof admin, index: number) => Promise<unknown>, name: string) =>
    Object.fromEntries(
      Object.entries(contexts).map(([kept, context]) => [
        `${name}: ${kept}`,
        async (index: number) => await read(context, index),
      ]),
    );
  const today = localDate(instant(Date.now()), "America/New_York");
  const week = { from: addDays(today, 1), until: addDays(today, 8) };
  const mode = { isolation: "read committed", readOnly: true } as const;
  try {
    const measured = await interleave(samples, {
      ...ways(async (context, index) => await searchClients(context, { text: begun(index) }), "search"),
      ...ways(async (context) => await calendarRange(context, week), "calendar"),
      "calendar: opened anew": async () => await calendarRange(anew, week),
      clear: async (index) =>
        await runtime.db.withTenant(tenantId, mode, async ({ tx }) => {
          const [first = "", other = first] = wordsOf(begun(index));
          return await tx.$queryRaw`
            select c.* from bench_prefix p join bench_client c on c.tenant_id = p.tenant_id and c.id = p.client_id
            where p.tenant_id = ${tenantId}::uuid and p.prefix = ${first}
              and exists (select from bench_prefix o where o.tenant_id = p.tenant_id and o.prefix = ${other} and o.client_id = p.client_id)
            order by p.client_id desc limit 21`;
        }),
      bare: async (index) => {
        const [first = "", other = first] = wordsOf(begun(index));
        return await bare.$queryRaw`
          select c.* from bare_prefix p join bare_client c on c.tenant_id = p.tenant_id and c.id = p.client_id
          where p.tenant_id = ${tenantId}::uuid and p.prefix = ${first}
            and exists (select from bare_prefix o where o.tenant_id = p.tenant_id and o.prefix = ${other} and o.client_id = p.client_id)
          order by p.client_id desc limit 21`;
      },
      "one row": async () => await bare.$executeRaw`insert into bench_row default values`,
    });
    const of = (name: string) =>
      measured.find((each) => each.name === name) ?? { name, p50Ms: NaN, p95Ms: NaN };
    const verb = of("search: all");
    return [
      baseline(
        "one bare row written and on the disk, as whoever is shown a record waits for its audit (p50, p95)",
        both(of("one row")),
      ),
      baseline("a bare indexed select of 21 clients by the beginning of a name (p50, p95)", both(of("bare"))),
      baseline(
        "  the same over a clear copy, in its studio's transaction with row security",
        both(of("clear")),
      ),
      {
        what: `search by a name's beginning, ${clients.toLocaleString("en")} sealed clients: the verb (p50, p95)`,
        figure: both(verb),
        goal: `p95 ${searchGoalMs} ms`,
        met: verb.p95Ms < searchGoalMs,
      },
      ...added("the search", "search", of),
      ...added(`a week of the calendar, ${visitsAWeek} visits`, "calendar", of),
      baseline(
        "    the first time in a minute, when every name is opened anew (p50, p95)",
        both(of("calendar: opened anew")),
      ),
    ];
  } finally {
    await bare.$disconnect();
    for (const context of Object.values(contexts)) if (context !== admin) await context.runtime.close();
    await query("drop table bench_client, bench_prefix, bare_client, bare_prefix, bench_row");
  }
}

/** A vault whose keys are always newly read, so that no name opened with them before is remembered. */
function forgetful(vault: Vault): Vault {
  return { ...vault, keysOf: async (tenantId, options) => ({ ...(await vault.keysOf(tenantId, options)) }) };
}

function wordsOf(typed: string): readonly string[] {
  return typed
    .toLowerCase()
    .split(" ")
    .map((word) => word.slice(0, 12));
}

function both({ p50Ms, p95Ms }: Latencies): string {
  return `${p50Ms.toFixed(2)}, ${p95Ms.toFixed(2)} ms`;
}

function added(what: string, name: string, of: (name: string) => Latencies): readonly Figure[] {
  const without = of(`${name}: none`);
  const all = of(`${name}: all`);
  const share = ({ p95Ms }: Latencies) => p95Ms / without.p95Ms - 1;
  const percent = (part: number) => `${(part * 100).toFixed(1)} %`;
  const parts = (["row security", "audit", "decryption"] as const).map((kept) =>
    baseline(
      `    ${kept} alone adds (p50, p95 then)`,
      `${percent(share(of(`${name}: ${kept}`)))} (${both(of(`${name}: ${kept}`))})`,
    ),
  );
  return [
    baseline(`${what}: without row security, audit and decryption (p50, p95)`, both(without)),
    {
      what: `  what they add to its p95; then it is ${both(all)}`,
      figure: percent(share(all)),
      goal: `${protectionGoal * 100} %`,
      met: share(all) < protectionGoal,
    },
    ...parts,
  ];
}

/** Visits of the coming week, one a client, of as many practitioners as it takes. */
async function fillWeek({ studio, query }: VaultBench, clientIds: readonly string[]): Promise<void> {
  await query(
    `with more as (
       insert into practitioner (tenant_id, display_name, slug)
       select $1, 'Practitioner ' || n, 'bench-' || n from generate_series(1, 5) n returning id)
     insert into appointment (tenant_id, status, practitioner_id, location_id, service_id, client_id, mode, starts_at, ends_at,
       blocked_from, blocked_until, time_zone, cancel_deadline, booked_by, booked_at)
     select $1, 'scheduled', m.id, $2, $3, c.id, 'telehealth', at, at + interval '1 hour', at, at + interval '1 hour',
       'America/New_York', at - interval '1 day', 'staff', app.now()
     from (select id, row_number() over () - 1 as place from more) m
       join (select id, ordinality - 1 as n from unnest($4::uuid[]) with ordinality as x (id, ordinality)) c on c.n % 5 = m.place,
       lateral (select date_trunc('day', app.now()) + interval '2 days' + (c.n / 5 / 8) * interval '1 day'
         + interval '13 hours' + (c.n / 5 % 8) * interval '1 hour' as at) t`,
    [studio.tenantId, studio.locationId, studio.serviceId, clientIds],
  );
  await query("vacuum analyze appointment");
}
