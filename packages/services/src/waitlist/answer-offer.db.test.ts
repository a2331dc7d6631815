import { asId, type WaitlistEntryId } from "@quietroom/domain/ids";
import {
  answerOfferLink,
  bookVisit,
  clientCalled,
  createStudio,
  freedHour,
  inspect,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { saveBookingRules, viewBookingRules } from "../studio/index.ts";
import { offerByHand, offerOpening, waitlistBoard } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

const startsAt = wallTime(4, "11:00");

/** An hour of the first of two practitioners is freed; Nora is first in line for it, and Olga after her. */
async function withLine(rules: { readonly ownOverlaps?: "refuse"; readonly clientVisitLimit?: number }) {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const [, second = null] = studio.practitionerIds;
  const admin = studio.as("admin");
  const before = await viewBookingRules(admin, {});
  succeeded(await saveBookingRules(admin, { ...before, ...rules }));
  const openingId = await freedHour(studio, query, { startsAt, waiting: ["Nora", "Olga"] });
  return {
    studio,
    openingId,
    norasClientId: await clientCalled(runtime, studio.tenantId, "Nora"),
    bookNora: async (at: typeof startsAt) =>
      await bookVisit(studio, { startsAt: at, practitionerId: second, who: person("Nora") }),
    offer: async () => {
      const offer = await offerOpening(studio.as("system"), { openingId });
      if (offer.kind !== "offered") throw new Error("nobody was asked");
      return offer.offerId;
    },
    asked: async () => {
      const [opening] = (await waitlistBoard(admin, {})).openings;
      return opening?.offers.map(({ clientName, status }) => `${clientName} ${status}`);
    },
  };
}

async function visitsOf(clientId: string) {
  const [row] = await query(
    "select count(*)::int as n from appointment where client_id = $1 and status not in ('held', 'cancelled')",
    [clientId],
  );
  return row?.["n"];
}

const passedOn = { ok: false, refusal: { code: "withdrawn" } };

test("ec-E14 ec-I8 who books another at that time while they are asked accepts no second one where the studio refuses it: the next is asked", async () => {
  const line = await withLine({ ownOverlaps: "refuse" });
  const toNora = await line.offer();
  await line.bookNora(startsAt);
  expect(await answerOfferLink(line.studio, toNora, "accept")).toEqual(passedOn);
  expect(await visitsOf(line.norasClientId)).toBe(1);
  const toOlga = await line.offer();
  expect(await line.asked()).toEqual(["Nora Okafor withdrawn", "Olga Okafor open"]);
  succeeded(await answerOfferLink(line.studio, toOlga, "accept"));

  const warned = await withLine({});
  const offer = await warned.offer();
  await warned.bookNora(startsAt);
  succeeded(await answerOfferLink(warned.studio, offer, "accept"));
  expect(await visitsOf(warned.norasClientId)).toBe(2);
});

test("BOOK-06 who has as many visits to come as clients book alone is not asked, and accepts none that came on top meanwhile", async () => {
  const line = await withLine({ clientVisitLimit: 1 });
  const toNora = await line.offer();
  await line.bookNora(wallTime(6, "10:00"));
  expect(await answerOfferLink(line.studio, toNora, "accept")).toEqual(passedOn);
  expect(await visitsOf(line.norasClientId)).toBe(1);
  await line.offer();
  expect(await line.asked()).toEqual(["Nora Okafor withdrawn", "Olga Okafor open"]);

  const skipped = await withLine({ clientVisitLimit: 1 });
  await skipped.bookNora(wallTime(6, "10:00"));
  await skipped.offer();
  expect(await skipped.asked()).toEqual(["Olga Okafor open"]);
  const [opening] = (await waitlistBoard(skipped.studio.as("admin"), {})).openings;
  expect(opening?.offers[0]?.considered).toContainEqual(
    expect.objectContaining({ clientName: "Nora Okafor", outcome: "skipped", reason: "call_to_book" }),
  );
});

test("BOOK-06 WAIT-11 to whom staff offer an hour by hand it is theirs, also as one more than clients book alone", async () => {
  const line = await withLine({ clientVisitLimit: 1, ownOverlaps: "refuse" });
  await line.bookNora(wallTime(6, "10:00"));
  const [entry] = await query("select id from waitlist_entry where client_id = $1", [line.norasClientId]);
  const chosen = {
    openingId: line.openingId,
    entryId: asId<WaitlistEntryId>(String(entry?.["id"])),
    takesBack: null,
    reason: "She rang us",
  };
  succeeded(await offerByHand(line.studio.as("receptionist"), chosen));
  const [offer] = await query("select id from waitlist_offer where opening_id = $1", [line.openingId]);
  succeeded(await answerOfferLink(line.studio, String(offer?.["id"]), "accept"));
  expect(await visitsOf(line.norasClientId)).toBe(2);
});
