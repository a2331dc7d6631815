import { asId, type OpeningId, type WaitlistEntryId, type WaitlistOfferId } from "@quietroom/domain/ids";
import { hourMs } from "@quietroom/domain/time";
import {
  answerOfferLink,
  bookVisit,
  cancelVisit,
  clientCalled,
  createStudio,
  holdTime,
  inspect,
  joinLine,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import {
  lapseOffer,
  moveEntry,
  offerByHand,
  offerOpening,
  openingLine,
  skipEntry,
  waitlistBoard,
  withdrawEntry,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const reason = "She rang us";
const startsAt = wallTime(4, "11:00");

/** A studio where an hour is freed and those waiting are in line for it; the first of them is asked, if anyone waits. */
async function withOffer(waiting: readonly string[]) {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt, who: person("First") });
  for (const name of waiting) await joinLine(studio, person(name));
  await cancelVisit(visit);
  const [row] = await query("select id from opening where tenant_id = $1", [studio.tenantId]);
  const openingId = asId<OpeningId>(String(row?.["id"]));
  const offer = await offerOpening(studio.as("system"), { openingId });
  return {
    studio,
    openingId,
    offerId: offer.kind === "offered" ? asId<WaitlistOfferId>(offer.offerId) : null,
    desk: studio.as("receptionist"),
    next: async () => await offerOpening(studio.as("system"), { openingId }),
    entryOf: async (name: string) => await entryOf(studio, name),
  };
}

async function entryOf({ tenantId }: TestStudio, name: string): Promise<WaitlistEntryId> {
  const [row] = await query("select id from waitlist_entry where tenant_id = $1 and client_id = $2", [
    tenantId,
    await clientCalled(runtime, tenantId, name),
  ]);
  return asId<WaitlistEntryId>(String(row?.["id"]));
}

/** Everything staff could have changed here, so that a refusal can be seen to have changed nothing. */
async function stateOf({ tenantId }: TestStudio) {
  return await query(
    `select (select json_agg(o order by o.round) from waitlist_offer o where o.tenant_id = $1) as offers,
       (select json_agg(e order by e.joined_at) from waitlist_entry e where e.tenant_id = $1) as entries,
       (select json_agg(p) from opening p where p.tenant_id = $1) as openings,
       (select json_agg(a order by a.id) from appointment a where a.tenant_id = $1) as appointments,
       (select json_agg(s) from waitlist_skip s where s.tenant_id = $1) as skips,
       (select max(seq) from outbox where tenant_id = $1) as told`,
    [tenantId],
  );
}

test("WAIT-11 an offer by hand takes back only the offer that staff saw, and a refusal changes nothing", async () => {
  const { studio, desk, openingId, offerId, entryOf } = await withOffer(["Bo", "Cy"]);
  const cy = await entryOf("Cy");
  const before = await stateOf(studio);
  expect(await offerByHand(desk, { openingId, entryId: cy, takesBack: null, reason })).toEqual({
    ok: false,
    refusal: { code: "offer_changed" },
  });
  expect(await stateOf(studio)).toEqual(before);
  const [visit] = await query(
    `insert into appointment (tenant_id, status, practitioner_id, location_id, service_id, client_id, mode, starts_at, ends_at,
       blocked_from, blocked_until, time_zone, booked_at, cancel_deadline)
     select tenant_id, 'scheduled', $2, location_id, service_id, (select client_id from waitlist_entry where id = $3), mode,
       starts_at, ends_at, blocked_from, blocked_until, time_zone, starts_at, starts_at
     from appointment where tenant_id = $1 and status = 'held' returning id`,
    [studio.tenantId, await anotherPractitioner(studio), cy],
  );
  const busy = await stateOf(studio);
  expect(await offerByHand(desk, { openingId, entryId: cy, takesBack: offerId, reason })).toEqual({
    ok: false,
    refusal: { code: "has_clashing_appointment" },
  });
  expect(await stateOf(studio)).toEqual(busy);
  await query("update appointment set status = 'cancelled', cancelled_at = app.now() where id = $1", [
    visit?.["id"],
  ]);
  succeeded(await offerByHand(desk, { openingId, entryId: cy, takesBack: offerId, reason }));
  // The same press twice, as from a phone without a signal: one offer.
  succeeded(await offerByHand(desk, { openingId, entryId: cy, takesBack: offerId, reason }));
  const [count] = await query(
    `select count(*)::int as offers, count(*) filter (where status = 'open')::int as open,
       (select count(*)::int from appointment where tenant_id = $1 and status = 'held') as held
     from waitlist_offer where tenant_id = $1`,
    [studio.tenantId],
  );
  expect(count).toEqual({ offers: 2, open: 1, held: 1 });
});

test("WAIT-11 the offer that is taken back stays as it was when the hour cannot be given to the chosen person", async () => {
  const { studio, desk, openingId, offerId, entryOf } = await withOffer(["Bo", "Cy"]);
  // Cy wishes an hour in person; somebody else is in the only room, which Bo's visit online does not need.
  await query("update service set needs_room = true where tenant_id = $1", [studio.tenantId]);
  await query(
    "update appointment set room_id = null, mode = 'telehealth' where tenant_id = $1 and status = 'held'",
    [studio.tenantId],
  );
  await query(
    `insert into appointment (tenant_id, status, practitioner_id, location_id, service_id, client_id, mode, starts_at, ends_at,
       blocked_from, blocked_until, time_zone, booked_at, cancel_deadline, room_id)
     select a.tenant_id, 'scheduled', $2, a.location_id, a.service_id, $3::uuid,
       'in_person', starts_at, ends_at, blocked_from, blocked_until, time_zone, starts_at, starts_at, r.id
     from appointment a join resource r on r.tenant_id = a.tenant_id where a.tenant_id = $1 and status = 'held'`,
    [
      studio.tenantId,
      await anotherPractitioner(studio),
      await clientCalled(runtime, studio.tenantId, "First"),
    ],
  );
  const before = await stateOf(studio);
  const ask = { openingId, entryId: await entryOf("Cy"), takesBack: offerId, reason };
  expect(await offerByHand(desk, ask)).toEqual({ ok: false, refusal: { code: "no_room" } });
  expect(await stateOf(studio)).toEqual(before);
});

test("WAIT-11 an hour that somebody took from the public page is not offered by hand", async () => {
  const { studio, desk, openingId, next, entryOf } = await withOffer([]);
  expect(await next()).toMatchObject({ kind: "closed", status: "exhausted" });
  await joinLine(studio, person("Bo"));
  const ask = { openingId, entryId: await entryOf("Bo"), takesBack: null, reason };
  await holdTime(studio, { startsAt });
  expect(await offerByHand(desk, ask)).toEqual({ ok: false, refusal: { code: "slot_taken" } });
  const [row] = await query("select status::text from opening where id = $1", [openingId]);
  expect(row).toEqual({ status: "exhausted" });
  await query("delete from appointment where tenant_id = $1 and status = 'held'", [studio.tenantId]);
  succeeded(await offerByHand(desk, ask));
  const events = await query("select name from outbox where tenant_id = $1 order by seq desc limit 2", [
    studio.tenantId,
  ]);
  expect(events.map(({ name }) => name)).toEqual(["waitlist/offered", "opening/reopened"]);
});

test("WAIT-10 AUD-01 whom staff mark as referred waits with 20 points more, until they say otherwise; the audit says which", async () => {
  const { studio, desk, openingId, entryOf } = await withOffer(["Bo", "Cy"]);
  const entryId = await entryOf("Cy");
  const ofCy = async () => ({
    referral: (await openingLine(desk, { openingId })).people.find((one) => one.entryId === entryId)
      ?.waitingPriority.referral,
    referred: (await waitlistBoard(desk, {})).entries.find(({ id }) => id === entryId)?.referred,
  });
  expect(await ofCy()).toEqual({ referral: 0, referred: false });
  succeeded(await moveEntry(desk, { entryId, priority: null, referred: true, reason }));
  // Who changes the tier alone leaves the mark of a colleague.
  succeeded(await moveEntry(desk, { entryId, priority: "high", referred: null, reason }));
  expect(await ofCy()).toEqual({ referral: 20, referred: true });
  succeeded(await moveEntry(desk, { entryId, priority: null, referred: false, reason }));
  expect(await ofCy()).toEqual({ referral: 0, referred: false });
  const told = await query(
    "select detail->'referred' as referred from audit_event where tenant_id = $1 and verb = 'waitlist.move_entry' order by id",
    [studio.tenantId],
  );
  expect(told).toEqual([{ referred: true }, { referred: null }, { referred: false }]);
});

test("WAIT-11 who is in line for an hour, as it stands: asked, next, passed over and why", async () => {
  const { studio, desk, openingId, offerId, entryOf } = await withOffer(["Bo", "Cy", "Di", "Ed"]);
  succeeded(await skipEntry(desk, { openingId, entryId: await entryOf("Cy"), reason }));
  succeeded(
    await moveEntry(desk, { entryId: await entryOf("Ed"), priority: "urgent", referred: false, reason }),
  );
  await query("update waitlist_entry set mode = 'telehealth', dayparts = '{evening}' where id = $1", [
    await entryOf("Di"),
  ]);
  const line = await openingLine(desk, { openingId });
  expect(line).toMatchObject({ status: "offering", openOfferId: offerId, canBeAnswered: true });
  expect(line.people.map(({ answerBy }) => typeof answerBy)).toEqual(line.people.map(() => "number"));
  expect(
    line.people.map(({ clientName, standing, reason: why, binding }) => [clientName, standing, why, binding]),
  ).toEqual([
    ["Bo Okafor", "asked", null, "has_open_offer"],
    ["Ed Okafor", "next", null, null],
    ["Cy Okafor", "passed_over", "skipped_by_staff", null],
    ["Di Okafor", "passed_over", "daypart_mismatch", null],
  ]);
  const [audit] = await query(
    "select detail from audit_event where tenant_id = $1 and verb = 'waitlist.opening_line'",
    [studio.tenantId],
  );
  expect(audit).toMatchObject({ detail: { openingId, clientIds: expect.any(Array) } });
});

test("WAIT-11 an offer that ran out is skipped as what it was, and one that is filled is not skipped", async () => {
  const { studio, desk, openingId, offerId, next, entryOf } = await withOffer(["Bo", "Cy"]);
  await database.advanceClock(hourMs + 1);
  succeeded(await skipEntry(desk, { openingId, entryId: await entryOf("Bo"), reason }));
  const ending = await lapseOffer(studio.as("system"), { offerId: String(offerId), cause: "deadline" });
  expect(ending.status).toBe("lapsed");
  const onward = await next();
  if (onward.kind !== "offered") throw new Error("nobody was asked");
  succeeded(await answerOfferLink(studio, onward.offerId, "accept"));
  const gone = { ok: false, refusal: { code: "filled" } };
  expect(await skipEntry(desk, { openingId, entryId: await entryOf("Cy"), reason })).toEqual(gone);
  const ask = { openingId, entryId: await entryOf("Bo"), takesBack: null, reason };
  expect(await offerByHand(desk, ask)).toEqual(gone);
});

const times = [1, 2, 3, 4, 5, 6];

test("WAIT-11 ec-I4 the client accepts while staff skip: one of them wins, and the other is told", async () => {
  for (const _ of times) {
    const { studio, desk, openingId, offerId, entryOf } = await withOffer(["Bo", "Cy"]);
    const bo = await entryOf("Bo");
    const [accepted, skipped] = await Promise.all([
      answerOfferLink(studio, String(offerId), "accept"),
      skipEntry(desk, { openingId, entryId: bo, reason }),
    ]);
    expect([accepted.ok, skipped.ok].filter(Boolean)).toHaveLength(1);
    if (!accepted.ok) expect(accepted.refusal).toEqual({ code: "withdrawn" });
    if (!skipped.ok) expect(skipped.refusal).toEqual({ code: "filled" });
    await expectOneOutcome(studio, accepted.ok ? "booked" : "waiting");
  }
});

test("WAIT-11 ec-I4 the client accepts while staff offer the hour to somebody else: one of them wins", async () => {
  for (const _ of times) {
    const { studio, desk, openingId, offerId, entryOf } = await withOffer(["Bo", "Cy"]);
    const ask = { openingId, entryId: await entryOf("Cy"), takesBack: offerId, reason };
    const [accepted, offered] = await Promise.all([
      answerOfferLink(studio, String(offerId), "accept"),
      offerByHand(desk, ask),
    ]);
    expect([accepted.ok, offered.ok].filter(Boolean)).toHaveLength(1);
    if (!accepted.ok) expect(accepted.refusal).toEqual({ code: "withdrawn" });
    if (!offered.ok) expect(offered.refusal).toEqual({ code: "filled" });
    await expectOneOutcome(studio, accepted.ok ? "booked" : "waiting");
  }
});

test("WAIT-11 ec-I4 the client accepts while staff take them off the list: one of them wins", async () => {
  for (const _ of times) {
    const { studio, desk, offerId, entryOf } = await withOffer(["Bo", "Cy"]);
    const bo = await entryOf("Bo");
    const [accepted, removed] = await Promise.all([
      answerOfferLink(studio, String(offerId), "accept"),
      withdrawEntry(desk, { entryId: bo, reason }),
    ]);
    expect([accepted.ok, removed.ok].filter(Boolean)).toHaveLength(1);
    if (!accepted.ok) expect(accepted.refusal).toEqual({ code: "withdrawn" });
    if (!removed.ok) expect(removed.refusal).toEqual({ code: "not_waiting" });
    await expectOneOutcome(studio, accepted.ok ? "booked" : "withdrawn");
  }
});

test("WAIT-05 two members of staff offer one hour to two people at once: one offer is out", async () => {
  const { studio, desk, openingId, offerId, entryOf } = await withOffer(["Bo", "Cy", "Di"]);
  const people = [await entryOf("Cy"), await entryOf("Di")];
  const answers = await Promise.all(
    people.map((entryId) => offerByHand(desk, { openingId, entryId, takesBack: offerId, reason })),
  );
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(answers).toContainEqual({ ok: false, refusal: { code: "offer_changed" } });
  await expectOneOutcome(studio, "waiting");
});

type Ids = { readonly openingId: OpeningId; readonly entryId: WaitlistEntryId };

test("TEN-07 AUTH-55 WAIT-11 nobody but the studio's desk decides by hand, and another studio's records do not exist", async () => {
  const { studio, desk, openingId, offerId, entryOf } = await withOffer(["Bo"]);
  const stranger = await withOffer(["Zed"]);
  const before = await stateOf(studio);
  const decisions = [
    async (as: typeof desk, ids: Ids) => await offerByHand(as, { ...ids, takesBack: offerId, reason }),
    async (as: typeof desk, ids: Ids) => await skipEntry(as, { ...ids, reason }),
    async (as: typeof desk, ids: Ids) =>
      await moveEntry(as, { entryId: ids.entryId, priority: "urgent", referred: false, reason }),
    async (as: typeof desk, ids: Ids) => await withdrawEntry(as, { entryId: ids.entryId, reason }),
  ];
  const ours = { openingId, entryId: await entryOf("Bo") };
  const zed = { openingId, entryId: await stranger.entryOf("Zed") };
  const therapist = studio.as({ therapist: studio.practitionerId });
  for (const decide of decisions) {
    await expect(decide(therapist, ours)).rejects.toThrow("forbidden");
    await expect(decide(stranger.desk, ours)).rejects.toThrow("not_found");
    await expect(decide(desk, zed)).rejects.toThrow("not_found");
  }
  await expect(openingLine(stranger.desk, { openingId })).rejects.toThrow("not_found");
  expect(await stateOf(studio)).toEqual(before);
  expect((await waitlistBoard(desk, {})).openings[0]?.skips).toEqual([]);
});

/** At most one offer is open, one visit or one hold at that time is kept, and the first in line is what the winner made of them. */
async function expectOneOutcome(
  { tenantId }: TestStudio,
  bo: "booked" | "waiting" | "withdrawn",
): Promise<void> {
  const [row] = await query(
    `select count(*) filter (where o.status = 'open')::int <= 1 as one_offer,
       (select count(*)::int from appointment where tenant_id = $1 and status <> 'cancelled') as taken,
       (select status::text from waitlist_entry where tenant_id = $1 order by joined_at, id limit 1) as bo
     from waitlist_offer o where o.tenant_id = $1`,
    [tenantId],
  );
  expect(row).toEqual({ one_offer: true, taken: 1, bo });
}

async function anotherPractitioner({ tenantId }: TestStudio): Promise<string> {
  const [row] = await query(
    "insert into practitioner (tenant_id, slug, display_name) values ($1, 'another', 'Another') returning id",
    [tenantId],
  );
  return String(row?.["id"]);
}
