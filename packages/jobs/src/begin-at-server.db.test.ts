import { person } from "@quietroom/testing";
import { expect, test } from "vitest";
import { tellStory } from "../test/story.ts";
import { JobsRefused } from "./index.ts";
import { connect, keepEmbeddedOut } from "./presence.ts";
import { workLeft } from "./work-left.ts";

const patience = { timeout: 20_000, interval: 50 };
const email = "ana@example.com";

test("INFRA-10 a worker tells the server of its functions and of the address that it was given, timers too, and only then sends it events", async () => {
  const story = await tellStory();
  const { server, jobs } = await story.jobsAtServer();
  await story.book(await story.at(5, "10:00"), { ...person("Ana"), email });
  await jobs.start();
  await expect.poll(() => server.registrations, patience).toEqual(["http://jobs.test/api/inngest"]);
  await expect.poll(() => server.received.map(({ name }) => name), patience).toContain("appointment/booked");
  await expect.poll(() => jobs.running(), patience).toBe(true);
  expect(server.functions()).toContain("send-confirmation");
  expect(server.crons("expire-holds")).toEqual(["* * * * *"]);
  const outbox = await story.query(
    "select tenant_id::text || ':' || id::text as id from outbox order by seq",
  );
  expect(server.received.map(({ id }) => id)).toEqual(outbox.map(({ id }) => id));
  expect(server.unexpected).toEqual([]);
});

test("INFRA-10 while the server does not know the functions, or is away, events wait in their outbox and the worker is not well", async () => {
  const story = await tellStory();
  const { server, mode } = await story.jobsAtServer();
  if (mode.kind !== "server") throw new Error("no server");
  await story.book(await story.at(5, "10:00"), { ...person("Ana"), email });
  const other = story.newJobs({ ...mode, signingKey: `signkey-test-${"0".repeat(64)}` });
  await other.start();
  await expect
    .poll(() => story.runtime.logged.map(({ code }) => code), patience)
    .toContain("jobs.not_registered");
  expect(other.running()).toBe(false);
  await other.stop();
  expect(server.received).toEqual([]);
  const [row] = await story.query("select count(*)::int as waiting from outbox where relayed_at is null");
  expect(row?.["waiting"]).toBeGreaterThan(0);
});

test("INFRA-10 what the embedded engine has before it is waited for, and so are its workers; the log says so once", async () => {
  const story = await tellStory();
  const { server, jobs } = await story.jobsAtServer();
  await story.book(await story.at(5, "10:00"), { ...person("Ana"), email });
  await story.settle(); // reminders sleep there
  const embedded = story.newJobs();
  await embedded.start();
  await jobs.start();
  const held = () => story.runtime.logged.filter(({ code }) => code === "jobs.held_by_embedded");
  await expect.poll(() => held().at(-1)?.fields, patience).toEqual({ workers: 1, runs: 1, events: 0 });
  expect(jobs.running()).toBe(false);
  expect(server.received).toEqual([]);
  await embedded.stop();
});

test("INFRA-10 a worker whose lock was lost with its connection takes it again, and is one of the workers as before", async () => {
  const story = await tellStory();
  const embedded = story.newJobs();
  await embedded.start();
  const connection = async () => {
    const [row] = await story.query(
      "select pid from pg_stat_activity where application_name = 'quietroom embedded worker' and datname = current_database()",
    );
    return row?.["pid"];
  };
  const before = await connection();
  expect(before).toEqual(expect.any(Number));
  await story.query("select pg_terminate_backend($1)", [before]);
  await expect.poll(async () => [undefined, before].includes(await connection()), patience).toBe(false);
  await expect.poll(async () => (await workLeft(story.database.appUrl)).workers, patience).toBe(1);
  await embedded.stop();
  await expect.poll(async () => (await workLeft(story.database.appUrl)).workers, patience).toBe(0);
});

test("INFRA-10 an embedded worker that lost its lock while work began to be moved works no more, and is not well", async () => {
  const story = await tellStory();
  const embedded = story.newJobs();
  await embedded.start();
  const mover = await connect(story.database.appUrl, "mover");
  // Its lock goes with its connection, and somebody else has it for themselves before it is asked for again.
  await expect
    .poll(async () => {
      await story.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'quietroom embedded worker' and datname = current_database()",
      );
      return await keepEmbeddedOut(mover);
    }, patience)
    .toBe(true);
  await expect.poll(() => story.runtime.logged.map(({ code }) => code), patience).toContain("jobs.refused");
  await expect.poll(() => embedded.running(), patience).toBe(false);
  await embedded.stop();
  await mover.end();
});

test("INFRA-10 a worker with the embedded engine does not start beside workers of a server, and says what to do", async () => {
  const story = await tellStory();
  const { jobs } = await story.jobsAtServer();
  await jobs.start();
  await expect.poll(() => jobs.running(), patience).toBe(true);
  const embedded = story.newJobs();
  await expect(embedded.start()).rejects.toThrow(JobsRefused);
  await expect(embedded.start()).rejects.toThrow(/1 workers of an Inngest server/);
  await embedded.stop();
  await jobs.stop();
  const next = story.newJobs();
  await next.start();
  await next.stop();
});
