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
        timeZone: "America/New_York",
      },
    },
    cancellation: { policy: "Cancel up to 24 hours before.", deadline: plus(startsAt, -24 * hourMs) },
  });
});

test("NOTIF-01 NOTIF-02 NOTIF-03 reminders leave 48, 24 and 2 hours before, each once, by the database's clock", async () => {
  const email = "reminded@example.com";
  const startsAt = await story.at(5, "11:00");
  const { appointmentId } = await story.book(startsAt, { email });
  await story.settle();
  const templates = () => story.sentTo(email).map(({ template }) => template);
  for (const [hours, count] of [
    [48, 1],
    [24, 2],
    [2, 3],
  ] as const) {
    await story.settleAt(plus(startsAt, -hours * hourMs - minuteMs));
    expect(templates()).toHaveLength(count);
    await story.settleAt(plus(startsAt, -hours * hourMs + 1));
    expect(templates()).toHaveLength(count + 1);
  }
  await story.settleAt(startsAt);
  expect(templates()).toEqual(["appointment-confirmation", ...Array(3).fill("appointment-reminder")]);
  expect(story.sentTo(email)[1]).toMatchObject({ visit: { start: startsAt } });
  expect((await ledger(appointmentId)).map(({ kind, status }) => `${kind} ${status}`)).toEqual([
    "confirmation sent",
    "reminder_2880 sent",
    "reminder_1440 sent",
    "reminder_120 sent",
  ]);
});

test("NOTIF-02 ec-J11 a visit booked inside an offset skips that reminder, and the ledger says why", async () => {
  const startsAt = await story.at(1, "12:00"); // less than 48 hours ahead, more than 2
  const { appointmentId } = await story.book(startsAt, { email: "late@example.com" });
  await story.settle();
  const rows = await ledger(appointmentId);
  expect(rows).toContainEqual({
    kind: "reminder_2880",
    status: "skipped",
    reason: "booked_inside_offset",
    version: expect.any(Number),
  });
  expect(rows).toContainEqual(expect.objectContaining({ kind: "reminder_120", status: "planned" }));
});

test("NOTIF-03 ec-J12 a moved visit kills the old reminders and plans new ones", async () => {
  const email = "moved@example.com";
  const startsAt = await story.at(5, "13:00");
  const { appointmentId } = await story.book(startsAt, { email });
  await story.settle();
  const later = plus(startsAt, 24 * hourMs);
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
  await story.settleAt(plus(startsAt, -48 * hourMs + minuteMs)); // when the first plan was due
  expect(story.sentTo(email)).toHaveLength(2);
  await story.settleAt(plus(later, -48 * hourMs + minuteMs));
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
    "reminder_2880 skipped superseded",
    "reminder_1440 sent ",
    "reminder_120 planned ",
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
  await story.settleAt(plus(await story.now(), 5 * minuteMs - 5_000));
  expect(story.sentTo(email)).toHaveLength(0);
  await story.settleAt(plus(await story.now(), 10_000));
  expect(await attempts()).toEqual({ status: "sent", attempts: 3, reason: null });
  expect(story.sentTo(email).map(({ template }) => template)).toEqual(["appointment-confirmation"]);
});

test("NOTIF-06 a delivery that keeps failing is given up after the third retry, and never called sent", async () => {
  const email = "unlucky@example.com";
  const unavailable = { code: "unavailable", retryable: true } as const;
  story.sender.refusals.push(unavailable, unavailable, unavailable, unavailable);
  const { appointmentId } = await story.book(await story.at(6, "11:00"), { email });
  for (const minutes of [0, 1, 5, 15])
    await story.settleAt(plus(await story.now(), minutes * minuteMs + 1_000));
  expect(story.sentTo(email)).toHaveLength(0);
  expect(await ledger(appointmentId)).toContainEqual(
    expect.objectContaining({ kind: "confirmation", status: "failed", reason: "unavailable" }),
  );
  expect(story.runtime.logged).toContainEqual(
    expect.objectContaining({ level: "error", code: "message_failed" }),
  );
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
