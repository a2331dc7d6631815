import { asId, type WaitlistEntryId } from "@quietroom/domain/ids";
import {
  clientCalled,
  createStudio,
  freedHour,
  inspect,
  joinLine,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { offerByHand, offerOpening, replayFill } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

/** A freed hour with these in line for it; the first of them is asked. */
async function withOffer(waiting: readonly string[]) {
  const studio = await createStudio(runtime);
  const openingId = await freedHour(studio, query, { startsAt: wallTime(4, "11:00"), waiting });
  const offer = await offerOpening(studio.as("system"), { openingId });
  return { studio, openingId, offer, desk: studio.as("receptionist") };
}

test("WAIT-05 WAIT-10 a fill is decided again from its record and comes to the same person, whatever became of the line since", async () => {
  const { studio, openingId, desk } = await withOffer(["Bo", "Cy"]);
  await query(
    "update waitlist_entry set priority = 'urgent', declines = 9, weekdays = '{1}' where tenant_id = $1",
    [studio.tenantId],
  );
  await joinLine(studio, person("Di"));
  expect(await replayFill(desk, { openingId })).toEqual({
    rounds: [{ round: 1, comesTo: "same", was: "Bo Okafor", wouldBe: "Bo Okafor" }],
  });
});

test("WAIT-05 a fill whose record leads to somebody else says so, and to whom", async () => {
  const { studio, openingId, desk } = await withOffer(["Bo", "Cy"]);
  await query(
    `update waitlist_offer set facts = jsonb_set(facts, '{round,entries}', (
       select jsonb_agg(case when e->>'id' = entry_id::text then e || '{"declines": 3, "priority": "low"}' else e end)
       from jsonb_array_elements(facts->'round'->'entries') e)) where tenant_id = $1`,
    [studio.tenantId],
  );
  expect(await replayFill(desk, { openingId })).toEqual({
    rounds: [{ round: 1, comesTo: "other", was: "Bo Okafor", wouldBe: "Cy Okafor" }],
  });
});

test("WAIT-11 a choice by hand is decided again as such, and a round that found nobody as that", async () => {
  const { studio, openingId, offer, desk } = await withOffer(["Bo", "Cy"]);
  if (offer.kind !== "offered") throw new Error("nobody was asked");
  const [cy] = await query("select id from waitlist_entry where tenant_id = $1 and client_id = $2", [
    studio.tenantId,
    await clientCalled(runtime, studio.tenantId, "Cy"),
  ]);
  succeeded(
    await offerByHand(desk, {
      openingId,
      entryId: asId<WaitlistEntryId>(String(cy?.["id"])),
      takesBack: asId(offer.offerId),
      reason: "She rang us",
    }),
  );
  await database.advanceClock(60 * 60_000 + 1);
  expect(await offerOpening(studio.as("system"), { openingId })).toMatchObject({ status: "exhausted" });
  expect(await replayFill(desk, { openingId })).toEqual({
    rounds: [
      { round: 1, comesTo: "same", was: "Bo Okafor", wouldBe: "Bo Okafor" },
      { round: 2, comesTo: "same", was: "Cy Okafor", wouldBe: "Cy Okafor" },
      { round: null, comesTo: "same", was: null, wouldBe: null },
    ],
  });
});

test("ec-I6 a round of before quiet hours counted is decided again without them", async () => {
  const { studio, openingId, desk } = await withOffer(["Bo", "Cy"]);
  await query(
    `update waitlist_offer set facts = jsonb_build_object('shape', 1, 'round', (facts->'round') #- '{opening,quietRule}'
       || jsonb_build_object('entries', (select jsonb_agg(e - 'timeZone') from jsonb_array_elements(facts->'round'->'entries') e)))
     where tenant_id = $1`,
    [studio.tenantId],
  );
  expect(await replayFill(desk, { openingId })).toMatchObject({
    rounds: [{ comesTo: "same", wouldBe: "Bo Okafor" }],
  });
});

test("a round of before its facts were kept says that it cannot be decided again", async () => {
  const { studio, openingId, desk } = await withOffer(["Bo"]);
  await query("update waitlist_offer set facts = null where tenant_id = $1", [studio.tenantId]);
  expect(await replayFill(desk, { openingId })).toEqual({
    rounds: [{ round: 1, comesTo: "not_recorded", was: "Bo Okafor", wouldBe: null }],
  });
});

test("NOTIF-11 what is kept of a round names nobody: ids, codes, dates, instants and points", async () => {
  const { studio } = await withOffer(["Bo", "Cy"]);
  const [row] = await query(
    "select facts::text || considered::text as kept from waitlist_offer where tenant_id = $1",
    [studio.tenantId],
  );
  const words = String(row?.["kept"]).match(/"[^"]*"/g) ?? [];
  const free = words.filter(
    (word) => !/^"([a-z_A-Z]+(\/[A-Za-z_]+)*|[0-9a-f-]{36}|\d{4}-\d\d-\d\d)"$/.test(word),
  );
  expect(free).toEqual([]);
  for (const name of ["Bo", "Cy", "Okafor"]) expect(words).not.toContain(`"${name}"`);
});

test("a stranger learns nothing of it, and who may not decide about the waitlist is refused", async () => {
  const { studio, openingId } = await withOffer(["Bo"]);
  const stranger = await createStudio(runtime);
  await expect(replayFill(stranger.as("admin"), { openingId })).rejects.toThrow("not_found");
  const [practitionerId] = studio.practitionerIds;
  await expect(replayFill(studio.as({ therapist: practitionerId ?? "" }), { openingId })).rejects.toThrow(
    "forbidden",
  );
});
