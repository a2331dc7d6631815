import { addDays, instant, localDate } from "@quietroom/domain/time";
import { baseline, type Figure } from "../figure.ts";
import { measure, type Measured } from "../measure.ts";
import type { BookingBench } from "./booking-bench.ts";
import { publicCalls } from "./calls.ts";

const goals = { oneP95Ms: 6, teamP95Ms: 15, ofOneRead: 0.6 };
const days = 30;

/** What it costs to ask for free times over HTTP: the request, the read under row security, the engine, the answer's JSON. */
export async function benchAvailability(bench: BookingBench): Promise<readonly Figure[]> {
  const { bookingUrl, studio } = bench;
  await publishNotice(bench);
  const calls = publicCalls(bookingUrl, studio);
  const from = addDays(localDate(instant(Date.now()), "America/New_York"), 3);
  const { practitionerId } = studio;
  const alone = { width: 1, seconds: 5 };
  const crowd = { width: 20, seconds: 6 };
  const noop = await measure("noop", alone, calls.noop);
  const read = await measure("read", alone, calls.oneRead);
  const one = await measure("one", alone, () => calls.slots(practitionerId, from, days));
  const team = await measure("team", alone, () => calls.slots(null, from, days));
  const crowdReads = await measure("reads", crowd, calls.oneRead);
  const crowdSlots = await measure("slots", crowd, () => calls.slots(practitionerId, from, days));
  await withdrawNotice(bench);
  const share = crowdSlots.perSecond / crowdReads.perSecond;
  return [
    baseline("one client: a procedure that does nothing (p50, p95; processor)", latencies(noop)),
    baseline("  one bare indexed read through the tenant's wrapper (p50, p95)", latencies(read)),
    {
      what: `  free times of one practitioner, ${days} days, 120 visits (p50, p95)`,
      figure: latencies(one),
      goal: `p95 ${goals.oneP95Ms} ms`,
      met: one.p95Ms <= goals.oneP95Ms,
    },
    {
      what: `  free times of any of 20, ${days} days, 120 visits each (p50, p95)`,
      figure: latencies(team),
      goal: `p95 ${goals.teamP95Ms} ms`,
      met: team.p95Ms <= goals.teamP95Ms,
    },
    baseline("20 clients: bare indexed reads a second", crowdReads.perSecond.toFixed(0)),
    {
      what: `  free times of one practitioner a second: ${crowdSlots.perSecond.toFixed(0)}, of those`,
      figure: `${(share * 100).toFixed(0)} %`,
      goal: `${goals.ofOneRead * 100} %`,
      met: share >= goals.ofOneRead,
    },
  ];
}

/** Something for the bare read to find, while it is measured: who books would have to accept it. */
async function publishNotice({ query, studio }: BookingBench): Promise<void> {
  await query("set session_replication_role = replica");
  await query(
    "insert into legal_document (tenant_id, kind, version, body, published_by) values ($1, 'privacy', 1, 'A notice.', $1)",
    [studio.tenantId],
  );
  await query("reset session_replication_role");
}

async function withdrawNotice({ query, studio }: BookingBench): Promise<void> {
  await query("set session_replication_role = replica");
  await query("delete from legal_document where tenant_id = $1", [studio.tenantId]);
  await query("reset session_replication_role");
}

function latencies({ p50Ms, p95Ms, machineCpuMs }: Measured): string {
  return `${p50Ms.toFixed(1)}, ${p95Ms.toFixed(1)} ms; ${machineCpuMs.toFixed(1)} ms`;
}
