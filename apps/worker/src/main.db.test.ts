import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { randomBytes } from "node:crypto";
import {
  answerOfferLink,
  bookVisit,
  cancelVisit,
  createStudio,
  clientsOf,
  inspect,
  joinLine,
  openInngestServer,
  person,
  succeeded,
  testDatabase,
  testInbox,
  testRuntime,
  wallTime,
} from "@quietroom/testing";
import { createLocalKeyFile, openLocalKeyFile } from "@quietroom/vault";
import { afterAll, afterEach, expect, test } from "vitest";

const database = await testDatabase();
const masterKey = join(await mkdtemp(join(tmpdir(), "worker-key-")), "master.key");
createLocalKeyFile(masterKey);
afterAll(() => rm(dirname(masterKey), { recursive: true, force: true }));
const runtime = await testRuntime(database, { keyService: openLocalKeyFile(masterKey) });
const query = await inspect(database);
const inbox = await testInbox();
const linkKey = randomBytes(32).toString("base64");
const auditKey = randomBytes(32).toString("base64");
const auditFolder = await mkdtemp(join(tmpdir(), "worker-audit-"));
afterAll(() => rm(auditFolder, { recursive: true, force: true }));
const folder = fileURLToPath(new URL("..", import.meta.url));

type Worker = { readonly process: ChildProcess; readonly healthUrl: string; readonly lines: string[] };
const workers = new Set<ChildProcess>();
afterEach(async () => {
  await Promise.all([...workers].map((worker) => ended(worker, "SIGKILL")));
});

function spawnWorker(overrides: Readonly<Record<string, string>> = {}): ChildProcess {
  const worker = spawn(process.execPath, ["--import", "tsx", "src/main.ts"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"],
      DATABASE_URL: database.appUrl,
      QUIETROOM_MODE: "test",
      QUIETROOM_LINK_KEY: linkKey,
      QUIETROOM_AUDIT_KEY: auditKey,
      AUDIT_FOLDER: auditFolder,
      QUIETROOM_KEY_SERVICE: "local",
      QUIETROOM_MASTER_KEY_FILE: masterKey,
      BOOKING_URL: "http://booking.test",
      DASHBOARD_URL: "http://dashboard.test",
      RESEND_API_KEY: "re_test",
      RESEND_BASE_URL: inbox.url,
      RESEND_FROM: "Quietroom <hello@quietroom.example>",
      WORKER_HEALTH_PORT: "0",
      ...overrides,
    },
  });
  workers.add(worker);
  worker.once("exit", () => workers.delete(worker));
  return worker;
}

/** Starts the worker as the product is started, and waits until it says that it is ready. */
async function startWorker(overrides: Readonly<Record<string, string>> = {}): Promise<Worker> {
  const worker = spawnWorker(overrides);
  const lines: string[] = [];
  if (worker.stdout === null || worker.stderr === null) throw new Error("no pipes");
  worker.stderr.on("data", (text: Buffer) => lines.push(String(text)));
  for await (const line of createInterface({ input: worker.stdout })) {
    lines.push(line);
    if (!line.includes('"worker_ready"')) continue;
    const { port } = JSON.parse(line) as { readonly port: number };
    worker.stdout.on("data", (text: Buffer) => lines.push(String(text)));
    worker.stdout.resume();
    return { process: worker, healthUrl: `http://127.0.0.1:${port}/api/health`, lines };
  }
  throw new Error(`the worker did not start:\n${lines.join("\n")}`);
}

async function ended(worker: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<number | null> {
  if (worker.exitCode !== null || worker.signalCode !== null) return worker.exitCode;
  const exit = once(worker, "exit");
  worker.kill(signal);
  await exit;
  return worker.exitCode;
}

async function subjectsTo(email: string): Promise<string[]> {
  const mails = await inbox.received();
  return mails.filter(({ to }) => to.includes(email)).map(({ subject }) => subject);
}

test("the worker tells its health, sends a real email for a booking, and drains on SIGTERM", async () => {
  const worker = await startWorker();
  await expect
    .poll(async () => (await fetch(worker.healthUrl)).json(), { timeout: 10_000 })
    .toEqual({
      app: "worker",
      ok: true,
      database: "reachable",
      jobs: "embedded",
      relay: "running",
      timeZoneData: expect.stringMatching(/^20\d\d/),
    });
  expect((await fetch(worker.healthUrl.replace("health", "inngest"), { method: "POST" })).status).toBe(404);

  const studio = await createStudio(runtime);
  await bookVisit(studio, { startsAt: wallTime(3, "10:00"), who: person("Mira") });
  await expect.poll(() => subjectsTo("mira@example.com"), { timeout: 15_000 }).toHaveLength(1);
  const [mail] = (await inbox.received()).filter(({ to }) => to.includes("mira@example.com"));
  expect(mail?.subject).toContain("Studio under test");
  expect(mail?.text).toContain("http://booking.test/studio-");

  expect(await ended(worker.process, "SIGTERM")).toBe(0);
  expect(worker.lines.join("\n")).toContain("worker_stopped");
  expect(worker.lines.join("\n").toLowerCase()).not.toMatch(/mira|okafor|example\.com"/);
}, 60_000);

test("NOTIF-03 WAIT-04 ec-H21 a worker killed again and again loses no message, sends none twice, and passes each freed hour on", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const [first, second] = studio.practitionerIds;
  const staying = Array.from({ length: 6 }, (_, n) => person(`Stays${n}`));
  const waiting = Array.from({ length: 3 }, (_, n) => person(`Waits${n}`));
  for (const [n, who] of staying.entries()) {
    await bookVisit(studio, { startsAt: wallTime(4, `${10 + n}:00`), practitionerId: second ?? null, who });
  }
  const leaving = [];
  for (const [n, who] of waiting.entries()) {
    const startsAt = wallTime(4, `${10 + n}:00`);
    leaving.push(
      await bookVisit(studio, { startsAt, practitionerId: first ?? null, who: person(`Leaves${n}`) }),
    );
    await joinLine(studio, who);
  }
  await inbox.fail(2, "drop_after_accept"); // the provider took it, and we never heard
  await strike();
  for (const visit of leaving) await cancelVisit(visit);
  await strike();
  await strike();

  const patience = { timeout: 60_000, interval: 250 };
  const worker = await startWorker();
  await expect
    .poll(() => passTime(studio.tenantId), patience)
    .toMatchObject({ offering: 3, asked: 3, held: 3, due: 0 });
  await ended(worker.process, "SIGKILL");
  const offers = await query("select id from waitlist_offer where tenant_id = $1 order by starts_at", [
    studio.tenantId,
  ]);
  const [taken, ...declined] = offers.map(({ id }) => String(id));
  succeeded(await answerOfferLink(studio, taken ?? "", "accept"));
  for (const offerId of declined) succeeded(await answerOfferLink(studio, offerId, "decline"));
  await strike();

  await startWorker();
  // Who declined one hour is asked about the other, and declines that too; then the hours are everybody's.
  await expect
    .poll(async () => {
      const open = await query("select id from waitlist_offer where tenant_id = $1 and status = 'open'", [
        studio.tenantId,
      ]);
      for (const { id } of open) await answerOfferLink(studio, String(id), "decline");
      return await passTime(studio.tenantId);
    }, patience)
    .toMatchObject({ offering: 0, filled: 1, exhausted: 2, asked: 0, held: 0, due: 0 });

  for (const { email } of staying) expect(await subjectsTo(email)).toHaveLength(1);
  const ledger = await query(
    "select n.id, n.client_id from notification n where n.tenant_id = $1 and n.status = 'sent'",
    [studio.tenantId],
  );
  for (const { id, email } of await clientsOf(runtime, studio.tenantId)) {
    expect(await subjectsTo(email), email).toHaveLength(
      ledger.filter((row) => row["client_id"] === id).length,
    );
  }
}, 180_000);

/** A worker that lives for a moment and dies without a word. */
async function strike(): Promise<void> {
  const worker = await startWorker();
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 400));
  await ended(worker.process, "SIGKILL");
  // What half a minute does: the dead worker's calls are anybody's again. Claims and pauses go by the database's clock.
  await query("update jobs.job set lease_until = now() where lease is not null");
  await database.advanceClock(61_000);
}

/** Lets pauses between tries pass, and says how things stand in one studio. */
async function passTime(tenantId: string) {
  await database.advanceClock(2_000);
  const [row] = await query(
    `select (select count(*)::int from opening where tenant_id = $1 and status = 'offering') as offering,
       (select count(*)::int from opening where tenant_id = $1 and status = 'filled') as filled,
       (select count(*)::int from opening where tenant_id = $1 and status = 'exhausted') as exhausted,
       (select count(distinct entry_id)::int from waitlist_offer where tenant_id = $1 and status = 'open') as asked,
       (select count(*)::int from appointment where tenant_id = $1 and status = 'held') as held,
       (select count(*)::int from notification where tenant_id = $1 and status in ('planned', 'claimed') and due_at <= app.now()) as due`,
    [tenantId],
  );
  return row;
}

test("INFRA-10 check 66 the worker at an Inngest server: registers itself, is called over the network and sends the email; unsigned, old and other calls are refused", async () => {
  await query("truncate jobs.event, jobs.run cascade"); // what other tests left with the embedded engine would be waited for
  const port = await freePort();
  const server = await openInngestServer({ now: databaseNow });
  afterAll(() => server.close());
  const origin = `http://127.0.0.1:${port}`;
  const worker = await startWorker({
    INNGEST_EVENT_KEY: server.eventKey,
    INNGEST_SIGNING_KEY: server.signingKey,
    INNGEST_BASE_URL: server.url,
    INNGEST_SERVE_ORIGIN: origin,
    WORKER_HEALTH_PORT: String(port),
  });
  const url = `${origin}/api/inngest`;
  const patience = { timeout: 30_000, interval: 100 };
  await expect.poll(() => server.registrations, patience).toEqual([url]);
  await expect
    .poll(async () => (await fetch(worker.healthUrl)).json(), patience)
    .toMatchObject({ ok: true, jobs: "server", relay: "running" });
  expect(server.functions()).toContain("seal-audit");

  const studio = await createStudio(runtime);
  await bookVisit(studio, { startsAt: wallTime(3, "10:00"), who: person("Noor") });
  await expect
    .poll(async () => {
      await server.settle();
      return await subjectsTo("noor@example.com");
    }, patience)
    .toHaveLength(1);
  expect(server.unexpected).toEqual([]);
  const run = server.runs().find(({ functionId }) => functionId === "quietroom-send-confirmation");
  expect(run).toMatchObject({ status: "completed", event: { name: "appointment/booked" } });
  expect(run?.event.id).toMatch(new RegExp(`^${studio.tenantId}:`));

  const called = `${url}?fnId=quietroom-expire-holds&stepId=step`;
  const event = { name: "inngest/scheduled.timer", data: {} };
  const ctx = { run_id: "01TEST", attempt: 0, stack: { stack: [], current: 0 } };
  const body = { event, events: [event], steps: {}, ctx };
  const statusOf = async (asked: Parameters<typeof server.ask>[0]) => (await server.ask(asked)).status;
  expect(await statusOf({ method: "POST", url: called, body })).toBe(206);
  expect(await statusOf({ method: "GET", url })).toBe(200);
  for (const key of [null, `signkey-test-${"0".repeat(64)}`]) {
    expect(await statusOf({ method: "POST", url: called, body, key })).toBe(401);
    expect(await statusOf({ method: "PUT", url, body: { url }, key })).toBe(401);
    const stranger = await server.ask({ method: "GET", url, key });
    expect(stranger.status).toBe(401);
    expect(await stranger.text()).not.toMatch(/quietroom|function|mode|key/i);
  }
  expect(await statusOf({ method: "POST", url: called, body, ageSec: 301 })).toBe(401);
  for (const method of ["DELETE", "PATCH", "OPTIONS", "HEAD"])
    expect(await statusOf({ method, url })).toBe(405);
  expect(await ended(worker.process, "SIGTERM")).toBe(0);
}, 90_000);

test("INFRA-10 a worker with the embedded engine beside workers of an Inngest server does not start, and says why in words", async () => {
  const server = await openInngestServer({ now: databaseNow });
  afterAll(() => server.close());
  await startWorker({
    INNGEST_EVENT_KEY: server.eventKey,
    INNGEST_SIGNING_KEY: server.signingKey,
    INNGEST_BASE_URL: server.url,
    INNGEST_SERVE_ORIGIN: "http://worker.test",
  });
  await expect.poll(() => server.registrations, { timeout: 20_000 }).toHaveLength(1);
  await expect
    .poll(
      async () =>
        await query(
          "select from pg_stat_activity where application_name = 'quietroom server worker' and datname = current_database()",
        ),
    )
    .toHaveLength(1);
  const worker = spawnWorker();
  const said: string[] = [];
  worker.stderr?.on("data", (text: Buffer) => said.push(String(text)));
  const [code] = await once(worker, "exit");
  expect(code).toBe(1);
  expect(said.join("")).toContain("1 workers of an Inngest server are at work on this database");
}, 60_000);

async function databaseNow(): Promise<number> {
  const [row] = await query("select (extract(epoch from app.now()) * 1000)::bigint::text as now");
  return Number(row?.["now"]);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return address.port;
}

test("a worker that could bypass row security refuses to start, and says so by code alone", async () => {
  const worker = spawnWorker({ DATABASE_URL: database.superUrl });
  const said: string[] = [];
  worker.stdout?.on("data", (text: Buffer) => said.push(String(text)));
  const [code] = await once(worker, "exit");
  expect(code).toBe(1);
  expect(said.join("")).toContain("worker_start_failed");
  expect(said.join("")).not.toContain("postgres:");
}, 30_000);

test("a worker without its settings names them", async () => {
  const worker = spawnWorker({ QUIETROOM_LINK_KEY: "short", RESEND_FROM: "" });
  const said: string[] = [];
  worker.stderr?.on("data", (text: Buffer) => said.push(String(text)));
  const [code] = await once(worker, "exit");
  expect(code).toBe(1);
  expect(said.join("")).toMatch(/QUIETROOM_LINK_KEY: [\s\S]*RESEND_FROM: /);
}, 30_000);
