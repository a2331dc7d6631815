import { expect, test } from "vitest";
import { zonesShown } from "./zones-shown.ts";

const clinic = {
  kind: "in_person",
  name: "Harbour",
  address: "1 Pier",
  timeZone: "America/New_York",
} as const;
const online = { kind: "online", timeZone: "America/New_York", howToJoin: null } as const;

test("ec-A25 in person the venue's zone leads and the traveller's own follows", () => {
  expect(zonesShown({ place: clinic, clientTimeZone: "Europe/London" })).toEqual({
    first: "America/New_York",
    second: "Europe/London",
  });
});

test("ec-A26 online the client's own zone leads", () => {
  expect(zonesShown({ place: online, clientTimeZone: "Europe/London" })).toEqual({
    first: "Europe/London",
    second: "America/New_York",
  });
});

test("one zone is told when both are the same or the client's is unknown", () => {
  expect(zonesShown({ place: clinic, clientTimeZone: "America/New_York" })).toEqual({
    first: "America/New_York",
    second: null,
  });
  expect(zonesShown({ place: online, clientTimeZone: null })).toEqual({
    first: "America/New_York",
    second: null,
  });
});
