import { addDays, instant, localDate, resolveWallTime } from "@quietroom/domain/time";
import { baseline, type Figure } from "../figure.ts";
import { measure } from "../measure.ts";
import type { BookingBench } from "./booking-bench.ts";
import { type Outcome, publicCalls } from "./calls.ts";
import { type FreeTime, freeTimes } from "./free-times.ts";

const goals = { p95Ms: 100 };
const clients = 50;
const attempts = 10_000;

/** Many clients after few times, over HTTP: one winner each, a clear refusal for everybody else, and no error. */
export async function benchContention(bench: BookingBench): Promise<readonly Figure[]> {
  const deadlocksBefore = await deadlocks(bench);
  const calls = publicCalls(bench.bookingUrl, bench.studio);
  const idle = await measure("noop", { width: clients, seconds: 5 }, calls.noop);
  const booking = await rush(targets(bench, 1), async (time, client) => {
    const held = await calls.hold(time.practitionerId, time.startsAt);
    return "won" in held ? await calls.confirm(held.won, `rush-${client}-${time.practitionerId}`) : held;
  });
  const nextTime = await freeTimes(bench);
  const visits: string[] = [];
  for (let client = 0; client < clients; client += 1) {
    const { practitionerId, startsAt } = nextTime();
    const held = await calls.hold(practitionerId, startsAt);
    const booked = "won" in held ? await calls.confirm(held.won, `mover-${client}`) : held;
    if (!("won" in booked)) throw new Error(`a free time was refused: ${booked.refused}`);
    visits.push(booked.won);
  }
  const moving = await rush(
    targets(bench, 2),
    async (time, client) => await calls.move(visits[client] ?? "", time.practitionerId, time.startsAt),
  );
  const arose = (await deadlocks(bench)) - deadlocksBefore;
  return [
    baseline(
      `${clients} clients: a procedure that does nothing, on the same server (p50, p95)`,
      `${idle.p50Ms.toFixed(0)}, ${idle.p95Ms.toFixed(0)} ms`,
    ),
    ...(await told("booking", booking, bench, 1)),
    ...(await told("moving a visit", moving, bench, 2)),
    { what: "deadlocks in the database meanwhile", figure: String(arose), goal: "0", met: arose === 0 },
  ];
}

type Rush = {
  readonly outcomes: readonly Outcome[];
  /** What attempts ended in that got no answer. */
  readonly failures: readonly string[];
  readonly p95Ms: number;
  readonly seconds: number;
};

/** Everybody tries one of the times after another until they have one, or until so many attempts were made. */
async function rush(
  times: readonly FreeTime[],
  attempt: (time: FreeTime, client: number) => Promise<Outcome>,
): Promise<Rush> {
  const outcomes: Outcome[] = [];
  const failures: string[] = [];
  const took: number[] = [];
  let made = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (;;) {
        const time = times[made % times.length];
        if (made >= attempts || time === undefined) return;
        made += 1;
        const from = performance.now();
        const outcome = await attempt(time, client).catch((error: unknown) => {
          failures.push(`${String(error)}, after ${Math.round(performance.now() - from)} ms`);
          return null;
        });
        took.push(performance.now() - from);
        if (outcome === null) continue;
        outcomes.push(outcome);
        if ("won" in outcome) return;
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  return {
    outcomes,
    failures,
    seconds,
    p95Ms: took.toSorted((a, b) => a - b)[Math.floor(took.length * 0.95)] ?? NaN,
  };
}

async function told(
  what: string,
  { outcomes, failures, p95Ms, seconds }: Rush,
  bench: BookingBench,
  day: number,
): Promise<readonly Figure[]> {
  const times = targets(bench, day);
  const won = outcomes.filter((outcome) => "won" in outcome).length;
  const clear = outcomes.filter(
    (outcome) => "refused" in outcome && outcome.refused === "slot_taken" && outcome.alternatives > 0,
  ).length;
  const taken = await bench.query(
    `select count(*)::int as n, count(distinct practitioner_id)::int as owners from appointment
     where tenant_id = $1 and starts_at = $2 and status = 'scheduled'`,
    [bench.studio.tenantId, new Date(times[0]?.startsAt ?? 0)],
  );
  const rows = Number(taken[0]?.["n"]);
  const owners = Number(taken[0]?.["owners"]);
  return [
    baseline(
      `${what}: ${outcomes.length.toLocaleString("en")} attempts of ${clients} clients on ${times.length} times`,
      `${seconds.toFixed(0)} s`,
    ),
    {
      what: "  won, and visits there",
      figure: `${won}, ${rows}`,
      goal: "one each",
      met: won === times.length && rows === times.length && owners === times.length,
    },
    {
      what: "  refused with other times named",
      figure: `${clear} of ${outcomes.length - won}`,
      goal: "all",
      met: clear === outcomes.length - won,
    },
    {
      what: "  errors, and answers of 5xx",
      figure: failures.length === 0 ? "0" : `${failures.length}: ${failures.slice(0, 3).join("; ")}`,
      goal: "0",
      met: failures.length === 0,
    },
    {
      what: "  p95 of an attempt",
      figure: `${p95Ms.toFixed(0)} ms`,
      goal: `${goals.p95Ms} ms`,
      met: p95Ms <= goals.p95Ms,
    },
  ];
}

/** Ten o'clock of one day, with each of the team. */
function targets({ studio }: BookingBench, day: number): readonly FreeTime[] {
  const zone = "America/New_York";
  const startsAt = resolveWallTime(addDays(localDate(instant(Date.now()), zone), day), "10:00", zone);
  return studio.practitionerIds.map((practitionerId) => ({ practitionerId, startsAt }));
}

async function deadlocks({ query }: BookingBench): Promise<number> {
  await query("select pg_stat_clear_snapshot()");
  const [row] = await query(
    "select deadlocks::int as n from pg_stat_database where datname = current_database()",
  );
  return Number(row?.["n"]);
}
