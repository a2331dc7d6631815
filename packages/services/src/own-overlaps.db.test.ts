import type { MessageContent } from "@quietroom/domain/messaging";
import { asId, type AppointmentId } from "@quietroom/domain/ids";
import { hourMs, type Instant, interval, minuteMs, plus } from "@quietroom/domain/time";
import {
  bookInput,
  bookVisit,
  createStudio,
  holdTime,
  inspect,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { planMessage, sendMessage } from "./messages/index.ts";
import type { MessageSender, OutgoingMessage } from "./ports.ts";
import {
  appointmentPanel,
  bookHold,
  cancelByLink,
  rescheduleByLink,
  viewAppointment,
} from "./scheduling/index.ts";

const database = await testDatabase();
const query = await inspect(database);
const sent: OutgoingMessage[] = [];
let beforeAnswer: () => Promise<void> = async () => undefined;
const sender: MessageSender = {
  async send(message) {
    sent.push(message);
    await beforeAnswer();
    return { ok: true, value: { providerId: `p-${message.idempotencyKey}` } };
  },
};
const runtime = await testRuntime(database, { sender });

const ten = wallTime(6, "10:00");
const hourFrom = (start: Instant) => interval(start, plus(start, hourMs));

/** A studio where two people can be booked at the same hour. */
async function studioOfTwo() {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 3 });
  const [first, second] = studio.practitionerIds;
  if (first === undefined || second === undefined) throw new Error("two practitioners");
  return { studio, first, second };
}

/** What the client is told of the present version of a visit. */
async function told(
  studio: TestStudio,
  appointmentId: string,
  kind: "confirmation" | "rescheduled",
): Promise<MessageContent | undefined> {
  const [row] = await query("select version from appointment where id = $1", [appointmentId]);
  const about = { kind, appointmentId, version: Number(row?.["version"]) } as const;
  const { notificationId } = await planMessage(studio.as("system"), about);
  expect(await sendMessage(studio.as("system"), { notificationId })).toEqual({ kind: "sent" });
  return sent.at(-1)?.content;
}

test("SCHED-12 booked twice at one hour with two practitioners, the second confirmation names the first visit's time and nothing else of it", async () => {
  const { studio, first, second } = await studioOfTwo();
  const who = person("Twice");
  const one = await bookVisit(studio, { startsAt: ten, practitionerId: first, who });
  expect(await told(studio, one.id, "confirmation")).toMatchObject({ overlap: null });
  const half = plus(ten, 30 * minuteMs);
  const other = await bookVisit(studio, { startsAt: half, practitionerId: second, who });
  const content = await told(studio, other.id, "confirmation");
  expect(content).toMatchObject({ template: "appointment-confirmation", overlap: hourFrom(ten) });
  expect(sent.at(-1)?.to).toBe("twice@example.com");
  expect(JSON.stringify(content)).not.toContain("Practitioner 1");
  expect(JSON.stringify(content)).not.toContain(one.id);
});

test("SCHED-12 SCHED-13 a neighbour, a stranger at the same hour and a cancelled visit are not named", async () => {
  const { studio, first, second } = await studioOfTwo();
  const who = person("Alone");
  await bookVisit(studio, { startsAt: plus(ten, hourMs), practitionerId: first, who });
  const gone = await bookVisit(studio, { startsAt: ten, practitionerId: first, who });
  succeeded(await cancelByLink(gone.context, { reason: "" }));
  await bookVisit(studio, { startsAt: ten, practitionerId: first, who: person("Stranger") });
  const visit = await bookVisit(studio, { startsAt: ten, practitionerId: second, who });
  expect(await told(studio, visit.id, "confirmation")).toMatchObject({ overlap: null });
});

test("SCHED-12 another studio's visit of the same person at the same hour is nobody's business", async () => {
  const who = person("Elsewhere");
  await bookVisit((await studioOfTwo()).studio, { startsAt: ten, who });
  const { studio } = await studioOfTwo();
  const visit = await bookVisit(studio, { startsAt: ten, who });
  expect(await told(studio, visit.id, "confirmation")).toMatchObject({ overlap: null });
});

test("SCHED-12 moved onto another visit, the message about the move names it; the answer on the page does not", async () => {
  const { studio, first, second } = await studioOfTwo();
  const who = person("Mover");
  await bookVisit(studio, { startsAt: ten, practitionerId: first, who });
  const visit = await bookVisit(studio, { startsAt: plus(ten, 3 * hourMs), practitionerId: second, who });
  const answer = await rescheduleByLink(visit.context, { practitionerId: second, startsAt: ten });
  expect(answer).toEqual({ ok: true, value: { startsAt: ten } });
  expect(await told(studio, visit.id, "rescheduled")).toMatchObject({
    template: "appointment-rescheduled",
    overlap: hourFrom(ten),
  });
});

test("SCHED-12 NOTIF-03 a notice that is tried again says the same words, although the other visit was cancelled meanwhile", async () => {
  const { studio, first, second } = await studioOfTwo();
  const who = person("Retry");
  const one = await bookVisit(studio, { startsAt: ten, practitionerId: first, who });
  const visit = await bookVisit(studio, { startsAt: ten, practitionerId: second, who });
  beforeAnswer = () => Promise.reject(new Error("killed"));
  await expect(told(studio, visit.id, "confirmation")).rejects.toThrow("killed");
  beforeAnswer = async () => undefined;
  const before = sent.at(-1);
  succeeded(await cancelByLink(one.context, { reason: "" }));
  await database.advanceClock(60_001);
  expect(await told(studio, visit.id, "confirmation")).toMatchObject({ overlap: hourFrom(ten) });
  expect(sent.at(-1)).toEqual(before);
});

test("SCHED-12 BOOK-07 whoever types a known client's details gets, to the letter, what a stranger gets: on booking, on the visit's page and on moving it", async () => {
  const known = await studioOfTwo();
  const unknown = await studioOfTwo();
  await bookVisit(known.studio, { startsAt: ten, practitionerId: known.first, who: person("Known") });
  const answers = [];
  for (const { studio, second } of [known, unknown]) {
    const hold = await holdTime(studio, { startsAt: ten, practitionerId: second });
    const booked = await bookHold(hold.context, bookInput(person("Known")));
    const link = studio.as({ link: "appointment", id: hold.id });
    const page = await viewAppointment(link, {});
    const away = await rescheduleByLink(link, { practitionerId: second, startsAt: plus(ten, 2 * hourMs) });
    const back = await rescheduleByLink(link, { practitionerId: second, startsAt: ten });
    answers.push([booked, page, away, back, await viewAppointment(link, {})].map(withoutIdentity));
  }
  const [ofKnown, ofUnknown] = answers;
  expect(ofKnown?.map(({ ok }) => ok)).toEqual([true, true, true, true, true]);
  expect(ofKnown).toEqual(ofUnknown);
});

test("SCHED-12 staff see the client's other visits at this time, with whom and when", async () => {
  const { studio, first, second } = await studioOfTwo();
  const who = person("Seen");
  const one = await bookVisit(studio, { startsAt: ten, practitionerId: first, who });
  const half = plus(ten, 30 * minuteMs);
  const other = await bookVisit(studio, { startsAt: half, practitionerId: second, who });
  const desk = studio.as("receptionist");
  const overlapsOf = async (context: typeof desk, id: string) =>
    (await appointmentPanel(context, { appointmentId: asId<AppointmentId>(id) })).overlaps;
  expect(await overlapsOf(desk, one.id)).toEqual([
    { startsAt: half, endsAt: plus(half, hourMs), practitionerName: "Practitioner 2" },
  ]);
  expect(await overlapsOf(desk, other.id)).toEqual([
    { startsAt: ten, endsAt: plus(ten, hourMs), practitionerName: "Practitioner 1" },
  ]);
  // A therapist is told of the clash, not with which colleague it is (AUTH-53).
  expect(await overlapsOf(studio.as({ therapist: first }), one.id)).toEqual([
    { startsAt: half, endsAt: plus(half, hourMs), practitionerName: null },
  ]);
  succeeded(await cancelByLink(other.context, { reason: "" }));
  expect(await overlapsOf(desk, one.id)).toEqual([]);
  expect(await overlapsOf(desk, other.id)).toEqual([]);
});

/** An answer without what differs between any two visits: ids, tokens and the moment of asking. */
function withoutIdentity(answer: { readonly ok: boolean }): { readonly ok: boolean } {
  const moments = new Set(["now", "versionedAt"]);
  const plain: { readonly ok: boolean } = JSON.parse(JSON.stringify(answer), (key, value: unknown) => {
    if (moments.has(key)) return "a moment";
    const identity = typeof value === "string" && /^([0-9a-f]{8}-[0-9a-f-]{27}|[\w-]{60,})$/.test(value);
    return identity ? "an identity" : value;
  });
  return plain;
}
