import { reminderAt } from "@quietroom/domain/scheduling";
import { minuteMs, plus } from "@quietroom/domain/time";
import {
  answerBookingRequest,
  answerCancellationRequest,
  askToCancelByLink,
  cancelByLink,
} from "@quietroom/services/scheduling";
import { succeeded } from "@quietroom/testing";
import { expect, test } from "vitest";
import { tellStory } from "../../test/story.ts";

const story = await tellStory({ service: { approval: "request" } });
const staff = story.studio.as("receptionist");

async function ask(day: number, email: string) {
  const startsAt = await story.at(day, "10:00");
  const { appointmentId } = await story.book(startsAt, { email });
  await story.settle();
  return { startsAt, appointmentId, link: story.studio.as({ link: "appointment", id: appointmentId }) };
}

const templatesTo = (email: string) => story.sentTo(email).map(({ template }) => template);

test("BOOK-06 NOTIF-02 a request is confirmed once it is approved and not before, and is reminded of from then on", async () => {
  const email = "approved@example.com";
  const { appointmentId, startsAt } = await ask(5, email);
  const reminded = reminderAt({ kind: "before", days: 2, elapsedMs: 0 }, startsAt, "America/New_York");
  expect(story.sentTo(email)).toMatchObject([{ template: "request-news", news: "request_received" }]);
  succeeded(await answerBookingRequest(staff, { appointmentId, version: 2, word: "", answer: "approve" }));
  await story.settle();
  expect(templatesTo(email)).toEqual(["request-news", "appointment-confirmation"]);
  await story.settleAt(plus(reminded, minuteMs));
  expect(templatesTo(email).slice(2)).toEqual(["appointment-reminder"]);
});

test("BOOK-06 a declined request is told of, without the studio's own word, and nothing else follows", async () => {
  const email = "declined@example.com";
  const { appointmentId, startsAt } = await ask(8, email);
  const word = "Neither knee nor shoulder that week";
  succeeded(await answerBookingRequest(staff, { appointmentId, version: 2, word, answer: "decline" }));
  await story.settle();
  expect(story.sentTo(email).at(-1)).toMatchObject({ template: "request-news", news: "request_declined" });
  expect(JSON.stringify(story.sentTo(email))).not.toContain("knee");
  await story.settleAt(plus(startsAt, minuteMs));
  expect(story.sentTo(email)).toHaveLength(2);
});

test("BOOK-06 a request that nobody answers runs out by itself, a minute after its time, and its client is told", async () => {
  const email = "nobody@example.com";
  const { appointmentId } = await ask(8, email);
  await story.settleAt(plus(await story.now(), 24 * 60 * minuteMs + 2 * minuteMs));
  expect(story.sentTo(email).at(-1)).toMatchObject({ template: "request-news", news: "request_expired" });
  const [row] = await story.query("select status, request_ended from appointment where id = $1", [
    appointmentId,
  ]);
  expect(row).toEqual({ status: "cancelled", request_ended: "expired" });
});

test("BOOK-06 a request that is taken back is told as the client's own wish", async () => {
  const email = "back@example.com";
  const { link } = await ask(8, email);
  succeeded(await cancelByLink(link, { reason: "" }));
  await story.settle();
  expect(story.sentTo(email).at(-1)).toMatchObject({
    template: "appointment-cancelled",
    cancelledBy: "client",
  });
});

test("SCHED-17 a late cancellation is told as the client's wish when it is confirmed, and told to stand when it is not", async () => {
  for (const [email, answer, told] of [
    ["yes@example.com", "confirm", { template: "appointment-cancelled", cancelledBy: "client" }],
    ["no@example.com", "turn_down", { template: "request-news", news: "cancellation_turned_down" }],
  ] as const) {
    const { appointmentId, link } = await ask(10, email);
    succeeded(await answerBookingRequest(staff, { appointmentId, version: 2, word: "", answer: "approve" }));
    await story.query(
      "update appointment set cancel_deadline = app.now() - interval '1 minute' where id = $1",
      [appointmentId],
    );
    succeeded(await askToCancelByLink(link, { reason: "My knee again" }));
    await story.settle();
    expect(templatesTo(email)).toEqual(["request-news", "appointment-confirmation"]);
    succeeded(await answerCancellationRequest(staff, { appointmentId, version: 4, word: "", answer }));
    await story.settle();
    expect(story.sentTo(email).at(-1)).toMatchObject(told);
    expect(JSON.stringify(story.sentTo(email))).not.toContain("knee");
  }
});
