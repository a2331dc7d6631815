import { hourMs, minuteMs, plus } from "@quietroom/domain/time";
import { cancelGroupSession } from "@quietroom/services/groups";
import { cancelByLink, rescheduleByLink } from "@quietroom/services/scheduling";
import { bookSeats, groupSession, succeeded } from "@quietroom/testing";
import { expect, test } from "vitest";
import { tellStory } from "../../test/story.ts";

const story = await tellStory();

/** The messages about one visit, in order of their due times. */
async function ledger(appointmentId: string) {
  const rows = await story.query(
    "select kind, status::text, coalesce(reason, '') as reason, appointment_version as version from notification where appointment_id = $1 order by due_at, kind, appointment_version",
    [appointmentId],
  );
  return rows.map((row) => ({
    kind: String(row["kind"]),
    status: String(row["status"]),
    reason: String(row["reason"]),
    version: Number(row["version"]),
  }));
}

test("BOOK-08 NOTIF-02 a booking is confirmed at once, once, with what its client needs", async () => {
  const startsAt = await story.at(1, "10:00");
  const { appointmentId } = await story.book(startsAt, { email: "once@example.com" });
  await story.settle();
  await story.settle();
  const sent = story.sentTo("once@example.com");
  expect(sent.map(({ template }) => template)).toEqual(["appointment-confirmation"]);
  expect(sent[0]).toMatchObject({
    clientFirstName: "Ana",
    studio: { name: "Studio under test", locale: "en-US" },
    visit: {
      appointmentId,
      start: startsAt,
      end: plus(startsAt, hourMs),
      practitionerName: "Practitioner 1",
      place: {
        kind: "in_person",
        address: "1 Main Street, New York, NY 10001",
      },
      timeZone: "America/New_York",
    },
    cancellation: { policy: "Cancel up to 24 hours before.", deadline: plus(startsAt, -24 * hourMs) },
  });
});

test("NOTIF-01 NOTIF-02 NOTIF-03 reminders leave two days, one day and 2 hours before, each once, by the database's clock", async () => {
  const email = "reminded@example.com";
  const startsAt = await story.at(5, "11:00");
  const dueTimes = [await story.at(3, "11:00"), await story.at(4, "11:00"), plus(startsAt, -2 * hourMs)];
  const { appointmentId } = await story.book(startsAt, { email });
  await story.settle();
  const templates = () => story.sentTo(email).map(({ template }) => template);
  for (const [index, dueAt] of dueTimes.entries()) {
    await story.settleAt(plus(dueAt, -minuteMs));
    expect(templates()).toHaveLength(index + 1);
    await story.settleAt(plus(dueAt, 1));
    expect(templates()).toHaveLength(index + 2);
  }
  await story.settleAt(startsAt);
  expect(templates()).toEqual(["appointment-confirmation", ...Array(3).fill("appointment-reminder")]);
  expect(story.sentTo(email)[1]).toMatchObject({ visit: { start: startsAt } });
  expect((await ledger(appointmentId)).map(({ kind, status }) => `${kind} ${status}`)).toEqual([
    "confirmation sent",
    "reminder_2d sent",
    "reminder_1d sent",
    "reminder_2h sent",
  ]);
});

test("NOTIF-02 ec-J11 a visit booked inside an offset skips that reminder, and the ledger says why", async () => {
  const startsAt = await story.at(1, "12:00"); // less than 48 hours ahead, more than 2
  const { appointmentId } = await story.book(startsAt, { email: "late@example.com" });
  await story.settle();
  const rows = await ledger(appointmentId);
  expect(rows).toContainEqual({
    kind: "reminder_2d",
    status: "skipped",
    reason: "booked_inside_offset",
    version: expect.any(Number),
  });
  expect(rows).toContainEqual(expect.objectContaining({ kind: "reminder_2h", status: "planned" }));
});

test("NOTIF-03 ec-J12 a moved visit kills the old reminders and plans new ones", async () => {
  const email = "moved@example.com";
  const startsAt = await story.at(5, "13:00");
  const later = await story.at(6, "13:00");
  const [firstPlan, secondPlan] = [await story.at(3, "13:00"), await story.at(4, "13:00")];
  const { appointmentId } = await story.book(startsAt, { email });
  await story.settle();
  succeeded(
    await rescheduleByLink(story.studio.as({ link: "appointment", id: appointmentId }), {
      practitionerId: null,
      startsAt: later,
    }),
  );
  await story.settle();
  expect(story.sentTo(email).at(-1)).toMatchObject({
    template: "appointment-rescheduled",
    previousStart: startsAt,
    visit: { start: later },
  });
  await story.settleAt(plus(firstPlan, minuteMs));
  expect(story.sentTo(email)).toHaveLength(2);
  await story.settleAt(plus(secondPlan, minuteMs));
  expect(story.sentTo(email).map(({ template }) => template)).toEqual([
    "appointment-confirmation",
    "appointment-rescheduled",
    "appointment-reminder",
  ]);
  const rows = await ledger(appointmentId);
  const old = rows.filter(
    ({ kind, version }) => kind.startsWith("reminder_") && version === rows[0]?.version,
  );
  expect(old.map(({ status, reason }) => `${status} ${reason}`)).toEqual(Array(3).fill("skipped moved"));
});

test("NOTIF-03 a cancelled visit is told of and reminded of no more", async () => {
  const email = "cancelled@example.com";
  const startsAt = await story.at(5, "14:00");
  const { appointmentId } = await story.book(startsAt, { email });
  await story.settle();
  succeeded(await cancelByLink(story.studio.as({ link: "appointment", id: appointmentId }), { reason: "" }));
  await story.settle();
  await story.settleAt(plus(startsAt, minuteMs));
  expect(story.sentTo(email).map(({ template }) => template)).toEqual([
    "appointment-confirmation",
    "appointment-cancelled",
  ]);
  expect(story.sentTo(email)[1]).toMatchObject({ cancelledBy: "client" });
  const reminders = (await ledger(appointmentId)).filter(({ kind }) => kind.startsWith("reminder_"));
  expect(reminders.map(({ status, reason }) => `${status} ${reason}`)).toEqual(
    Array(3).fill("skipped not_standing"),
  );
});

test("ec-J13 after an outage a late reminder leaves only while it is still useful", async () => {
  const email = "outage@example.com";
  const startsAt = await story.at(5, "15:00");
  const { appointmentId } = await story.book(startsAt, { email });
  await story.settle();
  // Nothing ran from before the first reminder until after the second was due.
  await story.settleAt(plus(startsAt, -20 * hourMs));
  const rows = await ledger(appointmentId);
  expect(rows.map(({ kind, status, reason }) => `${kind} ${status} ${reason}`)).toEqual([
    "confirmation sent ",
    "reminder_2d skipped superseded",
    "reminder_1d sent ",
    "reminder_2h planned ",
  ]);
});

test("NOTIF-06 a provider that fails and recovers makes exactly one message", async () => {
  const email = "patient@example.com";
  const unavailable = { code: "unavailable", retryable: true } as const;
  const startsAt = await story.at(6, "10:00");
  story.sender.refusals.push(unavailable, unavailable);
  const { appointmentId } = await story.book(startsAt, { email });
  await story.settle();
  const attempts = async () => {
    const [row] = await story.query(
      "select status::text, attempts, reason from notification where appointment_id = $1 and kind = 'confirmation'",
      [appointmentId],
    );
    return row;
  };
  expect(await attempts()).toEqual({ status: "planned", attempts: 1, reason: "unavailable" });
  await story.settleAt(plus(await story.now(), 61_000));
  expect(await attempts()).toEqual({ status: "planned", attempts: 2, reason: "unavailable" });
  await story.settleAt(plus(await story.now(), 3 * minuteMs));
  expect(story.sentTo(email)).toHaveLength(0);
  await story.settleAt(plus(await story.now(), 3 * minuteMs));
  expect(await attempts()).toEqual({ status: "sent", attempts: 3, reason: null });
  expect(story.sentTo(email).map(({ template }) => template)).toEqual(["appointment-confirmation"]);
});

test("NOTIF-06 operators hear of a confirmation that three retries did not get through, and an outage of hours loses nothing", async () => {
  const email = "unlucky@example.com";
  const unavailable = { code: "unavailable", retryable: true } as const;
  const { appointmentId } = await story.book(await story.at(6, "11:00"), { email });
  const row = async () => {
    const [found] = await story.query(
      `select status::text, attempts, alerted_at is not null as alerted from notification
       where appointment_id = $1 and kind = 'confirmation'`,
      [appointmentId],
    );
    return found;
  };
  const stuck = () => story.runtime.logged.filter(({ code }) => code === "message_stuck").length;
  story.sender.refusals.push(...Array.from({ length: 10 }, () => unavailable));
  for (const minutes of [0, 1, 5]) await story.settleAt(plus(await story.now(), minutes * minuteMs + 1_000));
  expect([await row(), stuck()]).toEqual([{ status: "planned", attempts: 3, alerted: false }, 0]);
  await story.settleAt(plus(await story.now(), 15 * minuteMs + 1_000));
  expect([await row(), stuck()]).toEqual([{ status: "planned", attempts: 4, alerted: true }, 1]);
  for (let n = 0; n < 6; n += 1) await story.settleAt(plus(await story.now(), 30 * minuteMs + 1_000));
  expect([await row(), stuck()]).toEqual([{ status: "planned", attempts: 10, alerted: true }, 1]);
  expect(story.sentTo(email)).toHaveLength(0);
  await story.settleAt(plus(await story.now(), 30 * minuteMs + 1_000));
  expect(await row()).toEqual({ status: "sent", attempts: 11, alerted: true });
  expect(story.sentTo(email).map(({ template }) => template)).toEqual(["appointment-confirmation"]);
});

test("NOTIF-06 what did not get through while it was useful is never called sent: it is skipped, and says why", async () => {
  const email = "too-late@example.com";
  const unavailable = { code: "unavailable", retryable: true } as const;
  const { appointmentId } = await story.book(await story.at(20, "11:00"), { email });
  story.sender.refusals.push(unavailable);
  await story.settle();
  await story.query(
    "update notification set useful_until = app.now() + interval '10 minutes' where appointment_id = $1 and kind = 'confirmation'",
    [appointmentId],
  );
  story.sender.refusals.push(unavailable, unavailable);
  await story.settleAt(plus(await story.now(), minuteMs + 1_000)); // the next try would be after five minutes,
  await story.settleAt(plus(await story.now(), 5 * minuteMs)); // the one after that, a quarter of an hour later, not before its end
  await story.settleAt(plus(await story.now(), 5 * minuteMs));
  expect(await ledger(appointmentId)).toContainEqual(
    expect.objectContaining({ kind: "confirmation", status: "skipped", reason: "stale" }),
  );
  expect(story.sentTo(email)).toHaveLength(0);
  expect(story.sender.refusals).toEqual([]);
});

test("NOTIF-06 a provider that asks for patience is waited for as long as it says, and that is no attempt", async () => {
  const email = "throttled@example.com";
  const { appointmentId } = await story.book(await story.at(21, "11:00"), { email });
  const row = async () =>
    (
      await story.query(
        "select status::text, attempts, reason from notification where appointment_id = $1 and kind = 'confirmation'",
        [appointmentId],
      )
    )[0];
  const busy = { code: "busy", afterMs: 3_600_000 } as const;
  story.sender.refusals.push(...Array.from({ length: 6 }, () => busy)); // more often than there are retries
  await story.settle();
  expect(await row()).toEqual({ status: "planned", attempts: 0, reason: "busy" });
  const tried = story.sender.tried.length;
  await story.settleAt(plus(await story.now(), 30 * minuteMs));
  expect(story.sender.tried).toHaveLength(tried);
  for (let n = 0; n < 6; n += 1) await story.settleAt(plus(await story.now(), 61 * minuteMs));
  expect(await row()).toEqual({ status: "sent", attempts: 1, reason: null });
  expect(story.sentTo(email)).toHaveLength(1);
});

test("NOTIF-03 an address that is refused for good is not asked again", async () => {
  story.sender.refusals.push({ code: "rejected", retryable: false });
  const { appointmentId } = await story.book(await story.at(6, "12:00"), { email: "refused@example.com" });
  await story.settle();
  expect(await ledger(appointmentId)).toContainEqual(
    expect.objectContaining({ kind: "confirmation", status: "failed", reason: "rejected" }),
  );
});

test("ec-F6 what is sent to whoever has a seat is about that seat alone: the mail, and the calendar entry that is made of it", async () => {
  const story = await tellStory();
  const session = await groupSession(story.studio, { capacity: 3 });
  const own = await bookSeats(story.studio, session, { name: "Ana" });
  const other = await bookSeats(story.studio, session, { name: "Benedetta" });
  await story.settle();
  const called = { groupSessionId: session, version: 1, reason: "" };
  succeeded(await cancelGroupSession(story.studio.as("admin"), called));
  await story.settle();
  const sent = story.sentTo("ana@example.com");
  expect(sent.map(({ template }) => template)).toEqual(["appointment-confirmation", "appointment-cancelled"]);
  for (const content of sent)
    expect(content).toMatchObject({ clientFirstName: "Ana", visit: { appointmentId: own.id } });
  const words = JSON.stringify(sent);
  for (const theirs of ["Benedetta", other.id, session]) expect(words).not.toContain(theirs);
});
