import { asId, type OpeningId, type WaitlistEntryId, type WaitlistOfferId } from "@quietroom/domain/ids";
import { hourMs, plus } from "@quietroom/domain/time";
import { cancelByLink } from "@quietroom/services/scheduling";
import { moveEntry, offerByHand, skipEntry, viewOffer, withdrawEntry } from "@quietroom/services/waitlist";
import { sealedWord, succeeded } from "@quietroom/testing";
import { expect, test } from "vitest";
import { withFreedHour } from "../../test/freed-hour.ts";
import { linkedId } from "../../test/story.ts";

/** Stands in every reason given here, and may be read nowhere but on the row it was given for. */
const because = "CANARY she rang us";

type Freed = Awaited<ReturnType<typeof withFreedHour>>;

/** What a receptionist sees and can point at: the opening, its open offer, and those in line by first name. */
async function desk(freed: Freed) {
  const { opening, entries } = await freed.board();
  const open = opening.offers.find(({ status }) => status === "open");
  return {
    staff: freed.studio.as("receptionist"),
    openingId: asId<OpeningId>(opening.id),
    takesBack: open === undefined ? null : asId<WaitlistOfferId>(open.id),
    entryOf(name: string): WaitlistEntryId {
      const entry = entries.find(({ clientName }) => clientName === `${name} Okafor`);
      if (entry === undefined) throw new Error(`${name} is not on the board`);
      return asId<WaitlistEntryId>(entry.id);
    },
  };
}

async function offerTo(freed: Freed, name: string) {
  const { staff, openingId, takesBack, entryOf } = await desk(freed);
  return await offerByHand(staff, { openingId, entryId: entryOf(name), takesBack, reason: because });
}

async function skip(freed: Freed, name: string) {
  const { staff, openingId, entryOf } = await desk(freed);
  return await skipEntry(staff, { openingId, entryId: entryOf(name), reason: because });
}

async function offersOf(freed: Freed): Promise<readonly string[]> {
  const { opening } = await freed.board();
  return opening.offers.map(({ clientName, status }) => `${clientName.split(" ")[0]} ${status}`);
}

/** The reason in words is on its own row, and in nothing that leaves the database or outlives it. */
async function expectReasonsKeptPrivate(freed: Freed): Promise<void> {
  for (const table of [
    "audit_event",
    "outbox",
    "notification",
    "jobs.event",
    "jobs.run",
    "jobs.memo",
    "jobs.job",
  ]) {
    const [row] = await freed.query(
      `select count(*)::int as rows, count(*) filter (where t::text like '%CANARY%')::int as telling from ${table} t`,
    );
    expect({ table, telling: row?.["telling"] }).toEqual({ table, telling: 0 });
  }
  expect(JSON.stringify(freed.sender.sent)).not.toContain("CANARY");
}

test("WAIT-11 WAIT-05 an offer by hand takes back the open one and asks the chosen person like any other", async () => {
  const freed = await withFreedHour(["ben@example.com", "cy@example.com", "di@example.com"]);
  await freed.cancel();
  await freed.settle();
  const bensLink = freed.offersTo("ben@example.com")[0];
  if (bensLink?.template !== "waitlist-offer") throw new Error("no offer");

  const offeredAt = await freed.now();
  expect(await offerTo(freed, "di")).toEqual({ ok: true, value: {} });
  expect(await freed.isFree()).toBe(false);
  await freed.settle();
  const [offer] = freed.offersTo("di@example.com");
  if (offer?.template !== "waitlist-offer") throw new Error("no offer");
  expect(offer.answerBy - offeredAt).toBeGreaterThanOrEqual(hourMs);
  expect(freed.offersTo("cy@example.com")).toEqual([]);

  // Ben is told, by mail and by the link he has, and keeps his place.
  expect(freed.sentTo("ben@example.com").at(-1)).toMatchObject({
    template: "waitlist-offer-closed",
    reason: "gone",
  });
  expect(await freed.answer("ben@example.com", "accept")).toEqual({
    ok: false,
    refusal: { code: "withdrawn" },
  });
  const link = freed.studio.as({ link: "offer", id: linkedId(freed.studio, bensLink.acceptUrl) });
  expect(succeeded(await viewOffer(link, {}))).toMatchObject({ status: "withdrawn", place: "kept" });

  const { opening, entries } = await freed.board();
  expect(entries[0]).toMatchObject({ clientName: "ben Okafor", status: "waiting", declines: 0, position: 1 });
  expect(opening.offers.map(({ clientName, chosenReason }) => [clientName, chosenReason])).toEqual([
    ["ben Okafor", null],
    ["di Okafor", because],
  ]);
  expect(
    opening.offers[1]?.considered.map(
      ({ clientName, outcome, reason }) => `${clientName} ${outcome} ${reason}`,
    ),
  ).toEqual([
    "di Okafor offered chosen_by_staff",
    "cy Okafor next null",
    "ben Okafor skipped already_offered_this_opening",
  ]);

  succeeded(await freed.answer("di@example.com", "accept"));
  await freed.settle();
  expect(await freed.visitsAt()).toBe(1);
  expect((await freed.board()).opening.status).toBe("filled");
  await expectReasonsKeptPrivate(freed);
});

test("WAIT-11 WAIT-05 an offer by hand lapses after its hour, and the list goes on", async () => {
  const freed = await withFreedHour(["ben@example.com", "cy@example.com"]);
  await freed.cancel();
  await freed.settle();
  succeeded(await offerTo(freed, "cy"));
  await freed.settle();
  const [offer] = freed.offersTo("cy@example.com");
  if (offer?.template !== "waitlist-offer") throw new Error("no offer");
  await freed.settleAt(plus(offer.answerBy, 2_000));
  expect(await offersOf(freed)).toEqual(["ben withdrawn", "cy lapsed"]); // nobody is asked twice by the list
  expect((await freed.board()).opening.status).toBe("exhausted");
  expect(await freed.isFree()).toBe(true);
});

test("WAIT-11 WAIT-06 an hour for which nobody was left is held again for whom staff choose, and asked about", async () => {
  const freed = await withFreedHour(["ben@example.com"]);
  await freed.cancel();
  await freed.settle();
  await freed.answer("ben@example.com", "decline");
  await freed.settle();
  expect(await freed.isFree()).toBe(true);

  succeeded(await offerTo(freed, "ben")); // he rang: he can come after all
  expect(await freed.isFree()).toBe(false);
  await freed.settle();
  expect(freed.offersTo("ben@example.com")).toHaveLength(2);
  expect((await freed.board()).opening).toMatchObject({ status: "offering", lastRound: [] });
  succeeded(await freed.answer("ben@example.com", "accept"));
  await freed.settle();
  expect(await freed.visitsAt()).toBe(1);
  expect(await offersOf(freed)).toEqual(["ben declined", "ben accepted"]);
  const runs = await freed.query("select status from jobs.run where function_id like '%fill-opening'");
  expect(runs).toEqual([{ status: "completed" }, { status: "completed" }]);
});

test("WAIT-11 WAIT-08 skipping who is asked withdraws the offer, asks the next at once, and counts no decline", async () => {
  const freed = await withFreedHour(["ben@example.com", "cy@example.com"]);
  await freed.cancel();
  await freed.settle();
  expect(await skip(freed, "ben")).toEqual({ ok: true, value: {} });
  expect(await freed.isFree()).toBe(false); // between two offers the hour stays off the public page
  await freed.settle();
  expect(freed.offersTo("cy@example.com")).toHaveLength(1);
  expect(freed.sentTo("ben@example.com").at(-1)).toMatchObject({
    template: "waitlist-offer-closed",
    reason: "gone",
  });
  expect(await freed.answer("ben@example.com", "decline")).toEqual({
    ok: false,
    refusal: { code: "withdrawn" },
  });
  const { opening, entries } = await freed.board();
  expect(entries[0]).toMatchObject({ clientName: "ben Okafor", status: "waiting", declines: 0, position: 1 });
  expect(opening.skips).toMatchObject([{ clientName: "ben Okafor", reason: because }]);
  expect(opening.offers[1]?.considered).toMatchObject([
    { clientName: "cy Okafor", outcome: "offered" },
    { clientName: "ben Okafor", outcome: "skipped", reason: "skipped_by_staff" },
  ]);
  await expectReasonsKeptPrivate(freed);
});

test("WAIT-11 who is skipped before being asked is passed over for this hour, and asked about another", async () => {
  const freed = await withFreedHour(["ben@example.com", "cy@example.com", "di@example.com"]);
  const other = await freed.book(plus(freed.startsAt, 3 * hourMs), { email: "second@example.com" });
  await freed.cancel();
  await freed.settle();
  succeeded(await skip(freed, "cy"));
  await freed.settle();
  expect(await offersOf(freed)).toEqual(["ben open"]); // Ben's offer is untouched
  await freed.answer("ben@example.com", "decline");
  await freed.settle();
  expect(await offersOf(freed)).toEqual(["ben declined", "di open"]);
  expect(await skip(freed, "ben")).toEqual({ ok: false, refusal: { code: "not_in_line" } });
  await freed.query("update waitlist_entry set date_until = date_from where client_id = $1", [
    await freed.clientCalled("ben@example.com"),
  ]);
  const link = freed.studio.as({ link: "appointment", id: other.appointmentId });
  succeeded(await cancelByLink(link, { reason: "" }));
  await freed.settle();
  expect(freed.offersTo("cy@example.com")).toHaveLength(1);
});

test("WAIT-11 WAIT-02 who is moved to a higher tier is asked first", async () => {
  const freed = await withFreedHour(["ben@example.com", "cy@example.com"]);
  const receptionist = freed.studio.as("receptionist");
  const [cy] = await freed.query("select id from waitlist_entry where client_id = $1", [
    await freed.clientCalled("cy@example.com"),
  ]);
  const entryId = asId<WaitlistEntryId>(String(cy?.["id"]));
  succeeded(await moveEntry(receptionist, { entryId, priority: "urgent", referred: null, reason: because }));
  await freed.cancel();
  await freed.settle();
  expect(await offersOf(freed)).toEqual(["cy open"]);
  // Moved to the end of the line while asked: the offer stays, and the place is what it says.
  succeeded(await moveEntry(receptionist, { entryId, priority: "low", referred: null, reason: because }));
  const { entries } = await freed.board();
  expect(
    entries.map(({ clientName, position, priority, priorityReason, status }) => ({
      clientName,
      position,
      priority,
      priorityReason,
      status,
    })),
  ).toEqual([
    { clientName: "ben Okafor", position: 1, priority: "standard", priorityReason: null, status: "waiting" },
    { clientName: "cy Okafor", position: 2, priority: "low", priorityReason: because, status: "offered" },
  ]);
  succeeded(await freed.answer("cy@example.com", "accept"));
  expect(
    await moveEntry(receptionist, { entryId, priority: "high", referred: null, reason: because }),
  ).toEqual({
    ok: false,
    refusal: { code: "not_waiting" },
  });
  const [audit] = await freed.query(
    "select detail from audit_event where verb = 'waitlist.move_entry' and outcome = 'done' order by at limit 1",
  );
  expect(audit).toEqual({ detail: { from: "standard", to: "urgent" } });
  await freed.settle();
  await expectReasonsKeptPrivate(freed);
});

test("WAIT-11 removing who is asked takes the offer back, and the next is asked at once", async () => {
  const freed = await withFreedHour(["ben@example.com", "cy@example.com"]);
  await freed.cancel();
  await freed.settle();
  const [offer] = freed.offersTo("ben@example.com");
  if (offer?.template !== "waitlist-offer") throw new Error("no offer");
  const { staff, entryOf } = await desk(freed);
  const entryId = entryOf("ben");
  expect(await withdrawEntry(staff, { entryId, reason: because })).toEqual({ ok: true, value: {} });
  await freed.settle();
  expect(await offersOf(freed)).toEqual(["ben withdrawn", "cy open"]);
  expect(await freed.answer("ben@example.com", "accept")).toEqual({
    ok: false,
    refusal: { code: "withdrawn" },
  });
  const link = freed.studio.as({ link: "offer", id: linkedId(freed.studio, offer.acceptUrl) });
  expect(succeeded(await viewOffer(link, {}))).toMatchObject({ status: "withdrawn", place: "left" });
  // Nobody writes "you keep your place" to somebody who does not.
  expect(freed.sentTo("ben@example.com").at(-1)?.template).toBe("waitlist-offer");
  const [row] = await freed.query("select status::text, declines from waitlist_entry where id = $1", [
    entryId,
  ]);
  expect(row).toEqual({ status: "withdrawn", declines: 0 });
  const why = { table: "waitlist_entry", column: "withdraw_reason", rowId: entryId };
  expect(await sealedWord(staff.runtime, freed.studio.tenantId, why)).toBe(because);
  expect(await withdrawEntry(staff, { entryId, reason: because })).toEqual({
    ok: false,
    refusal: { code: "not_waiting" },
  });
  await expectReasonsKeptPrivate(freed);
});
