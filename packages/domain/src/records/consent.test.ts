import { expect, test } from "vitest";
import { at } from "../../test/at.ts";
import { plus } from "../time/index.ts";
import {
  type Consent,
  consentAllows,
  type ConsentAnswer,
  consentExpiry,
  consentRules,
  consentStands,
  consentState,
  consentStates,
} from "./consent.ts";

const now = at("2027-05-04T12:00Z");
const need = { clientId: "ana", kind: "telehealth", version: 3 } as const;
const given: Consent = { ...need, givenAt: plus(now, -1000), expiresAt: null, withdrawnAt: null };

test("check 104 a consent that was given, and is that client's, of that kind and version, stands", () => {
  expect(consentStands(given, need, now)).toBe(true);
  expect(consentStands({ ...given, givenAt: now }, need, now)).toBe(true);
  expect(consentStands({ ...given, expiresAt: plus(now, 1) }, need, now)).toBe(true);
});

test("check 104 one that is missing, over, withdrawn, of another version or kind, or another client's does not", () => {
  expect(consentStands(null, need, now)).toBe(false);
  for (const other of [
    { givenAt: plus(now, 1) },
    { expiresAt: now },
    { withdrawnAt: now },
    { withdrawnAt: plus(now, -1) },
    { version: 2 },
    { version: 4 },
    { kind: "treatment" },
    { clientId: "ben" },
  ] as const) {
    expect(consentStands({ ...given, ...other }, need, now), JSON.stringify(other)).toBe(false);
  }
});

const told = { clientId: "ana", kind: "telehealth" } as const;
const yes: ConsentAnswer = {
  ...told,
  answer: "given",
  version: consentRules.telehealth.version,
  givenAt: plus(now, -1000),
  expiresAt: plus(now, 1000),
  withdrawnAt: null,
};

test("CONS-03 CONS-04 the latest answer says where a kind stands, and a withdrawal counts from its own moment", () => {
  expect(consentState(null, told, now)).toBe("not_asked");
  expect(consentState(yes, told, now)).toBe("given");
  expect(consentState({ ...yes, answer: "refused" }, told, now)).toBe("refused");
  expect(consentState({ ...yes, withdrawnAt: now }, told, now)).toBe("withdrawn");
  expect(consentState({ ...yes, expiresAt: now }, told, now)).toBe("expired");
  expect(consentState({ ...yes, version: yes.version + 1 }, told, now)).toBe("outdated");
});

test("CONS-04 CONS-06 only a yes allows", () => {
  expect(consentStates.filter((state) => consentAllows(state))).toEqual(["given"]);
});

test("CONS-06 a consent to telehealth holds for one year, the others until they are taken back", () => {
  expect(consentExpiry("telehealth", now)).toBe(at("2028-05-03T12:00Z")); // 365 days: 2028 is a leap year
  expect(consentExpiry("text_messages", now)).toBe(null);
});
