import { minuteMs, plus } from "@quietroom/domain/time";
import { appointmentPanel, cancelAsStaff } from "@quietroom/services/scheduling";
import { askPasswordReset, createStaffUser } from "@quietroom/services/staff";
import { succeeded } from "@quietroom/testing";
import { expect, test } from "vitest";
import { withFreedHour } from "../test/freed-hour.ts";
import { moveToInngest } from "./index.ts";

const patience = { timeout: 20_000, interval: 50 };
const people = ["sleeps", "retries", "first", "ben", "cy", "late", "unseen", "unsent"] as const;
const mail = (who: string) => `${who}@example.com`;

/**
 * A studio in the midst of everything: reminders that sleep, a confirmation and a mail about an account that are tried again, an offer that is out, an hour
 * in its grace, an event that nobody has looked at and one that has not left the outbox.
 */
async function inTheMidst() {
  const story = await withFreedHour(["ben@example.com", "cy@example.com"]);
  const { studio, sender, query } = story;
  const book = async (days: number, time: string, who: string) =>
    await story.book(await story.at(days, time), { email: mail(who) });

  await book(5, "09:00", "sleeps");
  await story.settle();
  await story.cancel(); // Ben is asked
  await story.settle();

  const { appointmentId } = await book(6, "12:00", "late");
  await story.settle();
  const desk = studio.as("receptionist");
  const { version } = await appointmentPanel(desk, { appointmentId });
  succeeded(await cancelAsStaff(desk, { appointmentId, version, reason: "", wishOf: "studio" }));
  await story.settle(); // its hour waits for the grace to end

  sender.refusals.push({ code: "unavailable", retryable: true });
  await book(8, "15:00", "retries");
  await story.settle();
  const email = mail("robin");
  const more = { displayName: "Robin", roles: ["admin" as const], practitionerId: null };
  await createStaffUser(studio.as("system"), { email, password: "a kettle sings at dawn", ...more });
  sender.refusals.push({ code: "unavailable", retryable: true });
  await askPasswordReset(story.runtime, { email });
  await story.settle();

  await book(9, "10:00", "unseen");
  await query(`insert into jobs.event (id, name, payload)
    select id, name, jsonb_build_object('id', id, 'name', name, 'data', data, 'ts', ts)
    from (select tenant_id || ':' || id as id, name, data, floor(extract(epoch from created_at) * 1000) as ts from outbox where relayed_at is null order by seq) written`);
  await query("update outbox set relayed_at = app.now() where relayed_at is null");
  await book(9, "11:00", "unsent");
  return story;
}
type Story = Awaited<ReturnType<typeof inTheMidst>>;

/** Lives the rest of it: Cy takes the hour of the grace, Ben lets his offer lapse, everybody's reminders come due. */
async function liveOn(story: Story, settle: () => Promise<void>): Promise<void> {
  const settleAt = async (at: number) => {
    await story.database.advanceClock(Math.max(0, at - (await story.now())));
    await settle();
  };
  await settle();
  await settleAt(plus(await story.now(), 2 * minuteMs)); // what is tried again
  await settleAt(plus(await story.now(), 12 * minuteMs)); // the grace is over: that hour is Cy's to take
  expect(story.offersTo("cy@example.com")).toHaveLength(1);
  succeeded(await story.answer("cy@example.com", "accept"));
  await settle();
  const [offer] = story.offersTo("ben@example.com");
  if (offer?.template !== "waitlist-offer") throw new Error("Ben was not asked");
  await settleAt(plus(offer.answerBy, 2_000));
  // At the same times on the wall in every story, and never within minutes of a visit or of its reminders.
  const times: number[] = [];
  for (let day = 0; day < 11; day += 1) {
    for (const time of ["03:30", "09:30", "14:30", "21:30"]) times.push(await story.at(day, time));
  }
  for (const at of times) await settleAt(at);
}

/** Who was sent what, and how the ledger ends, without ids. */
async function outcome(story: Story) {
  const ledger = await story.query(
    `select kind, status::text, reason, appointment_version as version, attempts, dense_rank() over (order by client_id) as client
     from notification order by client, kind, version, status, reason`,
  );
  const [rest] = await story.query(
    `select (select count(*)::int from dead_letter) as failed, (select count(*)::int from outbox where relayed_at is null) as waiting,
       (select json_agg(status order by created_at, id) from opening) as openings,
       (select json_agg(status order by offered_at, round) from waitlist_offer) as offers`,
  );
  const mails = [...people, "robin"].map((who) => [
    who,
    story
      .sentTo(mail(who))
      .map(({ template }) => template)
      .toSorted(),
  ]);
  return { ledger, rest, mails };
}

/** A worker of the server's stands by, and has told it the functions. */
async function standingBy(story: Story) {
  const there = await story.jobsAtServer();
  await there.jobs.start();
  await expect.poll(() => there.server.registrations, patience).toHaveLength(1);
  await expect
    .poll(() => story.runtime.logged.map(({ code }) => code), patience)
    .toContain("jobs.held_by_embedded");
  const move = async (batch = 100) =>
    await moveToInngest({
      mode: there.mode,
      runtime: story.runtime,
      databaseUrl: story.database.appUrl,
      batch,
      betweenWavesMs: 0,
    });
  return { ...there, move };
}

const neverMoved = await inTheMidst();
await liveOn(neverMoved, neverMoved.settle);
const expected = await outcome(neverMoved);

test("INFRA-10 NOTIF-03 WAIT-05 ec-I15 everything under way goes on at the server as if it had never moved, each message once", async () => {
  const story = await inTheMidst();
  const { server, settle, move } = await standingBy(story);
  expect(server.received).toEqual([]);
  const moved = succeeded(await move());
  expect(moved).toMatchObject({ events: server.received.length, deadLetters: 0 });
  expect(new Set(server.received.map(({ id }) => id)).size).toBe(moved.events);
  expect(moved.runs).toBeGreaterThanOrEqual(6);
  const [left] = await story.query(
    `select (select count(*)::int from jobs.run where status = 'running') as runs, (select count(*)::int from jobs.job) as jobs,
       (select count(*)::int from jobs.wait) as waits, (select count(*)::int from jobs.event where done_at is null) as events,
       (select count(*)::int from jobs.cron) as crons`,
  );
  expect(left).toEqual({ runs: 0, jobs: 0, waits: 0, events: 0, crons: 0 });
  expect(succeeded(await move())).toEqual({ events: 0, runs: 0, timers: 0, deadLetters: 0, left: 0 });
  await liveOn(story, settle);
  expect(await outcome(story)).toEqual(expected);
});

test.each([
  [0, "after"],
  [1, "before"],
  [3, "after"],
] as const)(
  "INFRA-10 broken off with %i batches moved, %s the next was taken, and run again, it comes to the same end",
  async (whole, when) => {
    const story = await inTheMidst();
    const { server, settle, move } = await standingBy(story);
    let batches = 0;
    server.onTaken(() => {
      batches += 1;
      if (when === "before" && batches === whole) server.away(true);
      if (when === "after" && batches > whole) throw new Error("gone");
    });
    expect(await move(2)).toMatchObject({
      ok: false,
      refusal: { kind: "not_taken", moved: { events: whole * 2 } },
    });
    server.onTaken(null);
    server.away(false);
    const moved = succeeded(await move(2));
    expect(moved.events).toBeGreaterThan(0);
    await liveOn(story, settle);
    expect(await outcome(story)).toEqual(expected);
  },
);

test("INFRA-10 a server that forgot the ids in between sends nothing twice either: the ledger knows", async () => {
  const story = await inTheMidst();
  const { server, settle, move } = await standingBy(story);
  succeeded(await move());
  const sent = server.received.filter(({ name }) => !name.startsWith("inngest/"));
  for (const { name, data } of sent) {
    // As after its memory of a day is over: the same trigger, known by another id.
    await fetch(`${server.url}/e/${server.eventKey}`, {
      method: "POST",
      body: JSON.stringify({ name, data }),
    });
  }
  await liveOn(story, settle);
  const { mails, rest } = await outcome(story);
  expect(mails).toEqual(expected.mails);
  expect(rest).toEqual(expected.rest);
});

test("INFRA-10 nothing is moved while a worker with the embedded engine lives, without a worker for the server, or without a server", async () => {
  const story = await inTheMidst();
  const { databaseUrl, runtime } = { databaseUrl: story.database.appUrl, runtime: story.runtime };
  expect(await moveToInngest({ mode: { kind: "embedded" }, databaseUrl, runtime })).toEqual({
    ok: false,
    refusal: { kind: "no_server" },
  });
  const there = await story.jobsAtServer();
  const move = () => moveToInngest({ mode: there.mode, databaseUrl, runtime });
  expect(await move()).toEqual({ ok: false, refusal: { kind: "no_worker_for_server" } });
  const embedded = story.newJobs();
  await embedded.start();
  expect(await move()).toEqual({ ok: false, refusal: { kind: "embedded_at_work", workers: 1 } });
  await embedded.stop();
  expect(there.server.received).toEqual([]);
});

test("INFRA-10 a failure that nobody had kept yet becomes a dead letter, since no server takes an event of its own name", async () => {
  const story = await inTheMidst();
  const { server, move } = await standingBy(story);
  const { tenantId } = story.studio;
  const cause = { name: "opening/created", data: { tenantId, openingId: tenantId } };
  for (const [n, name] of [
    "inngest/function.failed",
    "engine/event.dead",
    "inngest/function.finished",
  ].entries()) {
    const data = {
      run_id: `run-${n}`,
      function_id: "quietroom-fill-opening",
      error: { name: "Boom" },
      event: cause,
    };
    await story.query("insert into jobs.event (id, name, payload) values ($1, $2, $3)", [
      `own-${n}`,
      name,
      JSON.stringify({ id: `own-${n}`, name, data, ts: 1 }),
    ]);
  }
  expect(succeeded(await move())).toMatchObject({ deadLetters: 2 });
  const letters = await story.query("select run_id from dead_letter order by run_id");
  expect(letters.map((row) => row["run_id"])).toEqual(["run-0", "run-1"]);
  expect(server.received.some(({ id }) => id.startsWith("own-"))).toBe(false);
  expect(succeeded(await move())).toMatchObject({ deadLetters: 0, events: 0 });
});

test("INFRA-10 a failure whose studio cannot be written to now is left and counted, and keeps nothing else back", async () => {
  const story = await inTheMidst();
  const { server, move } = await standingBy(story);
  const data = {
    run_id: "run-9",
    function_id: "quietroom-fill-opening",
    error: { name: "Boom" },
    event: { name: "opening/created", data: { tenantId: story.studio.tenantId, openingId: "0" } },
  };
  await story.query("insert into jobs.event (id, name, payload) values ('own-9', 'engine/event.dead', $1)", [
    JSON.stringify({ id: "own-9", name: "engine/event.dead", data, ts: 1 }),
  ]);
  await story.query("revoke insert on dead_letter from quietroom_app");
  const first = succeeded(await move());
  expect(first).toMatchObject({ left: 1, deadLetters: 0 });
  expect(first.events).toBeGreaterThan(0);
  expect(server.received).toHaveLength(first.events);
  await story.query("grant insert on dead_letter to quietroom_app");
  expect(succeeded(await move())).toMatchObject({ left: 0, deadLetters: 1, events: 0 });
});

test("INFRA-10 once everything is moved, the worker that stood by takes up the outbox by itself", async () => {
  const story = await inTheMidst();
  const { server, jobs, move } = await standingBy(story);
  expect(jobs.running()).toBe(false);
  succeeded(await move());
  await expect.poll(() => jobs.running(), patience).toBe(true);
  await expect.poll(() => story.query("select from outbox where relayed_at is null"), patience).toEqual([]);
  expect(server.received.filter(({ name }) => name === "appointment/booked").length).toBeGreaterThan(3);
});
