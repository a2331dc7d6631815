import type { Tx } from "@quietroom/db";
import { loadBusy } from "@quietroom/services/scheduling";
import { dayMs, instant, interval, plus } from "@quietroom/domain/time";
import { baseline, type Figure } from "../figure.ts";
import type { BookingBench } from "./booking-bench.ts";
import { timeStatements } from "./statement-times.ts";

const goals = { p95Ms: 1, timesOfFew: 2 };
const few = 10_000;
const reads = 3_000;
/** Each other studio has a team of twenty as well, with the visits of two years. */
const visitsAStudio = 10_000;

/** What a practitioner's taken time of 30 days costs to read under row security, in a small table and in a large one. */
export async function benchBusyReads(bench: BookingBench): Promise<readonly Figure[]> {
  const { query, rows } = bench;
  // What is filled in is no booking of anybody's: constraints and keys would only make it slow, and no read looks at them.
  for (const { name } of await query(
    "select conname as name from pg_constraint where conrelid = 'appointment'::regclass and contype = 'x'",
  ))
    await query(`alter table appointment drop constraint "${String(name)}"`);
  await fillTo(bench, few);
  const small = await readTimes(bench);
  await fillTo(bench, rows);
  const large = await readTimes(bench);
  const sent = await timeStatements(() => readTimes(bench));
  const nothing = await nothingTimes(bench);
  return [
    baseline(
      `taken time of a practitioner, 30 days, ${few.toLocaleString("en")} rows (p50, p95)`,
      both(small),
    ),
    {
      what: `  the same of ${rows.toLocaleString("en")} rows (p50, p95)`,
      figure: both(large),
      goal: `p95 ${goals.p95Ms} ms`,
      met: large.p95Ms <= goals.p95Ms,
    },
    {
      what: "  p95 of the large table to that of the small one",
      figure: `${(large.p95Ms / small.p95Ms).toFixed(2)} times`,
      goal: `${goals.timesOfFew} times`,
      met: large.p95Ms <= small.p95Ms * goals.timesOfFew,
    },
    // The profile: which of what it sends takes the time, and what the same way costs where the database has nothing to do.
    ...sent
      .filter(({ calls }) => calls >= reads)
      .map(({ begins, meanMs, p95Ms }) =>
        baseline(`    ${begins} (mean, p95)`, `${meanMs.toFixed(2)}, ${p95Ms.toFixed(2)} ms`),
      ),
    baseline("    two statements that read nothing, sent the same way (p50, p95)", both(nothing)),
  ];
}

type Times = { readonly p50Ms: number; readonly p95Ms: number };

async function readTimes(bench: BookingBench): Promise<Times> {
  const { tenantId, practitionerIds } = bench.studio;
  const now = instant(Date.now());
  return await repeated(bench, async (tx, index) => {
    const window = interval(plus(now, (index % 10) * dayMs), plus(now, (30 + (index % 10)) * dayMs));
    await loadBusy(tx, {
      tenantId,
      now,
      practitionerIds: [practitionerIds[index % practitionerIds.length] ?? ""],
      roomIds: [],
      deviceIds: [],
      window,
      except: null,
      offersYieldFor: null,
    });
  });
}

/** What taken time is read with is two statements: how to plan, and the question. */
async function nothingTimes(bench: BookingBench): Promise<Times> {
  return await repeated(bench, async (tx) => {
    await tx.$executeRaw`set local plan_cache_mode = force_generic_plan`;
    await tx.$queryRaw`select 1`;
  });
}

/** Inside one transaction of the product's role: what is measured is the read, not what carries it. */
async function repeated(
  { runtime, studio }: BookingBench,
  read: (tx: Tx, index: number) => Promise<void>,
): Promise<Times> {
  const times: number[] = [];
  const mode = { isolation: "read committed", readOnly: true } as const;
  await runtime.db.withTenant(studio.tenantId, mode, async ({ tx }) => {
    for (let index = -reads / 10; index < reads; index += 1) {
      const began = performance.now();
      await read(tx, Math.abs(index));
      if (index >= 0) times.push(performance.now() - began);
    }
  });
  times.sort((a, b) => a - b);
  return { p50Ms: times[Math.floor(reads * 0.5)] ?? NaN, p95Ms: times[Math.floor(reads * 0.95)] ?? NaN };
}

/** Visits of other studios until the table has so many, one studio's after another's, as years of use would leave them. */
async function fillTo({ query, studio }: BookingBench, rows: number): Promise<void> {
  const [counted] = await query("select count(*)::int as n from appointment");
  const missing = rows - Number(counted?.["n"]);
  await query("set session_replication_role = replica");
  await query("set synchronous_commit = off");
  await query(
    `insert into appointment (tenant_id, status, practitioner_id, location_id, service_id, client_id, mode, starts_at, ends_at,
       blocked_from, blocked_until, time_zone, cancel_deadline, booked_by, booked_at, cancelled_at)
     select s.tenant_id, case when n % 7 = 0 then 'cancelled' else 'scheduled' end::appointment_status, p.practitioner_id,
       s.tenant_id, s.tenant_id, s.tenant_id, 'telehealth', at, at + interval '1 hour', at, at + interval '1 hour',
       'America/New_York', at - interval '1 day', 'staff', at - interval '9 days',
       case when n % 7 = 0 then at - interval '2 days' end
     from (select uuidv7() as tenant_id, k from generate_series(0, $1::int / $2::int) k offset 0) s,
       (select gen_random_uuid() as id, p from generate_series(0, 19) p) people,
       lateral (select md5(s.tenant_id::text || people.id::text)::uuid as practitioner_id) p,
       generate_series(0, $2::int / 20 - 1) n,
       lateral (select app.now() - interval '700 days' + n * interval '35 hours' as at) t
     limit $1`,
    [Math.max(missing, 0), visitsAStudio],
  );
  await query("reset session_replication_role");
  await query("reset synchronous_commit");
  await query("vacuum analyze appointment");
  const [first] = await query("select count(*)::int as n from appointment where tenant_id = $1", [
    studio.tenantId,
  ]);
  if (Number(first?.["n"]) === 0) throw new Error("the studio that is measured has no visits");
}

function both({ p50Ms, p95Ms }: Times): string {
  return `${p50Ms.toFixed(2)}, ${p95Ms.toFixed(2)} ms`;
}
