import { expect, test } from "vitest";
import { hourMs, instant, minuteMs, plus } from "../time/instant.ts";
import { decideAttempt } from "./lockout.ts";

const now = instant(1_805_187_600_000);
const ago = (...minutes: readonly number[]) => minutes.map((each) => plus(now, -each * minuteMs));
const facts = (failures: ReturnType<typeof ago>, lockedUntil: typeof now | null = null) => ({
  failures,
  lockedUntil,
});

test("check 51 AUTH-40 four failures leave a fifth attempt, which locks for half an hour; a sixth is not looked at", () => {
  expect(decideAttempt("account", facts(ago(4, 3, 2)), now)).toEqual({ kind: "go_on", lockUntil: null });
  expect(decideAttempt("account", facts(ago(4, 3, 2, 1)), now)).toEqual({
    kind: "go_on",
    lockUntil: plus(now, 30 * minuteMs),
  });
  expect(decideAttempt("account", facts(ago(5, 4, 3, 2, 1)), now)).toMatchObject({ kind: "refuse" });
});

test("check 51 AUTH-40 the tenth failure within the hour locks for an hour", () => {
  const nine = ago(59, 58, 57, 56, 55, 4, 3, 2, 1);
  expect(decideAttempt("account", facts(nine), now)).toEqual({ kind: "go_on", lockUntil: plus(now, hourMs) });
  expect(decideAttempt("account", facts(nine.slice(1)), now)).toEqual({
    kind: "go_on",
    lockUntil: plus(now, 30 * minuteMs),
  });
});

test("check 51 AUTH-41 a lock ends by itself at its moment, and fifteen minutes forget a failure to the moment", () => {
  const lockedUntil = plus(now, 1);
  expect(decideAttempt("account", facts([], lockedUntil), now)).toEqual({
    kind: "refuse",
    until: lockedUntil,
  });
  expect(decideAttempt("account", facts([], now), now)).toEqual({ kind: "go_on", lockUntil: null });
  const oldest = plus(now, -15 * minuteMs + 1);
  expect(decideAttempt("address", facts([oldest, ...ago(4, 3, 2, 1)]), now)).toEqual({
    kind: "refuse",
    until: plus(now, 1),
  });
  expect(decideAttempt("address", facts([plus(oldest, -1), ...ago(4, 3, 2, 1)]), now)).toEqual({
    kind: "go_on",
    lockUntil: null,
  });
});

test("AUTH-40 an address is refused for a while and never locked", () => {
  expect(decideAttempt("address", facts(ago(4, 3, 2, 1)), now)).toEqual({ kind: "go_on", lockUntil: null });
});

test("AUTH-08 an address asks for the way in three times an hour, and is then refused until the first is an hour old", () => {
  expect(decideAttempt("way_in", facts(ago(59, 1)), now)).toEqual({ kind: "go_on", lockUntil: null });
  expect(decideAttempt("way_in", facts(ago(59, 2, 1)), now)).toEqual({
    kind: "refuse",
    until: plus(now, minuteMs),
  });
  expect(decideAttempt("way_in", facts(ago(60, 2, 1)), now)).toEqual({ kind: "go_on", lockUntil: null });
});

test("AUTH-06 a code is tried five times, and nothing is locked by that", () => {
  expect(decideAttempt("way_in_code", facts(ago(4, 3, 2, 1)), now)).toEqual({
    kind: "go_on",
    lockUntil: null,
  });
  expect(decideAttempt("way_in_code", facts(ago(5, 4, 3, 2, 1)), now)).toMatchObject({ kind: "refuse" });
});

test.each(["portal_password", "portal_account"] as const)(
  "check 51 AUTH-40 %s: a client's fifth failure locks like that of staff, the tenth in an hour for an hour, and a sixth is not looked at",
  (kind) => {
    expect(decideAttempt(kind, facts(ago(4, 3, 2)), now)).toEqual({ kind: "go_on", lockUntil: null });
    expect(decideAttempt(kind, facts(ago(4, 3, 2, 1)), now)).toMatchObject({
      lockUntil: plus(now, 30 * minuteMs),
    });
    expect(decideAttempt(kind, facts(ago(59, 58, 57, 56, 55, 4, 3, 2, 1)), now)).toMatchObject({
      lockUntil: plus(now, hourMs),
    });
    expect(decideAttempt(kind, facts(ago(5, 4, 3, 2, 1)), now)).toMatchObject({ kind: "refuse" });
  },
);

test("BOOK-07 an address of mail is asked a code five times an hour at a studio and ten times at all, a network address asks twenty times, and none is locked", () => {
  expect(decideAttempt("booking_code", facts(ago(59, 3, 2, 1)), now)).toEqual({
    kind: "go_on",
    lockUntil: null,
  });
  expect(decideAttempt("booking_code", facts(ago(59, 4, 3, 2, 1)), now)).toMatchObject({ kind: "refuse" });
  const minutes = Array.from({ length: 20 }, (_, index) => 59 - index);
  expect(decideAttempt("booking_code_everywhere", facts(ago(...minutes.slice(0, 9))), now)).toEqual({
    kind: "go_on",
    lockUntil: null,
  });
  expect(decideAttempt("booking_code_everywhere", facts(ago(...minutes.slice(0, 10))), now)).toMatchObject({
    kind: "refuse",
  });
  expect(decideAttempt("booking_code_sender", facts(ago(...minutes.slice(1))), now)).toEqual({
    kind: "go_on",
    lockUntil: null,
  });
  expect(decideAttempt("booking_code_sender", facts(ago(...minutes)), now)).toMatchObject({ kind: "refuse" });
});
