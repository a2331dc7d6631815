import { addClient, person } from "@quietroom/testing";
import { baseline, type Figure } from "../figure.ts";
import type { ProductBench } from "./product-bench.ts";
import { until } from "./until.ts";

const visits = 5_000;
const windowS = 300;
const goalMs = 60_000;

/** How long after its time a reminder leaves when thousands come due in the same five minutes: the whole product, and its own worker. */
export async function benchReminders({
  runtime,
  studio,
  query,
  advance,
}: ProductBench): Promise<readonly Figure[]> {
  const { tenantId, practitionerIds, locationId, serviceId } = studio;
  const client = await addClient(runtime, tenantId, person("Reminded"));
  // That many visits at once are nobody's day: what keeps one practitioner from two is not what is measured.
  for (const { name } of await query(
    "select conname as name from pg_constraint where conrelid = 'appointment'::regclass and contype = 'x'",
  ))
    await query(`alter table appointment drop constraint "${String(name)}"`);
  await query("update tenant set reminder_rules = '{2h}' where id = $1", [tenantId]);
  await query(
    `with visit as (
       insert into appointment (tenant_id, status, practitioner_id, location_id, service_id, client_id, mode, starts_at, ends_at,
         blocked_from, blocked_until, time_zone, cancel_deadline, booked_by, booked_at)
       select $1, 'scheduled', $2, $3, $4, $5, 'telehealth', at, at + interval '1 hour', at, at + interval '1 hour',
         'America/New_York', at - interval '1 day', 'staff', app.now()
       from generate_series(1, $6::int) n, lateral (select app.now() + interval '2 days' + random() * $7::int * interval '1 second' as at) x
       returning id, version
     )
     insert into outbox (tenant_id, name, data)
     select $1, 'appointment/booked', jsonb_build_object('tenantId', $1::uuid, 'appointmentId', id, 'version', version, 'told', 'with_others')
     from visit`,
    [tenantId, practitionerIds[0], locationId, serviceId, client, visits, windowS],
  );
  const count = async (status: string) => {
    const [row] = await query(
      "select count(*)::int as n from notification where tenant_id = $1 and kind = 'reminder_2h' and status = $2",
      [tenantId, status],
    );
    return Number(row?.["n"]);
  };
  const began = performance.now();
  await until(
    "the reminders are planned",
    20 * 60_000,
    { everyMs: 1000 },
    async () => (await count("planned")) >= visits,
  );
  const planned = visits / ((performance.now() - began) / 1000);
  const [first] = await query(
    "select extract(epoch from min(due_at) - app.now()) * 1000 as ms from notification where tenant_id = $1 and kind = 'reminder_2h'",
    [tenantId],
  );
  await advance(Math.floor(Number(first?.["ms"])) - 10_000);
  await until(
    "the reminders leave",
    30 * 60_000,
    { everyMs: 1000 },
    async () => (await count("sent")) >= visits,
  );
  const [late] = await query(
    `select percentile_cont(0.5) within group (order by ms) as p50, percentile_cont(0.99) within group (order by ms) as p99, max(ms) as most
     from (select extract(epoch from sent_at - due_at) * 1000 as ms from notification where tenant_id = $1 and kind = 'reminder_2h') as late`,
    [tenantId],
  );
  const seconds = (name: string) => `${(Number(late?.[name]) / 1000).toFixed(1)} s`;
  return [
    baseline("booked visits whose reminders are planned, a second", `${planned.toFixed(0)}/s`),
    baseline(
      `of ${visits.toLocaleString("en")} reminders due in five minutes, the middle one leaves after`,
      seconds("p50"),
    ),
    {
      what: "  the 99th of a hundred after",
      figure: seconds("p99"),
      goal: `${goalMs / 1000} s`,
      met: Number(late?.["p99"]) <= goalMs,
    },
    baseline("  the last after", seconds("most")),
  ];
}
