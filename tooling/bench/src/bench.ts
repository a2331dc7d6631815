import { rmSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "@quietroom/local/checkout";
import { chooseFreePorts } from "@quietroom/local/choose-ports";
import { startStudio } from "@quietroom/local/studio";
import { build, generate } from "@quietroom/local/workspace-tasks";
import pg from "pg";
import { busyStudio } from "./busy-studio.ts";
import { publicCalls, read } from "./calls.ts";
import { measure, type Measured } from "./measure.ts";

// What is asked for of the public site, beside what the same machine gives at best in the same run.
const dataDir = join(checkout, ".data/bench");
const load = { width: 8, seconds: 6 };

rmSync(dataDir, { recursive: true, force: true });
await generate();
const running = await startStudio({
  dataDir,
  mode: "test",
  choosePorts: chooseFreePorts,
  people: "none",
  say: (line) => console.log(line),
  build,
});
try {
  const urls = {
    app: running.postgres.url("quietroom_app", "quietroom"),
    owner: running.postgres.url("postgres", "quietroom"),
  };
  const studio = await busyStudio(urls);
  const calls = publicCalls(running.urls.booking, studio);
  const pool = new pg.Pool({ connectionString: urls.owner, max: load.width });

  const today = new Date().toISOString().slice(0, 10);
  const offered = read(await calls.slots(today, 45), "slots");
  const starts = (Array.isArray(offered) ? offered : [])
    .map((slot) => Number(read(slot, "startsAt")))
    .toReversed();
  // On the hour and apart, so that one booking never takes the next one's time.
  const times = starts.filter((startsAt) => startsAt % 3_600_000 === 0);
  let taken = 0;
  let refused = 0;

  const results = [
    await measure("bare indexed SELECT", load, () =>
      pool.query("select id from appointment where tenant_id = $1 and starts_at >= now() limit 1", [
        studio.tenantId,
      ]),
    ),
    await measure("no-op procedure", load, calls.noop),
    await measure("slots: 30 days, any of 5, 200 visits each", load, () => calls.slots(today, 30)),
    await measure("hold and confirm (2 calls)", load, async (index) => {
      const startsAt = times[index % times.length] ?? 0;
      const who = studio.practitionerIds[Math.floor(index / times.length) % 5] ?? studio.practitionerId;
      if (await calls.book(startsAt, who, 1)) taken += 1;
      else refused += 1;
    }),
  ];
  await pool.end();
  print(results);
  console.log(
    `\nBooked ${taken}, refused ${refused} because the time was gone. ${load.width} callers, ${load.seconds} s each.`,
  );
} finally {
  await running.stop();
}

function print(results: readonly Measured[]): void {
  const select = results[0]?.perSecond ?? 1;
  const noop = results[1]?.perSecond ?? 1;
  console.log(
    `\n${"".padEnd(46)}${["calls/s", "p50 ms", "p95 ms", "of no-op", "of SELECT"].map((head) => head.padStart(10)).join("")}`,
  );
  for (const { name, perSecond, p50Ms, p95Ms } of results) {
    const figures = [
      perSecond.toFixed(0),
      p50Ms.toFixed(1),
      p95Ms.toFixed(1),
      (perSecond / noop).toFixed(3),
      (perSecond / select).toFixed(4),
    ];
    console.log(name.padEnd(46) + figures.map((figure) => figure.padStart(10)).join(""));
  }
}
