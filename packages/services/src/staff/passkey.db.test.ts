import {
  appCode,
  createStudio,
  enrolApp,
  fromNowhere,
  halfSession,
  inspect,
  type Misuse,
  newPasskeyDevice,
  type PasskeyDevice,
  succeeded,
  testDatabase,
  testRuntime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import type { VerbContext } from "../runtime.ts";
import {
  addPasskey,
  createStaffUser,
  listPasskeys,
  listSessions,
  passSecondFactor,
  removePasskey,
  resetSecondFactor,
  resolveSession,
  secondFactorChallenge,
  secondFactorStep,
  type SignedIn,
  signInChallenge,
  signInWithPasskey,
  startPasskey,
} from "./index.ts";

const database = await testDatabase();
const linkKey = new Uint8Array(32).fill(7);
const runtime = await testRuntime(database, { linkKey });
/** A second process of the same installation. */
const other = await testRuntime(database, { linkKey });
const query = await inspect(database);
const studio = await createStudio(runtime);
const origin = "http://dashboard.test";
const password = "a kettle sings at dawn";
const refused = { ok: false, refusal: "wrong_passkey" };
const from = { userAgent: "Test/1.0", ...fromNowhere };
let people = 0;

/** Somebody with an app and a passkey, who is signed in. */
async function owner(at = studio) {
  people += 1;
  const email = `passkey${people}@example.com`;
  const more = { displayName: "Robin Sample", roles: ["admin" as const], practitionerId: null };
  const { staffUserId } = succeeded(await createStaffUser(at.as("system"), { email, password, ...more }));
  const person = { email, password, staffUserId };
  const { session, secret } = await enrolApp(runtime, person);
  const device = newPasskeyDevice({ origin });
  const context = await contextOf(session);
  const { passkeyId } = succeeded(await add(context, device));
  return { ...person, session, secret, context, device, passkeyId };
}

async function contextOf(session: SignedIn): Promise<VerbContext> {
  const actor = await resolveSession(runtime, session, "request");
  if (actor === null) throw new Error("the session opens nothing");
  return { runtime, actor, requestId: "test" };
}

async function add(context: VerbContext, device: PasskeyDevice, misuse: Misuse = {}) {
  const asked = succeeded(await startPasskey(context, {}));
  return await addPasskey(context, { name: "Phone", made: device.make(asked, misuse) });
}

/** One attempt, with earlier failures forgotten: how many there may be is tried below. */
async function comeIn(device: PasskeyDevice, misuse: Misuse = {}, at = runtime) {
  await query("delete from guard.subject");
  const assertion = device.prove(await signInChallenge(runtime), misuse);
  return await signInWithPasskey(at, { assertion, ...from });
}

async function pass(half: SignedIn, device: PasskeyDevice, misuse: Misuse = {}) {
  await query("delete from guard.subject");
  const asked = succeeded(await secondFactorChallenge(runtime, half));
  return await passSecondFactor(runtime, half, { passkey: device.prove(asked, misuse), ...fromNowhere });
}

/** What the audit says of somebody's last attempt. */
async function lastAttempt(staffUserId: string) {
  const [row] = await query(
    `select verb, outcome, detail ->> 'flaw' as flaw from audit_event
     where action = 'sign_in' and detail ->> 'staffUserId' = $1 order by at desc, id desc limit 1`,
    [staffUserId],
  );
  return row;
}

test("AUTH-20 AUTH-34 a passkey alone signs in to a full session, which is an ordinary one: rotated, fresh, eight hours long", async () => {
  const { device, staffUserId, session } = await owner();
  const arrived = succeeded(await comeIn(device));
  expect(await resolveSession(runtime, arrived, "request")).toMatchObject({ staffUserId });
  expect(arrived.sessionId).not.toBe(session.sessionId);
  const rows = await query(
    `select revoked_reason, mfa_passed_at is not null as passed, expires_at - created_at = interval '8 hours' as whole
     from session where staff_user_id = $1 order by created_at desc, revoked_at desc nulls last limit 2`,
    [staffUserId],
  );
  expect(rows).toEqual(
    expect.arrayContaining([
      { revoked_reason: null, passed: true, whole: true },
      { revoked_reason: "rotated", passed: false, whole: true },
    ]),
  );
  expect(await lastAttempt(staffUserId)).toEqual({
    verb: "staff.sign_in_with_passkey",
    outcome: "done",
    flaw: null,
  });
});

test("check 57 AUTH-33 a third session, by passkey, ends the oldest", async () => {
  const { device, session, context } = await owner();
  succeeded(await comeIn(device));
  expect((await listSessions(context, {})).sessions).toHaveLength(2);
  succeeded(await comeIn(device));
  expect(await resolveSession(runtime, session, "request")).toBeNull();
});

test("AUTH-20 a passkey stands in for the code after the password, and proves anew that its person is there", async () => {
  const person = await owner();
  const half = await halfSession(runtime, person);
  expect(await secondFactorStep(runtime, half)).toMatchObject({ kind: "code", passkey: "possible" });
  const passed = succeeded(await pass(half, person.device));
  expect(await resolveSession(runtime, passed, "request")).toMatchObject({ staffUserId: person.staffUserId });
  await query("update session set mfa_passed_at = now() - interval '6 minutes' where id = $1", [
    passed.sessionId,
  ]);
  expect(await startPasskey(await contextOf(passed), {})).toEqual({
    ok: false,
    refusal: "second_factor_needed",
  });
  const again = succeeded(await pass(passed, person.device));
  expect(await startPasskey(await contextOf(again), {})).toMatchObject({ ok: true });
});

test("check 47 AUTH-20 without an app set up there is no passkey, and none is asked for", async () => {
  const person = await owner();
  await query("delete from staff_totp where staff_user_id = $1", [person.staffUserId]);
  expect(await query("select from staff_passkey where staff_user_id = $1", [person.staffUserId])).toEqual([]);
  const half = await halfSession(runtime, person);
  expect(await secondFactorChallenge(runtime, half)).toEqual({ ok: false, refusal: "no_passkey" });
  expect(await comeIn(person.device)).toEqual(refused);
});

const misuses: readonly (readonly [string, Misuse, string])[] = [
  ["another origin", { origin: "https://dashboard.test" }, "not_proven"],
  ["a page under our name elsewhere", { origin: "http://dashboard.test.evil.example" }, "not_proven"],
  ["another site's id", { rpId: "test" }, "not_proven"],
  ["a counter that went back", { counter: 3 }, "counter"],
  ["a counter that stood still", { counter: 7 }, "counter"],
  ["nobody checked on the device", { person: "not_checked" }, "not_proven"],
  ["the answer to making a passkey", { type: "webauthn.create" }, "not_proven"],
  ["a challenge that is none of ours", { challenge: Buffer.alloc(56, 1).toString("base64url") }, "challenge"],
  ["no challenge at all", { challenge: "" }, "challenge"],
  ["a credential nobody has", { credentialId: "AAAA" }, "unknown_passkey"],
];

test.each(misuses)(
  "check 58 AUTH-20 %s is refused at sign-in and at the second step, and audited",
  async (_, misuse, flaw) => {
    const person = await owner();
    const { device, staffUserId, passkeyId } = person;
    await query("update staff_passkey set counter = 7 where id = $1", [passkeyId]);
    expect(await comeIn(device, misuse)).toEqual(refused);
    expect(await lastAttempt(staffUserId)).toEqual({
      verb: "staff.sign_in_with_passkey",
      outcome: "wrong_passkey",
      flaw,
    });
    const half = await halfSession(runtime, person);
    expect(await pass(half, device, misuse)).toEqual(refused);
    expect(await lastAttempt(staffUserId)).toEqual({
      verb: "staff.pass_second_factor",
      outcome: "wrong_passkey",
      flaw,
    });
    expect(await resolveSession(runtime, half, "request")).toBeNull();
    // The same device without the fault comes in.
    succeeded(await pass(half, device, { counter: 8 }));
    succeeded(await comeIn(device, { counter: 9 }));
  },
);

test("check 58 a challenge counts once: not twice, not twice at the same moment in two processes, and not after a failure", async () => {
  const { device, staffUserId } = await owner();
  const asked = await signInChallenge(runtime);
  const assertion = device.prove(asked);
  succeeded(await signInWithPasskey(runtime, { assertion, ...from }));
  expect(await signInWithPasskey(other, { assertion, ...from })).toEqual(refused);
  expect(await signInWithPasskey(runtime, { assertion: device.prove(asked), ...from })).toEqual(refused);
  expect(await lastAttempt(staffUserId)).toMatchObject({ flaw: "challenge" });

  const fresh = await signInChallenge(runtime);
  const [first, second] = [device.prove(fresh), device.prove(fresh)];
  await query("delete from guard.subject");
  const both = await Promise.all([
    signInWithPasskey(runtime, { assertion: first, ...from }),
    signInWithPasskey(other, { assertion: second, ...from }),
  ]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);

  const third = await signInChallenge(runtime);
  const late = device.prove(third, { person: "not_checked" });
  expect(await signInWithPasskey(runtime, { assertion: late, ...from })).toEqual(refused);
  expect(await signInWithPasskey(runtime, { assertion: device.prove(third), ...from })).toEqual(refused);
});

test("check 58 a challenge counts for what it was asked for and in the session it was asked in", async () => {
  const person = await owner();
  const { device, context } = person;
  await query("delete from guard.subject");
  const [half, elsewhere] = [await halfSession(runtime, person), await halfSession(runtime, person)];
  const forStep = succeeded(await secondFactorChallenge(runtime, half));
  const forSignIn = await signInChallenge(runtime);
  const forAdding = succeeded(await startPasskey(context, {}));
  const adding = { ...forSignIn, challenge: forAdding.challenge };
  const step = async (session: SignedIn, asked: typeof forStep) => {
    await query("delete from guard.subject");
    return await passSecondFactor(runtime, session, { passkey: device.prove(asked), ...fromNowhere });
  };
  expect(await step(elsewhere, forStep)).toEqual(refused);
  expect(await step(half, forSignIn)).toEqual(refused);
  expect(await step(half, adding)).toEqual(refused);
  for (const asked of [forStep, adding]) {
    await query("delete from guard.subject");
    expect(await signInWithPasskey(runtime, { assertion: device.prove(asked), ...from })).toEqual(refused);
  }
  const made = newPasskeyDevice({ origin }).make({ ...forAdding, challenge: forSignIn.challenge });
  expect(await addPasskey(context, { name: "Phone", made })).toEqual({ ok: false, refusal: "not_valid" });
  // None of that spent them: each still counts where it belongs.
  succeeded(await step(half, forStep));
});

test("check 58 a challenge is over after five minutes of the database's clock", async () => {
  const { device } = await owner();
  const past = await signInChallenge(runtime);
  const bytes = Buffer.from(past.challenge, "base64url");
  const endsInMs = Number(bytes.readBigUInt64BE(16)) - Date.now();
  expect(endsInMs).toBeGreaterThan(4.9 * 60_000);
  expect(endsInMs).toBeLessThanOrEqual(5 * 60_000);
  // One that says it ends later is none of ours.
  bytes.writeBigUInt64BE(bytes.readBigUInt64BE(16) + 1n, 16);
  const longer = { ...past, challenge: bytes.toString("base64url") };
  expect(await signInWithPasskey(runtime, { assertion: device.prove(longer), ...from })).toEqual(refused);
});

test("check 58 somebody else's passkey is none of one's own: not at the second step, not under one's name, not across studios", async () => {
  const [one, two] = [await owner(), await owner(await createStudio(runtime))];
  const half = await halfSession(runtime, one);
  expect(await pass(half, two.device)).toEqual(refused);
  expect(await lastAttempt(one.staffUserId)).toMatchObject({ flaw: "unknown_passkey" });
  const handleOfOne = one.device.prove(await signInChallenge(runtime)).userHandle;
  expect(await comeIn(two.device, { userHandle: handleOfOne })).toEqual(refused);
  expect(
    await comeIn(two.device, { userHandle: handleOfOne, credentialId: one.device.credentialId }),
  ).toEqual(refused);
  expect(await lastAttempt(one.staffUserId)).toMatchObject({ flaw: "not_proven" });
  for (const userHandle of [null, "AAAA", Buffer.alloc(32, 9).toString("base64url")]) {
    expect(await comeIn(one.device, { userHandle })).toEqual(refused);
  }
  expect(await removePasskey(one.context, { passkeyId: one.passkeyId })).toMatchObject({ ok: true });
  await expect(removePasskey(one.context, { passkeyId: two.passkeyId })).rejects.toThrow("not_found");
});

test("check 58 AUTH-23 a removed passkey is refused and audited; adding and removing are audited and told to the owner", async () => {
  const person = await owner();
  const { context, device, passkeyId, staffUserId, session } = person;
  expect((await listPasskeys(context, {})).passkeys).toMatchObject([
    { passkeyId, name: "Phone", lastUsedAt: null },
  ]);
  succeeded(await comeIn(device));
  expect((await listPasskeys(context, {})).passkeys[0]?.lastUsedAt).toEqual(expect.any(Number));
  await query("update session set mfa_passed_at = now() - interval '6 minutes' where id = $1", [
    session.sessionId,
  ]);
  expect(await removePasskey(context, { passkeyId })).toEqual({ ok: false, refusal: "second_factor_needed" });
  await query("update session set mfa_passed_at = now() where id = $1", [session.sessionId]);
  succeeded(await removePasskey(context, { passkeyId }));
  expect(await comeIn(device)).toEqual(refused);
  expect(await lastAttempt(staffUserId)).toMatchObject({ outcome: "wrong_passkey", flaw: "unknown_passkey" });
  expect(
    await query("select kind from notification where staff_user_id = $1 order by created_at, id", [
      staffUserId,
    ]),
  ).toEqual([{ kind: "passkey_added" }, { kind: "passkey_removed" }]);
  expect(
    await query(
      "select verb, outcome from audit_event where resource = 'passkey' and detail ->> 'staffUserId' = $1 order by at, id",
      [staffUserId],
    ),
  ).toEqual([
    { verb: "staff.start_passkey", outcome: "done" },
    { verb: "staff.add_passkey", outcome: "done" },
    { verb: "staff.remove_passkey", outcome: "second_factor_needed" },
    { verb: "staff.remove_passkey", outcome: "done" },
  ]);
});

test("check 50 AUTH-23 whoever's second factor an admin resets has no passkey left either", async () => {
  const [admin, colleague] = [await owner(), await owner()];
  const { staffUserId, device } = colleague;
  succeeded(await resetSecondFactor(admin.context, { staffUserId, reason: "Lost their phone" }));
  expect(await comeIn(device)).toEqual(refused);
  expect(await query("select from staff_passkey where staff_user_id = $1", [staffUserId])).toEqual([]);
});

test.each<readonly [string, Misuse]>([
  ["for another origin", { origin: "http://evil.example" }],
  ["for another site", { rpId: "evil.example" }],
  ["without a person checked on the device", { person: "not_checked" }],
  ["by proving instead of making", { type: "webauthn.get" }],
  ["under another name than its own", { credentialId: "AAAA" }],
  ["to no challenge of ours", { challenge: "AAAA" }],
])("check 58 a passkey made %s is not kept", async (_, misuse) => {
  const { context } = await owner();
  expect(await add(context, newPasskeyDevice({ origin }), misuse)).toEqual({
    ok: false,
    refusal: "not_valid",
  });
  expect((await listPasskeys(context, {})).passkeys).toHaveLength(1);
});

test("AUTH-20 an attestation with certificates is not taken", async () => {
  const { context } = await owner();
  const asked = succeeded(await startPasskey(context, {}));
  const made = newPasskeyDevice({ origin }).make(asked, { attestation: "certified" });
  expect(await addPasskey(context, { name: "Phone", made })).toEqual({ ok: false, refusal: "not_valid" });
});

test("AUTH-21 adding asks for a fresh second factor; a device's passkey is kept once, and ten are enough", async () => {
  const { context, device, session } = await owner();
  expect(await add(context, device)).toEqual({ ok: false, refusal: "known_already" });
  const asked = succeeded(await startPasskey(context, {}));
  expect(asked.excludeCredentials.map(({ id }) => id)).toEqual([device.credentialId]);
  for (let more = 0; more < 9; more += 1) succeeded(await add(context, newPasskeyDevice({ origin })));
  expect(await startPasskey(context, {})).toEqual({ ok: false, refusal: "too_many" });
  await query("update session set mfa_passed_at = now() - interval '5 minutes' where id = $1", [
    session.sessionId,
  ]);
  expect(await startPasskey(context, {})).toEqual({ ok: false, refusal: "second_factor_needed" });
  const made = newPasskeyDevice({ origin }).make(asked);
  expect(await addPasskey(context, { name: "Late", made })).toEqual({
    ok: false,
    refusal: "second_factor_needed",
  });
});

test("check 51 AUTH-40 passkeys that do not count, passwords and codes count together: five, and the sixth is not looked at", async () => {
  const person = await owner();
  await query("delete from guard.subject");
  const half = await halfSession(runtime, person);
  const bad = { person: "not_checked" } as const;
  const stepped = async () => {
    const asked = succeeded(await secondFactorChallenge(runtime, half));
    return await passSecondFactor(runtime, half, {
      passkey: person.device.prove(asked, bad),
      ...fromNowhere,
    });
  };
  const came = async (misuse: Misuse = bad) =>
    await signInWithPasskey(runtime, {
      assertion: person.device.prove(await signInChallenge(runtime), misuse),
      ...from,
    });
  expect([await stepped(), await came(), await stepped(), await came()]).toEqual([
    refused,
    refused,
    refused,
    refused,
  ]);
  expect(await passSecondFactor(runtime, half, { code: "000000", ...fromNowhere })).toMatchObject({
    refusal: "wrong_code",
  });
  const locked = { ok: false, refusal: "locked" };
  expect(await came({})).toEqual(locked);
  expect(await stepped()).toEqual(locked);
  expect(await passSecondFactor(runtime, half, { code: appCode(person.secret), ...fromNowhere })).toEqual(
    locked,
  );
  expect(
    await query("select kind from notification where staff_user_id = $1 and kind = 'account_locked'", [
      person.staffUserId,
    ]),
  ).toHaveLength(1);
});

test("check 51 AUTH-40 fifty passkeys at the same moment from two processes: at most five are looked at", async () => {
  const { device, staffUserId } = await owner();
  await query("delete from guard.subject");
  const asked = await Promise.all(Array.from({ length: 50 }, async () => await signInChallenge(runtime)));
  const answers = await Promise.all(
    asked.map(async (each, turn) => {
      const assertion = device.prove(each, { person: "not_checked" });
      return await signInWithPasskey(turn % 2 === 0 ? runtime : other, { assertion, ...from });
    }),
  );
  expect(answers.filter((answer) => !answer.ok && answer.refusal === "wrong_passkey")).toHaveLength(5);
  const looked = await query(
    "select from audit_event where verb = 'staff.sign_in_with_passkey' and detail ->> 'staffUserId' = $1",
    [staffUserId],
  );
  expect(looked).toHaveLength(5);
});

test("AUTH-36 AUTH-09 whoever left, and whoever's studio is cancelled, does not come in by passkey", async () => {
  const at = await createStudio(runtime);
  const { device, staffUserId } = await owner(at);
  await query("update staff_user set active = false where id = $1", [staffUserId]);
  expect(await comeIn(device)).toEqual(refused);
  await query("update staff_user set active = true where id = $1", [staffUserId]);
  await query("update tenant set status = 'cancelled' where id = $1", [at.tenantId]);
  expect(await comeIn(device)).toEqual(refused);
  await query("update tenant set status = 'active' where id = $1", [at.tenantId]);
  succeeded(await comeIn(device));
});
