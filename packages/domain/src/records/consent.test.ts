import { expect, test } from "vitest";
import { at } from "../../test/at.ts";
import { plus } from "../time/index.ts";
import { type Consent, consentStands } from "./consent.ts";

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
