import { randomUUID } from "node:crypto";
import { asId, type AppointmentId } from "@quietroom/domain/ids";
import { dayMs, instant, localTime, plus } from "@quietroom/domain/time";
import { bookSeries, cancelSeries, moveSeries, previewSeries } from "@quietroom/services/scheduling";
import { succeeded } from "@quietroom/testing";
import { expect, test } from "vitest";
import { tellStory } from "../../test/story.ts";

const story = await tellStory();
const rule = {
  frequency: "daily",
  every: 7,
  weekdays: [],
  monthlyBy: "date",
  missing: "skip",
  ends: { by: "count", count: 4 },
} as const;

/** Four visits a week apart, the first booked by its client; answers what the desk needs to change them. */
async function repeated(email: string, time: string) {
  const { appointmentId } = await story.book(await story.at(5, time), { email });
  const desk = story.studio.as("receptionist");
  const ruleIn = { ...rule, weekdays: [...rule.weekdays] };
  const { occurrences } = succeeded(await previewSeries(desk, { appointmentId, rule: ruleIn }));
  const input = {
    appointmentId,
    version: await versionOf(appointmentId),
    rule: ruleIn,
    choices: occurrences.slice(1).map(({ date, startsAt }) => ({ date, startsAt: instant(startsAt) })),
    idempotencyKey: randomUUID(),
  };
  const { seriesId } = succeeded(await bookSeries(desk, input));
  return { appointmentId, seriesId, input };
}

async function versionOf(id: string): Promise<number> {
  const [row] = await story.query("select version from appointment where id = $1", [id]);
  return Number(row?.["version"]);
}

async function visitsOf(seriesId: string) {
  const rows = await story.query(
    `select id, version, extract(epoch from starts_at) * 1000 as start from appointment where series_id = $1 order by starts_at`,
    [seriesId],
  );
  return rows.map(({ id, version, start }) => ({
    id: asId<AppointmentId>(String(id)),
    version: Number(version),
    start: instant(Number(start)),
  }));
}

async function ledger(email: string) {
  const rows = await story.query(
    `select n.kind, n.status::text, coalesce(n.reason, '') as reason, n.together_with is not null as together
     from notification n join appointment a on a.id = n.appointment_id
     where a.client_id = (select client_id from appointment where id = $1) order by n.kind, n.status`,
    [email],
  );
  return rows.map((row) => `${String(row["kind"])} ${String(row["status"])} ${String(row["reason"])}`.trim());
}

test("SCHED-15 a series that is booked is told of in one message that lists its dates, once; reminders stay with each", async () => {
  const email = "weekly@example.com";
  const { appointmentId, seriesId, input } = await repeated(email, "10:00");
  await story.settle();
  succeeded(await bookSeries(story.studio.as("receptionist"), input)); // the same form again
  await story.settle();
  const sent = story.sentTo(email);
  expect(sent.map(({ template }) => template).toSorted()).toEqual([
    "appointment-confirmation",
    "series-news",
  ]);
  const visits = await visitsOf(seriesId);
  expect(sent.find(({ template }) => template === "series-news")).toMatchObject({
    news: "confirmation",
    clientFirstName: "Ana",
    visits: visits.slice(1).map(({ id, version, start }) => ({
      appointmentId: id,
      version,
      start,
      previousStart: null,
      overlap: null,
      place: { kind: "in_person" },
      timeZone: "America/New_York",
    })),
  });
  const lines = await ledger(appointmentId);
  expect(lines.filter((line) => line.startsWith("confirmation"))).toEqual([
    "confirmation sent",
    "confirmation sent",
    "confirmation skipped told_together",
    "confirmation skipped told_together",
  ]);
  expect(lines.filter((line) => line === "reminder_1d planned")).toHaveLength(4);
});

test("SCHED-15 this and following are moved, and all are cancelled, each with one message; who moves one date is told of that one", async () => {
  const email = "moved-series@example.com";
  const { appointmentId, seriesId } = await repeated(email, "11:00");
  await story.settle();
  const desk = story.studio.as("receptionist");
  const [, second] = await visitsOf(seriesId);
  if (second === undefined) throw new Error("the series has a second date");
  const startsAt = plus(second.start, dayMs);
  const from = { appointmentId: second.id, version: second.version };
  succeeded(await moveSeries(desk, { ...from, startsAt, scope: "following", exceptionsToo: false }));
  await story.settle();
  const moved = story
    .sentTo(email)
    .filter(({ template }) => template === "series-news")
    .at(-1);
  expect(moved).toMatchObject({ news: "rescheduled" });
  if (moved?.template !== "series-news") throw new Error("one message tells of all that moved");
  expect(moved.visits).toHaveLength(3);
  expect(moved.visits[0]).toMatchObject({ start: startsAt, previousStart: second.start });
  expect(new Set(moved.visits.map(({ start }) => localTime(start, "America/New_York").time))).toEqual(
    new Set(["11:00"]),
  );

  const version = await versionOf(second.id);
  const end = { appointmentId: second.id, version, scope: "all", exceptionsToo: false, reason: "" } as const;
  succeeded(await cancelSeries(desk, end));
  await story.settle();
  expect(story.sentTo(email).at(-1)).toMatchObject({ template: "series-news", news: "cancelled" });
  expect(story.sentTo(email).filter(({ template }) => template === "appointment-cancelled")).toEqual([]);
  expect(story.sentTo(email).filter(({ template }) => template === "series-news")).toHaveLength(3);
  const lines = await ledger(appointmentId);
  // The first one stands: its reminders are the only ones left.
  expect(lines.filter((line) => line === "reminder_1d planned")).toHaveLength(1);
});

test("NOTIF-03 SCHED-15 what is no longer true when the message leaves is not in it", async () => {
  const email = "half@example.com";
  const { seriesId } = await repeated(email, "14:00");
  const [, second] = await visitsOf(seriesId);
  await story.query(
    "update appointment set status = 'cancelled', cancelled_at = app.now(), cancelled_by = 'staff' where id = $1",
    [second?.id],
  );
  await story.settle();
  const news = story.sentTo(email).find(({ template }) => template === "series-news");
  if (news?.template !== "series-news") throw new Error("the others are still told of");
  expect(news.visits).toHaveLength(2);
  expect(news.visits.map(({ appointmentId }) => appointmentId)).not.toContain(second?.id);
});
