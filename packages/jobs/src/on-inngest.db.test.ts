import { addDays, localDate, minuteMs, plus, resolveWallTime } from "@quietroom/domain/time";
import { rescheduleByLink } from "@quietroom/services/scheduling";
import { succeeded } from "@quietroom/testing";
import { expect, test } from "vitest";
import { withFreedHour } from "../test/freed-hour.ts";
import { type RunBy, tellStory } from "../test/story.ts";

const newYork = "America/New_York";
const both: readonly RunBy[] = ["the embedded engine", "an Inngest server"];

/** What a database keeps of a story, with every id told by when it first appears: two stories of one shape have the same rows. */
async function rowsOf(query: Awaited<ReturnType<typeof tellStory>>["query"]) {
  const [row] = await query(
    `select
       (select json_agg(r) from (select status::text, version, booked_by::text, row_number() over (order by starts_at) as n
         from appointment order by starts_at, created_at) r) as visits,
       (select json_agg(r) from (select n.kind, n.status::text, n.reason, n.appointment_version, n.attempts,
           split_part(n.dedupe_key, ':', 1) as about, split_part(n.dedupe_key, ':', 3) as version, n.sent_at is not null as sent,
           dense_rank() over (order by n.client_id) as client
         from notification n order by n.client_id, n.kind, n.appointment_version, n.status, n.due_at) r) as ledger,
       (select json_agg(r) from (select status::text, round, answered_at is not null as answered from waitlist_offer order by offered_at, round) r) as offers,
       (select json_agg(r) from (select status::text from opening order by created_at) r) as openings,
       (select json_agg(r) from (select status::text, declines from waitlist_entry order by joined_at) r) as line,
       (select json_agg(r) from (select name, count(*)::int as n, count(relayed_at)::int as relayed, count(distinct id)::int as ids
         from outbox group by name order by name) r) as outbox,
       (select count(*)::int from dead_letter) as failed`,
  );
  return row;
}

test("INFRA-10 NOTIF-01 NOTIF-03 a visit's confirmation, notice of a move and reminders are the same rows and mails whoever runs the functions", async () => {
  const told = [];
  for (const runBy of both) {
    const story = await tellStory({}, runBy);
    const email = "ana@example.com";
    const startsAt = await story.at(5, "11:00");
    const wall = (days: number, time: string) =>
      resolveWallTime(addDays(localDate(startsAt, newYork), days), time, newYork);
    const { appointmentId } = await story.book(startsAt, { email });
    await story.settle();
    const movedTo = wall(1, "14:00");
    await story.settleAt(plus(wall(-2, "11:00"), minuteMs)); // one reminder of the time that it had
    succeeded(
      await rescheduleByLink(story.studio.as({ link: "appointment", id: appointmentId }), {
        startsAt: movedTo,
        practitionerId: null,
      }),
    );
    await story.settle();
    for (const at of [wall(-1, "14:00"), wall(0, "14:00"), plus(movedTo, -2 * 60 * minuteMs)])
      await story.settleAt(plus(at, minuteMs));
    await story.settleAt(plus(movedTo, minuteMs));
    const mails = story.sentTo(email).map(({ template }) => template);
    told.push({ rows: await rowsOf(story.query), mails });
  }
  expect(told[1]).toEqual(told[0]);
  expect(told[0]?.mails).toContain("appointment-reminder");
});

test("INFRA-10 WAIT-05 WAIT-08 an offer that is declined, one that lapses and one that is accepted are the same rows whoever runs the functions", async () => {
  const told = [];
  for (const runBy of both) {
    const freed = await withFreedHour(
      ["ben@example.com", "cy@example.com", "di@example.com"],
      "10:00",
      7,
      runBy,
    );
    await freed.cancel();
    await freed.settle();
    succeeded(await freed.answer("ben@example.com", "decline"));
    await freed.settle();
    const [offer] = freed.offersTo("cy@example.com");
    if (offer?.template !== "waitlist-offer") throw new Error("cy was not asked");
    await freed.settleAt(plus(offer.answerBy, 2_000));
    succeeded(await freed.answer("di@example.com", "accept"));
    await freed.settle();
    expect(await freed.visitsAt()).toBe(1);
    const mails = ["first", "ben", "cy", "di"].map((who) =>
      freed.sentTo(`${who}@example.com`).map(({ template }) => template),
    );
    told.push({ rows: await rowsOf(freed.query), mails });
  }
  expect(told[1]).toEqual(told[0]);
  expect(told[0]?.mails.at(-1)).toContain("appointment-confirmation");
});

test("INFRA-10 ec-H21 news of a move that reach the server twice leave the moved visit its reminders", async () => {
  const story = await tellStory({}, "an Inngest server");
  const email = "ana@example.com";
  const startsAt = await story.at(5, "11:00");
  const { appointmentId } = await story.book(startsAt, { email });
  await story.settle();
  const movedTo = plus(startsAt, 3 * 60 * minuteMs);
  const move = { startsAt: movedTo, practitionerId: null };
  const visitor = story.studio.as({ link: "appointment", id: appointmentId });
  succeeded(await rescheduleByLink(visitor, move));
  await story.settle();
  // As after a relay that died between delivering and marking.
  await story.query("update outbox set relayed_at = null");
  await story.database.advanceClock(minuteMs);
  await story.settle();
  for (const hours of [48, 24, 2]) await story.settleAt(plus(movedTo, minuteMs - hours * 60 * minuteMs));
  const told = story.sentTo(email).map(({ template }) => template);
  expect(told.filter((template) => template === "appointment-reminder").length).toBeGreaterThan(0);
});
