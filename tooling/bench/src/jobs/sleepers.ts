import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { createEmbeddedEngine, type EmbeddedEngine } from "@quietroom/jobs/embedded";
import { timeStatements } from "../booking/statement-times.ts";
import { baseline, type Figure } from "../figure.ts";
import type { JobsBench } from "./bench.ts";
import { until } from "./until.ts";

const levels = [1_000, 10_000, 100_000];
const goals = { timesOfFew: 1.5, shareOfCore: 0.01 };
const claims = 300;
const idleMs = 30_000;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** What runs that sleep cost those who are awake: the time to claim a call, and the processor while nothing is due. */
export async function benchSleepers(bench: JobsBench): Promise<readonly Figure[]> {
  const idleDatabase = await coreShare(bench, async () => await delay(idleMs));
  const engine = sleepyEngine(bench);
  const took: number[] = [];
  let idle = 0;
  try {
    await engine.start();
    for (const level of levels) {
      await putToSleep(bench, level);
      took.push(await claimMs(bench, engine));
    }
    await delay(3_000); // what was announced last has been looked for
    idle = await coreShare(bench, async () => await delay(idleMs));
  } finally {
    await engine.stop();
  }
  const growth = (took.at(-1) ?? Number.NaN) / (took[0] ?? Number.NaN);
  const share = idle - idleDatabase;
  return [
    ...levels.map((level, place) =>
      baseline(
        `to claim a call beside ${level.toLocaleString("en")} sleeping runs`,
        `${took[place]?.toFixed(2)} ms`,
      ),
    ),
    {
      what: "  the last to the first",
      figure: `${growth.toFixed(2)} times`,
      goal: `${goals.timesOfFew} times`,
      met: growth <= goals.timesOfFew,
    },
    baseline("the database alone, of one core", percent(idleDatabase)),
    {
      what: `  ${levels.at(-1)?.toLocaleString("en")} sleeping runs besides: engine and database`,
      figure: percent(share),
      goal: `${goals.shareOfCore * 100} %`,
      met: share <= goals.shareOfCore,
    },
  ];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}

function sleepyEngine({ urls }: JobsBench): EmbeddedEngine {
  return createEmbeddedEngine({
    connectionString: urls.app,
    logger: quiet,
    functions: (client) => [
      client.createFunction(
        {
          id: "remind",
          triggers: { event: "booked" },
          cancelOn: [{ event: "cancelled", match: "data.visitId" }],
        },
        async ({ step }) => {
          await step.sleep("long", "30d");
        },
      ),
      client.createFunction({ id: "short", triggers: { event: "short" } }, () => undefined),
    ],
  });
}

/** Reminders that sleep for a month, each with its cancel, as `step.sleep` would have left them; as many as are missing. */
async function putToSleep({ query }: JobsBench, level: number): Promise<void> {
  await query(
    `with runs as (
       insert into jobs.run (id, function_id, cause, event)
       select gen_random_uuid(), 'quietroom-remind', 'e:old-' || n,
         jsonb_build_object('id', 'old-' || n, 'name', 'booked', 'data', jsonb_build_object('visitId', n))
       from generate_series((select count(*) + 1 from jobs.run where function_id = 'quietroom-remind'), $1::int) as n returning id, event
     ), jobs as (
       insert into jobs.job (run_id, step_id, kind, label, due_at)
       select id, 'sleep', 'sleep', 'long', app.now() + interval '30 days' from runs
     )
     insert into jobs.wait (run_id, step_id, kind, event_name, match_key, conditions)
     select id, 'cancel:0', 'cancel', 'cancelled', 'data.visitId=' || (event->'data'->>'visitId'),
       jsonb_build_array(jsonb_build_object('path', 'data.visitId', 'equal', true, 'value', event->'data'->'visitId'))
     from runs`,
    [level],
  );
  await query("vacuum analyze jobs.run, jobs.job, jobs.wait, jobs.event");
}

/** The mean time of the statement that claims, over some hundred runs one after the other. */
async function claimMs({ query }: JobsBench, engine: EmbeddedEngine): Promise<number> {
  const ended = async () => {
    const [row] = await query(
      "select count(*)::int as n from jobs.run where function_id = 'quietroom-short' and status = 'completed'",
    );
    return Number(row?.["n"]);
  };
  const before = await ended();
  const statements = await timeStatements(async () => {
    for (let done = 1; done <= claims; done += 1) {
      await engine.client.send({ name: "short", data: {} });
      await until("a short run", 60_000, { everyMs: 2 }, async () => (await ended()) >= before + done);
    }
  });
  const claiming = statements.find(({ begins }) => begins.startsWith("select id, concurrency_key"));
  if (claiming === undefined) throw new Error("no call was claimed");
  return claiming.meanMs;
}

/** How much of one core this process and PostgreSQL worked during `work`. */
async function coreShare(bench: JobsBench, work: () => Promise<void>): Promise<number> {
  const before = await workedMs(bench);
  const began = performance.now();
  await work();
  return ((await workedMs(bench)) - before) / (performance.now() - began);
}

async function workedMs({ query }: JobsBench): Promise<number> {
  const { user, system } = process.cpuUsage();
  const [row] = await query("select pg_backend_pid() as pid");
  const server = statOf(String(row?.["pid"])).parent;
  const processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const ticks = processes.reduce((sum, pid) => {
    const stat = statOf(pid);
    // A backend that has ended counts with the server, whose child it was.
    if (pid === server) return sum + stat.own + stat.ofEnded;
    return stat.parent === server ? sum + stat.own : sum;
  }, 0);
  return (user + system) / 1000 + ticks * tickMs;
}

/** Linux tells processor time in hundredths of a second. */
const tickMs = 10;

function statOf(pid: string): { readonly parent: string; readonly own: number; readonly ofEnded: number } {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    const at = (place: number) => Number(fields[place]);
    return { parent: fields[1] ?? "", own: at(11) + at(12), ofEnded: at(13) + at(14) };
  } catch {
    return { parent: "", own: 0, ofEnded: 0 }; // it has ended meanwhile
  }
}
