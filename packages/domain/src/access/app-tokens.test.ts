import { expect, test } from "vitest";
import { instant, minuteMs, plus } from "../time/instant.ts";
import { accessTokenMs, decidePairing, decideRefresh, pairingMs, pairingTries } from "./app-tokens.ts";

const asked = instant(1_805_187_600_000);
const pairing = { expiresAt: plus(asked, pairingMs), usedAt: null, tries: 0 };
const refusal = (code: string) => ({ ok: false, refusal: code });

test("AUTH-35 an access token lives fifteen minutes, the code that connects an app five", () => {
  expect([accessTokenMs, pairingMs]).toEqual([15 * minuteMs, 5 * minuteMs]);
});

test("AUTH-35 a code counts to its last moment and not beyond, once, and four wrong ones before it", () => {
  expect(decidePairing(pairing, plus(asked, pairingMs - 1))).toEqual({ ok: true, value: null });
  expect(decidePairing(pairing, plus(asked, pairingMs))).toEqual(refusal("expired"));
  expect(decidePairing({ ...pairing, usedAt: asked }, asked)).toEqual(refusal("used"));
  expect(decidePairing({ ...pairing, tries: pairingTries - 1 }, asked)).toMatchObject({ ok: true });
  expect(decidePairing({ ...pairing, tries: pairingTries }, asked)).toEqual(refusal("too_many_tries"));
});

test("AUTH-35 a refresh token that was used before ends all that came of it; of what is over nothing more follows", () => {
  const facts = { used: false, connection: "stands", address: "allowed" } as const;
  expect(decideRefresh(facts)).toEqual({ ok: true, value: null });
  expect(decideRefresh({ ...facts, used: true })).toEqual(refusal("reused"));
  expect(decideRefresh({ ...facts, used: true, address: "kept_out" })).toEqual(refusal("reused"));
  expect(decideRefresh({ ...facts, address: "kept_out" })).toEqual(refusal("kept_out"));
  expect(decideRefresh({ ...facts, connection: "over" })).toEqual(refusal("over"));
  expect(decideRefresh({ ...facts, used: true, connection: "over" })).toEqual(refusal("over"));
});
