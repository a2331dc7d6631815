import { expect, test } from "vitest";
import { holdSeats, onlinePartyMax, seatClient } from "./groups.ts";

const id = "0198a1b2-0000-7000-8000-000000000000";

test("ec-F2 a client books seats online for a small party; for a larger one staff seat them", () => {
  const online = (partySize: number) =>
    holdSeats.input.safeParse({
      studio: "quiet",
      groupSessionId: id,
      partySize,
      viewerZone: null,
      releaseToken: null,
    }).success;
  const atTheDesk = seatClient.input.safeParse({
    groupSessionId: id,
    clientId: id,
    partySize: onlinePartyMax + 1,
  });
  expect([0, 1, onlinePartyMax, onlinePartyMax + 1].map(online)).toEqual([false, true, true, false]);
  expect(atTheDesk.success).toBe(true);
});
