import { expect, test } from "vitest";
import { zonesShown } from "./zones-shown.ts";

const timeZone = "America/New_York";
const clinic = {
  kind: "in_person",
  name: "Harbour",
  address: "1 Pier",
} as const;
const online = { kind: "online", howToJoin: null } as const;

test("ec-A25 in person the venue's zone leads and the traveller's own follows", () => {
  expect(zonesShown({ timeZone, place: clinic, clientTimeZone: "Europe/London" })).toEqual({
    first: "America/New_York",
    second: "Europe/London",
  });
});

test("ec-A26 online the client's own zone leads", () => {
  expect(zonesShown({ timeZone, place: online, clientTimeZone: "Europe/London" })).toEqual({
    first: "Europe/London",
    second: "America/New_York",
  });
});

test("one zone is told when both are the same or the client's is unknown", () => {
  expect(zonesShown({ timeZone, place: clinic, clientTimeZone: "America/New_York" })).toEqual({
    first: "America/New_York",
    second: null,
  });
  expect(zonesShown({ timeZone, place: online, clientTimeZone: null })).toEqual({
    first: "America/New_York",
    second: null,
  });
});
