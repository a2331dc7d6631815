import { person } from "@quietroom/testing";
import { bookVisit } from "@quietroom/testing/booking";
import { cancelVisit, joinLine } from "@quietroom/testing/waitlist";
import { baseline, type Figure } from "../figure.ts";
import { freeTimes } from "../booking/free-times.ts";
import type { ProductBench } from "./product-bench.ts";
import { until } from "./until.ts";

const hours = 100;
const goalMs = 10_000;

/** How long a freed hour is nobody's: from the moment a client cancels until it is offered, with as many waiting as there are hours. */
export async function benchOpenings(bench: ProductBench): Promise<readonly Figure[]> {
  const { studio, query } = bench;
  const next = await freeTimes(bench);
  const visits = [];
  for (let place = 0; place < hours; place += 1)
    visits.push(await bookVisit(studio, { ...next(), who: person(`Booked${place}`) }));
  for (let place = 0; place < hours; place += 1) await joinLine(studio, person(`Waiting${place}`));
  const offers = async (sent: string) => {
    const [row] = await query(
      `select count(*)::int as n from waitlist_offer o where o.tenant_id = $1 and o.round = 1 and ${sent}`,
      [studio.tenantId],
    );
    return Number(row?.["n"]);
  };
  for (const visit of visits) await cancelVisit(visit);
  const told =
    "exists (select from notification n where n.tenant_id = o.tenant_id and n.offer_id = o.id and n.kind = 'waitlist_offer' and n.status = 'sent')";
  await until(
    "the freed hours are offered",
    10 * 60_000,
    { everyMs: 500 },
    async () => (await offers(told)) >= hours,
  );
  const [waited] = await query(
    `select percentile_cont(0.5) within group (order by offered) as p50, percentile_cont(0.99) within group (order by offered) as p99,
       percentile_cont(0.99) within group (order by told) as told
     from (
       select extract(epoch from o.offered_at - a.cancelled_at) * 1000 as offered, extract(epoch from n.sent_at - a.cancelled_at) * 1000 as told
       from waitlist_offer o
         join opening p on p.tenant_id = o.tenant_id and p.id = o.opening_id
         join appointment a on a.tenant_id = p.tenant_id and a.id = p.caused_by_appointment_id
         join notification n on n.tenant_id = o.tenant_id and n.offer_id = o.id and n.kind = 'waitlist_offer'
       where o.tenant_id = $1 and o.round = 1
     ) as waits`,
    [studio.tenantId],
  );
  const seconds = (name: string) => `${(Number(waited?.[name]) / 1000).toFixed(2)} s`;
  return [
    baseline(
      `of ${hours} hours cancelled one after the other, the middle one is offered after`,
      seconds("p50"),
    ),
    {
      what: "  the 99th of a hundred after",
      figure: seconds("p99"),
      goal: `${goalMs / 1000} s`,
      met: Number(waited?.["p99"]) <= goalMs,
    },
    baseline("  and its mail is with the provider after", seconds("told")),
  ];
}
