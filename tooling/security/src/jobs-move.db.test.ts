import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createJobs, type JobsMode } from "@quietroom/jobs";
import {
  bookVisit,
  createStudio,
  inspect,
  openInngestServer,
  person,
  testDatabase,
  testRuntime,
  wallTime,
} from "@quietroom/testing";
import { createLocalKeyFile, openLocalKeyFile } from "@quietroom/vault";
import { afterAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "jobs-move-"));
afterAll(() => rmSync(folder, { recursive: true }));
const keyFile = join(folder, "master.key");
createLocalKeyFile(keyFile);
const database = await testDatabase();
const runtime = await testRuntime(database, { keyService: openLocalKeyFile(keyFile) });
const query = await inspect(database);
const server = await openInngestServer({ now: async () => await Promise.resolve(Date.now()) });
afterAll(() => server.close());

const jobsIn = (mode: JobsMode) =>
  createJobs({ mode, runtime, databaseUrl: database.appUrl, log: runtime.log });
const settings = {
  INNGEST_EVENT_KEY: server.eventKey,
  INNGEST_SIGNING_KEY: server.signingKey,
  INNGEST_BASE_URL: server.url,
  INNGEST_SERVE_ORIGIN: "https://worker.test",
};

/** `pnpm jobs:move` as on a server. */
function start(environment: Readonly<Record<string, string>> = settings): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, "jobs-move.ts")], {
    env: {
      PATH: process.env["PATH"],
      DATABASE_URL: database.appUrl,
      QUIETROOM_MODE: "production",
      QUIETROOM_KEY_SERVICE: "local",
      QUIETROOM_MASTER_KEY_FILE: keyFile,
      ...environment,
    },
  });
}

async function move(environment?: Readonly<Record<string, string>>) {
  const run = start(environment);
  let said = "";
  run.stdout?.on("data", (text: Buffer) => (said += String(text)));
  run.stderr?.on("data", (text: Buffer) => (said += String(text)));
  await once(run, "close");
  return { status: run.exitCode, said };
}

const left = async () => {
  const [row] = await query(
    `select (select count(*)::int from jobs.run where status = 'running' and event->>'name' <> 'inngest/scheduled.timer') as runs,
       (select count(*)::int from jobs.event where done_at is null) as events`,
  );
  return row;
};

test("INFRA-10 the command says what is missing, what stands in its way, and what it did; killed between sending and marking, it is run again", async () => {
  const studio = await createStudio(runtime);
  for (const [n, name] of ["Ana", "Ben", "Cy"].entries())
    await bookVisit(studio, { startsAt: wallTime(4, `${10 + n}:00`), who: person(name) });
  const embedded = jobsIn({ kind: "embedded" });
  await embedded.settle(); // there is no sender here: what is to be sent waits for a next try
  const before = await left();
  expect(before?.["runs"]).toBeGreaterThanOrEqual(6);

  expect(await move({})).toMatchObject({
    status: 1,
    said: expect.stringContaining("There is no Inngest server"),
  });
  const { INNGEST_SIGNING_KEY: _none, ...partial } = settings;
  expect(await move(partial)).toMatchObject({
    status: 1,
    said: expect.stringContaining("INNGEST_SIGNING_KEY missing"),
  });
  await embedded.start();
  expect(await move()).toMatchObject({
    status: 1,
    said: expect.stringContaining("1 workers with the embedded engine are at work"),
  });
  await embedded.stop();
  expect(await move()).toMatchObject({ status: 1, said: expect.stringContaining("start the workers") });
  expect(server.received).toEqual([]);

  const standingBy = jobsIn({
    kind: "server",
    eventKey: server.eventKey,
    signingKey: server.signingKey,
    baseUrl: server.url,
    serveOrigin: "https://worker.test",
  });
  afterAll(() => standingBy.stop());
  await standingBy.start();
  await expect
    .poll(() => runtime.logged.map(({ code }) => code), { timeout: 20_000 })
    .toContain("jobs.held_by_embedded");

  const killed = start();
  server.onTaken(() => void killed.kill("SIGKILL"));
  await once(killed, "close");
  expect(killed.signalCode).toBe("SIGKILL");
  server.onTaken(null);
  const first = server.received.map(({ id }) => id);
  expect(first.length).toBeGreaterThanOrEqual(3);
  expect((await left())?.["runs"]).toBeGreaterThan(0);

  const { status, said } = await move();
  expect(status).toBe(0);
  expect(said).toMatch(/^\d+ events are with the server now, and the \d+ runs/);
  expect(said).not.toContain("postgres");
  expect(await left()).toMatchObject({ runs: 0, events: 0 });
  const ids = server.received.map(({ id }) => id);
  expect(ids.slice(0, first.length)).toEqual(first);
  expect(new Set(ids.filter((id) => first.includes(id))).size).toBe(first.length);
  expect(ids.filter((id) => id === first[0]).length).toBeGreaterThanOrEqual(2); // known there by its id
  expect(await move()).toEqual({
    status: 0,
    said: "There was nothing to move: the server has everything.\n",
  });
}, 120_000);
