import { asId, type OpeningId, type WaitlistEntryId } from "@quietroom/domain/ids";
import type { OfferQuietRule } from "@quietroom/domain/scheduling";
import { addDays, hourMs, instant, localDate, plus, resolveWallTime } from "@quietroom/domain/time";
import { cancelAsStaff, holdSlot } from "@quietroom/services/scheduling";
import { offerByHand, openingLine, replayFill, skipEntry } from "@quietroom/services/waitlist";
import { holdInput, succeeded } from "@quietroom/testing";
import { expect, test } from "vitest";
import { withFreedHour } from "../../test/freed-hour.ts";

const newYork = "America/New_York";

/** An hour that its studio gives up at 21:30 some evenings before, where it and those in line are. */
async function freedAtNight(
  rule: OfferQuietRule,
  waiting: readonly string[],
  { nightsBefore = 6, daysAhead = 7 } = {},
) {
  const freed = await withFreedHour(waiting, "10:00", daysAhead);
  await freed.query("update tenant set offer_quiet_rule = $1::offer_quiet_rule, undo_cancel_min = 0", [rule]);
  const evening = addDays(localDate(freed.startsAt, newYork), -nightsBefore);
  const onTheWall = (days: number, time: string) => resolveWallTime(addDays(evening, days), time, newYork);
  await freed.settleAt(onTheWall(0, "21:30"));
  const { appointmentId } = freed;
  const [row] = await freed.query("select version from appointment where id = $1", [appointmentId]);
  const asked = { appointmentId, version: Number(row?.["version"]), reason: "" };
  succeeded(await cancelAsStaff(freed.studio.as("admin"), asked));
  await freed.settle();
  return { ...freed, onTheWall };
}

async function replayed(freed: Awaited<ReturnType<typeof freedAtNight>>) {
  const openingId = asId<OpeningId>((await freed.board()).opening.id);
  return (await replayFill(freed.studio.as("admin"), { openingId })).rounds;
}

test("ec-I6 WAIT-05 where the clock pauses, an hour freed at night is offered at once and kept until an hour into the morning", async () => {
  const freed = await freedAtNight("pause", ["ben@example.com", "cy@example.com"]);
  const answerBy = freed.onTheWall(1, "10:00");
  expect(freed.offersTo("ben@example.com")).toMatchObject([{ answerBy }]);
  expect((await freed.board()).opening.offers).toMatchObject([{ expiresAt: answerBy, clockRested: true }]);
  await freed.settleAt(freed.onTheWall(1, "09:30"));
  expect(freed.offersTo("cy@example.com")).toEqual([]);
  expect(await freed.isFree()).toBe(false);
  await freed.settleAt(plus(answerBy, 2_000));
  const [next] = freed.offersTo("cy@example.com");
  if (next?.template !== "waitlist-offer") throw new Error("nobody was asked");
  expect(next.answerBy - answerBy).toBeGreaterThanOrEqual(hourMs);
  expect((await freed.board()).opening.offers[1]).toMatchObject({ clockRested: false });
  succeeded(await freed.answer("cy@example.com", "accept"));
  expect(await freed.visitsAt()).toBe(1);
  expect((await replayed(freed)).map(({ comesTo }) => comesTo)).toEqual(["same", "same"]);
});

test("ec-I6 the quiet hours are those of whoever is asked: where it is day, the hour to answer does not rest", async () => {
  const freed = await withFreedHour(["ben@example.com"]);
  await freed.query("update tenant set offer_quiet_rule = 'pause'");
  await freed.query("update waitlist_entry set client_time_zone = 'Asia/Tokyo'"); // 21:30 in New York is their morning
  const evening = addDays(localDate(freed.startsAt, newYork), -6);
  await freed.settleAt(resolveWallTime(evening, "21:30", newYork));
  await freed.cancel();
  await freed.settle();
  expect((await freed.board()).opening.offers).toMatchObject([{ clockRested: false }]);
});

test("ec-I6 WAIT-05 where the studio waits, nobody is asked at night and the hour is public; in the morning the first in line is asked", async () => {
  const freed = await freedAtNight("wait", ["ben@example.com", "cy@example.com"]);
  const morning = freed.onTheWall(1, "09:00");
  const { opening } = await freed.board();
  expect(opening).toMatchObject({ status: "offering", offers: [], quietUntil: morning });
  expect(opening.lastRound.map(({ clientName, reason }) => `${clientName} ${reason}`)).toEqual([
    "ben Okafor in_quiet_hours",
    "cy Okafor in_quiet_hours",
  ]);
  expect(await replayed(freed)).toEqual([{ round: null, comesTo: "same", was: null, wouldBe: null }]);
  expect(await freed.isFree()).toBe(true);
  const waits = await freed.query(
    "select id from audit_event where resource = 'opening' and resource_id = $1 and detail ? 'quietUntil'",
    [opening.id],
  );
  expect(waits).toHaveLength(1); // decided once, told once
  await freed.settleAt(plus(instant(morning), -60_000));
  expect(freed.offersTo("ben@example.com")).toEqual([]);

  await freed.settleAt(plus(instant(morning), 2_000));
  expect(freed.offersTo("ben@example.com")).toHaveLength(1);
  expect(freed.offersTo("cy@example.com")).toEqual([]);
  expect(await freed.isFree()).toBe(false);
  const asked = (await freed.board()).opening;
  expect(asked).toMatchObject({ quietUntil: null, lastRound: [], offers: [{ clockRested: false }] });
  expect(await replayed(freed)).toEqual([
    { round: 1, comesTo: "same", was: "ben Okafor", wouldBe: "ben Okafor" },
  ]);
});

test("ec-I6 ec-I14 where the studio waits and the morning is too late, the hour is everybody's at once, and the loop ends", async () => {
  const freed = await freedAtNight("wait", ["ben@example.com"], { nightsBefore: 1, daysAhead: 2 });
  expect((await freed.board()).opening).toMatchObject({
    status: "exhausted",
    offers: [],
    quietUntil: null,
    lastRound: [{ reason: "in_quiet_hours" }],
  });
  expect(await replayed(freed)).toMatchObject([{ round: null, comesTo: "same" }]);
  await freed.settleAt(freed.onTheWall(1, "09:01"));
  expect(freed.offersTo("ben@example.com")).toEqual([]);
});

test("ec-I6 WAIT-11 while nobody is asked, staff offer it by hand: the message leaves at once, and the clock rests until morning", async () => {
  const freed = await freedAtNight("wait", ["ben@example.com", "cy@example.com"]);
  const { opening, entries } = await freed.board();
  const openingId = asId<OpeningId>(opening.id);
  const cy = asId<WaitlistEntryId>(entries.find(({ clientName }) => clientName.startsWith("cy"))?.id ?? "");
  const desk = freed.studio.as("receptionist");
  const answerBy = freed.onTheWall(1, "10:00");
  const { people } = await openingLine(desk, { openingId });
  expect(people.map(({ standing, reason }) => `${standing} ${reason}`)).toEqual([
    "next in_quiet_hours",
    "next in_quiet_hours",
  ]);
  expect(people.map((person) => person.answerBy)).toEqual([answerBy, answerBy]);
  succeeded(await offerByHand(desk, { openingId, entryId: cy, takesBack: null, reason: "She rang us" }));
  await freed.settle();
  expect(freed.offersTo("cy@example.com")).toMatchObject([{ answerBy }]);
  expect((await freed.board()).opening).toMatchObject({ quietUntil: null, offers: [{ clockRested: true }] });
  succeeded(await freed.answer("cy@example.com", "accept"));
  expect(await freed.visitsAt()).toBe(1);
});

test("ec-I6 WAIT-11 whom staff skip at night is not asked in the morning", async () => {
  const freed = await freedAtNight("wait", ["ben@example.com", "cy@example.com"]);
  const { opening, entries } = await freed.board();
  const ben = asId<WaitlistEntryId>(entries.find(({ clientName }) => clientName.startsWith("ben"))?.id ?? "");
  const asked = { openingId: asId<OpeningId>(opening.id), entryId: ben, reason: "On holiday" };
  const desk = freed.studio.as("receptionist");
  succeeded(await skipEntry(desk, asked));
  const { people } = await openingLine(desk, { openingId: asked.openingId });
  expect(people.map(({ clientName, standing }) => `${clientName} ${standing}`)).toEqual([
    "cy Okafor next",
    "ben Okafor passed_over",
  ]);
  await freed.settleAt(plus(freed.onTheWall(1, "09:00"), 2_000));
  expect(freed.offersTo("ben@example.com")).toEqual([]);
  expect(freed.offersTo("cy@example.com")).toHaveLength(1);
});

test("ec-I6 ec-H2 whoever holds the hour on the public page in the morning is waited for: left unbooked, it goes to the first in line", async () => {
  const freed = await freedAtNight("wait", ["ben@example.com"]);
  await freed.settleAt(freed.onTheWall(1, "08:55"));
  const { startsAt } = freed;
  const held = succeeded(
    await holdSlot(freed.studio.as("public"), holdInput(freed.studio, { startsAt: instant(startsAt) })),
  );
  await freed.settleAt(plus(freed.onTheWall(1, "09:00"), 2_000));
  expect(freed.offersTo("ben@example.com")).toEqual([]);
  expect((await freed.board()).opening.status).toBe("offering");
  await freed.settleAt(plus(instant(held.expiresAt), 2_000));
  expect(freed.offersTo("ben@example.com")).toHaveLength(1);
  succeeded(await freed.answer("ben@example.com", "accept"));
  expect(await freed.visitsAt()).toBe(1);
});

test("ec-I6 ec-I11 an hour that somebody books on the public page before morning is withdrawn from the line", async () => {
  const freed = await freedAtNight("wait", ["ben@example.com"]);
  await freed.settleAt(freed.onTheWall(1, "08:55"));
  const { startsAt } = freed;
  expect((await freed.board()).opening).toMatchObject({ status: "offering", bookedMeanwhile: false });
  await freed.book(instant(startsAt), { email: "dee@example.com" });
  // The board does not say until morning that it is on the public page.
  expect((await freed.board()).opening).toMatchObject({ status: "offering", bookedMeanwhile: true });
  await freed.settleAt(plus(freed.onTheWall(1, "09:00"), 2_000));
  expect(freed.offersTo("ben@example.com")).toEqual([]);
  expect((await freed.board()).opening).toMatchObject({ status: "withdrawn", bookedMeanwhile: false });
});
