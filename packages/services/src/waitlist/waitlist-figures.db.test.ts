import { asId, type WaitlistEntryId } from "@quietroom/domain/ids";
import {
  answerOfferLink,
  bookVisit,
  cancelVisit,
  clientCalled,
  createStudio,
  inspect,
  joinLine,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { lapseOffer, offerOpening, waitlistFigures, withdrawEntry } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

type Studio = Awaited<ReturnType<typeof createStudio>>;

/** Frees an hour, and offers it to the first in line. */
async function freeAnHour(studio: Studio, time: string) {
  await cancelVisit(await bookVisit(studio, { startsAt: wallTime(6, time), who: person(`At ${time}`) }));
  const [row] = await query("select id from opening where tenant_id = $1 order by created_at desc limit 1", [
    studio.tenantId,
  ]);
  return { openingId: String(row?.["id"]), offerId: await offerOn(studio, String(row?.["id"])) };
}

async function offerOn(studio: Studio, openingId: string): Promise<string> {
  const offer = await offerOpening(studio.as("system"), { openingId });
  if (offer.kind !== "offered") throw new Error("nobody was asked");
  return offer.offerId;
}

test("WAIT-12 a period of the waitlist in numbers: entries, offers, acceptance, time to fill, conversion", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const desk = studio.as("receptionist");
  const nothing = { entries: 0, offers: 0, acceptance: null, medianFillMs: null, conversion: null };
  expect(await waitlistFigures(desk, { days: 30 })).toMatchObject(nothing);

  for (const name of ["Bo", "Cy", "Di", "Ed"]) await joinLine(studio, person(name));
  const first = await freeAnHour(studio, "10:00");
  succeeded(await answerOfferLink(studio, first.offerId, "accept")); // Bo
  const second = await freeAnHour(studio, "12:00");
  succeeded(await answerOfferLink(studio, second.offerId, "decline")); // Cy
  const again = await offerOn(studio, second.openingId);
  await query(
    "update opening set created_at = created_at - interval '10 minutes' where tenant_id = $1 and id = $2",
    [studio.tenantId, second.openingId],
  );
  succeeded(await answerOfferLink(studio, again, "accept")); // Di
  const third = await freeAnHour(studio, "14:00"); // Cy
  await lapseOffer(studio.as("system"), { offerId: third.offerId, cause: "unreachable" });
  const [ed] = await query("select id from waitlist_entry where tenant_id = $1 and client_id = $2", [
    studio.tenantId,
    await clientCalled(runtime, studio.tenantId, "Ed"),
  ]);
  const entryId = asId<WaitlistEntryId>(String(ed?.["id"]));
  succeeded(await withdrawEntry(desk, { entryId, reason: "Moved away" }));

  const figures = await waitlistFigures(desk, { days: 30 });
  expect(figures).toMatchObject({ entries: 4, offers: 4, accepted: 2, answered: 3, booked: 2, left: 3 });
  expect(figures.acceptance).toBeCloseTo(2 / 3);
  expect(figures.conversion).toBeCloseTo(2 / 3);
  expect(figures.medianFillMs).toBeGreaterThanOrEqual(5 * 60_000); // between a moment and ten minutes
  expect(figures.medianFillMs).toBeLessThan(6 * 60_000);

  // Another practitioner's hours are none of theirs; who waits for anyone could come to them.
  const [, other] = studio.practitionerIds;
  expect(await waitlistFigures(studio.as({ therapist: other ?? "" }), { days: 30 })).toMatchObject({
    entries: 4,
    offers: 0,
    medianFillMs: null,
  });
  // What was before the period is not of it.
  for (const [table, column] of [
    ["waitlist_entry", "joined_at"],
    ["waitlist_offer", "offered_at"],
    ["waitlist_offer", "answered_at"],
  ])
    await query(`update ${table} set ${column} = ${column} - interval '31 days' where tenant_id = $1`, [
      studio.tenantId,
    ]);
  expect(await waitlistFigures(desk, { days: 30 })).toMatchObject(nothing);
  expect(await waitlistFigures(desk, { days: 90 })).toMatchObject({ entries: 4, offers: 4, accepted: 2 });
});

test("WAIT-12 TEN-07 a stranger's waitlist counts for nobody else, and who may not see the waitlist sees no numbers of it", async () => {
  const studio = await createStudio(runtime);
  await joinLine(studio, person("Bo"));
  const stranger = await createStudio(runtime);
  expect(await waitlistFigures(stranger.as("admin"), { days: 365 })).toMatchObject({ entries: 0 });
  await expect(waitlistFigures(studio.as("public"), { days: 30 })).rejects.toThrow("forbidden");
});
