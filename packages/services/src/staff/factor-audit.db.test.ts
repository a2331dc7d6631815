import {
  appCode,
  createStudio,
  enrolApp,
  fromNowhere,
  halfSession,
  inspect,
  newPasskeyDevice,
  succeeded,
  testDatabase,
  testRuntime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import type { VerbContext } from "../runtime.ts";
import {
  addPasskey,
  createStaffUser,
  endTrust,
  listPasskeys,
  listTrustedDevices,
  passByTrust,
  passSecondFactor,
  removePasskey,
  renewRecoveryCodes,
  resetSecondFactor,
  resolveSession,
  secondFactorChallenge,
  secondFactorStep,
  setTrustRule,
  type SignedIn,
  signInChallenge,
  signInWithPasskey,
  startPasskey,
  trustDevice,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime);
const password = "a kettle sings at dawn";
const device = newPasskeyDevice({ origin: "http://dashboard.test" });
let people = 0;

async function hire() {
  people += 1;
  const email = `audited${people}@example.com`;
  const more = { displayName: "Robin Sample", roles: ["admin" as const], practitionerId: null };
  const { staffUserId } = succeeded(await createStaffUser(studio.as("system"), { email, password, ...more }));
  return { email, password, staffUserId };
}

async function contextOf(session: SignedIn): Promise<VerbContext> {
  const actor = await resolveSession(runtime, session, "request");
  if (actor === null) throw new Error("the session opens nothing");
  return { runtime, actor, requestId: "test" };
}

const admin = await hire();
const person = await hire();
const { session: adminSession } = await enrolApp(runtime, admin);
const { session, secret } = await enrolApp(runtime, person);
const context = await contextOf(session);
let recoveryCode = "";
let token: string | null = null;

const half = async () => await halfSession(runtime, person);
const fresh = async () =>
  await query(
    "update session set mfa_passed_at = now(), revoked_at = null, revoked_reason = null where id = any($1)",
    [[session.sessionId, adminSession.sessionId]],
  );
const pass = async (code: string, trust?: "asked") =>
  await passSecondFactor(runtime, await half(), { code, trust, ...fromNowhere });
const byPasskey = async (person: "not_checked" | undefined) => {
  const at = await half();
  const asked = succeeded(await secondFactorChallenge(runtime, at));
  const passkey = device.prove(asked, person === undefined ? {} : { person });
  return await passSecondFactor(runtime, at, { passkey, ...fromNowhere });
};
const alone = async (person: "not_checked" | undefined) => {
  const assertion = device.prove(await signInChallenge(runtime), person === undefined ? {} : { person });
  return await signInWithPasskey(runtime, { assertion, userAgent: "Test/1.0", ...fromNowhere });
};

/** What happens to a second factor of whatever kind, what makes it happen, and what the audit then says. In this order. */
const happenings: readonly (readonly [string, () => Promise<unknown>, string])[] = [
  [
    "an app is asked for",
    async () => await secondFactorStep(runtime, await half()),
    "staff.second_factor_step done",
  ],
  ["a code counts", async () => await pass(appCode(secret)), "staff.pass_second_factor done"],
  ["a code does not", async () => await pass("000000"), "staff.pass_second_factor wrong_code"],
  [
    "recovery codes are made",
    async () => {
      recoveryCode = succeeded(await renewRecoveryCodes(context, {})).codes[0] ?? "";
    },
    "staff.renew_recovery_codes done",
  ],
  ["a recovery code counts", async () => await pass(recoveryCode), "staff.pass_second_factor done"],
  ["it does not twice", async () => await pass(recoveryCode), "staff.pass_second_factor wrong_code"],
  ["a passkey is begun", async () => await startPasskey(context, {}), "staff.start_passkey done"],
  [
    "a passkey is added",
    async () => {
      const made = device.make(succeeded(await startPasskey(context, {})));
      return await addPasskey(context, { name: "Phone", made });
    },
    "staff.add_passkey done",
  ],
  [
    "a passkey is asked for",
    async () => await secondFactorChallenge(runtime, await half()),
    "staff.challenge_passkey done",
  ],
  ["a passkey counts", async () => await byPasskey(undefined), "staff.pass_second_factor done"],
  [
    "a passkey does not",
    async () => await byPasskey("not_checked"),
    "staff.pass_second_factor wrong_passkey",
  ],
  ["a passkey signs in", async () => await alone(undefined), "staff.sign_in_with_passkey done"],
  [
    "a passkey does not sign in",
    async () => await alone("not_checked"),
    "staff.sign_in_with_passkey wrong_passkey",
  ],
  [
    "a passkey is removed",
    async () => {
      const [passkey] = (await listPasskeys(context, {})).passkeys;
      return await removePasskey(context, { passkeyId: passkey?.passkeyId ?? "" });
    },
    "staff.remove_passkey done",
  ],
  [
    "trust is allowed",
    async () => await setTrustRule(await contextOf(adminSession), { rule: "for_30_days" }),
    "staff.set_trust_rule done",
  ],
  [
    "a browser is trusted",
    async () => {
      token = await trustDevice(runtime, succeeded(await pass(appCode(secret, "next"), "asked")));
    },
    "staff.trust_device done",
  ],
  ["trust counts", async () => await passByTrust(runtime, await half(), token), "staff.pass_by_trust done"],
  [
    "trust does not",
    async () => await passByTrust(runtime, await half(), "x".repeat(43)),
    "staff.pass_by_trust not_trusted",
  ],
  [
    "trust is ended",
    async () => {
      const [trusted] = (await listTrustedDevices(context, {})).devices;
      return await endTrust(context, { deviceId: trusted?.deviceId ?? "" });
    },
    "staff.end_trust done",
  ],
  [
    "all of it is reset",
    async () =>
      await resetSecondFactor(await contextOf(adminSession), {
        staffUserId: person.staffUserId,
        reason: "Lost their phone",
      }),
    "staff.reset_second_factor done",
  ],
  ["an app is enrolled anew", async () => await enrolApp(runtime, person), "staff.pass_second_factor done"],
];

test.each(happenings)("AUTH-23 %s, and the audit says so", async (_, happen, line) => {
  await fresh();
  await query("delete from guard.subject");
  const [before] = await query("select now() as at");
  await happen();
  const rows = await query(
    "select verb, outcome from audit_event where tenant_id = $1 and at >= $2 order by at, id",
    [studio.tenantId, before?.["at"]],
  );
  expect(rows.map(({ verb, outcome }) => `${String(verb)} ${String(outcome)}`)).toContain(line);
});

test("AUTH-23 no line of it holds a secret, a code or a name", async () => {
  const rows = JSON.stringify(
    await query("select * from audit_event where tenant_id = $1", [studio.tenantId]),
  );
  for (const word of [secret, recoveryCode, token ?? "-", person.email, "Robin", device.credentialId]) {
    expect(rows).not.toContain(word);
  }
});
