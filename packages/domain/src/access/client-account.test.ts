import { expect, test } from "vitest";
import { clientAccountAfter, clientAccountEvents, clientAccountStates, mayComeIn } from "./client-account.ts";

test("AUTH-09 what becomes of an account is this table", () => {
  const lines = clientAccountStates.map(
    (state) =>
      `${state}: ${clientAccountEvents
        .map((event) => `${event} ${clientAccountAfter(state, event) ?? "-"}`)
        .join(", ")}`,
  );
  expect(lines).toEqual([
    "pending: verified active, locked locked, unlocked -, suspended suspended, reinstated -",
    "active: verified active, locked locked, unlocked -, suspended suspended, reinstated -",
    "locked: verified -, locked -, unlocked pending, suspended suspended, reinstated -",
    "suspended: verified -, locked -, unlocked -, suspended -, reinstated pending",
  ]);
});

test("AUTH-09 nothing activates an account but verifying its address", () => {
  const ways = clientAccountStates.flatMap((state) =>
    clientAccountEvents.filter((event) => clientAccountAfter(state, event) === "active"),
  );
  expect(new Set(ways)).toEqual(new Set(["verified"]));
});

const open = { account: "active", record: "open", studio: "active" } as const;

test.each([
  ["AUTH-09 a client with an account", {}, true],
  ["AUTH-08 a client who never came before", { account: null }, true],
  ["AUTH-08 one whose address is still to be verified", { account: "pending" }, true],
  ["AUTH-09 one whose account is locked", { account: "locked" }, false],
  ["AUTH-09 one whose account is suspended", { account: "suspended" }, false],
  ["AUTH-09 one whose record is closed", { record: "closed" }, false],
  ["TEN-12 one of a suspended studio, to look", { studio: "suspended" }, true],
  ["TEN-12 one of a cancelled studio", { studio: "cancelled" }, false],
] as const)("%s: may come in is %j", (_, facts, expected) => {
  expect(mayComeIn({ ...open, ...facts })).toBe(expected);
});
