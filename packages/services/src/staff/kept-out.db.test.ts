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
  allowLinking,
  createStaffUser,
  isKeptOut,
  linkIdentity,
  passByTrust,
  passSecondFactor,
  resolveSession,
  setTrustRule,
  signInChallenge,
  signInWithIdentity,
  signInWithPasskey,
  startPasskey,
  trustDevice,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const password = "a kettle sings at dawn";
const office = "203.0.113.7";
const home = "198.51.100.9";
const keptOut = { ok: false, refusal: "kept_out" };
let people = 0;

/** Somebody of a studio that lets its people in from its office alone, with every way in there is. */
async function arrange() {
  people += 1;
  const studio = await createStudio(runtime);
  const email = `kept${people}@example.com`;
  const more = { displayName: "Robin Sample", roles: ["admin" as const], practitionerId: null };
  const { staffUserId } = succeeded(await createStaffUser(studio.as("system"), { email, password, ...more }));
  const { secret, session } = await enrolApp(runtime, { email, password });
  const actor = await resolveSession(runtime, session, "request");
  if (actor === null) throw new Error("the session opens nothing");
  const context: VerbContext = { runtime, actor, requestId: "test" };
  const device = newPasskeyDevice({ origin: "http://dashboard.test" });
  const made = device.make(succeeded(await startPasskey(context, {})));
  succeeded(await addPasskey(context, { name: "Phone", made }));
  const identity = { issuer: "https://id.example.com", subject: email, verifiedEmail: email };
  succeeded(await allowLinking(context, {}));
  succeeded(await linkIdentity(runtime, session, identity));
  succeeded(await setTrustRule(context, { rule: "for_30_days" }));
  await query("update staff_totp set last_step = 1 where staff_user_id = $1", [staffUserId]);
  const half = await halfSession(runtime, { email, password });
  const asked = { code: appCode(secret), trust: "asked" as const, ...fromNowhere };
  const token = await trustDevice(runtime, succeeded(await passSecondFactor(runtime, half, asked)));
  await query("update tenant set allowed_networks = '{203.0.113.0/24}' where id = $1", [studio.tenantId]);
  const sessions = async () =>
    Number(
      (await query("select count(*)::int as n from session where staff_user_id = $1", [staffUserId]))[0]?.[
        "n"
      ],
    );
  const lastAttempt = async () =>
    await query(
      "select detail->>'by' as by, detail->>'kept' as kept, outcome from audit_event where tenant_id = $1 and action = 'sign_in' order by at desc, id desc limit 1",
      [studio.tenantId],
    );
  return { email, staffUserId, device, identity, token, sessions, lastAttempt };
}

test("AUTH-44 a passkey from elsewhere begins no session, is audited, counts as no failure, and lets in from the office", async () => {
  const person = await arrange();
  const from = async (ip: string | null) =>
    await signInWithPasskey(runtime, {
      assertion: person.device.prove(await signInChallenge(runtime)),
      userAgent: "Test/1.0",
      ip,
      deviceToken: null,
    });
  const before = await person.sessions();
  for (let turn = 0; turn < 7; turn += 1) expect(await from(home)).toEqual(keptOut);
  expect(await from(null)).toEqual(keptOut);
  expect(await person.sessions()).toBe(before);
  expect(await person.lastAttempt()).toEqual([{ by: "passkey", kept: "out", outcome: "kept_out" }]);
  const inside = succeeded(await from(office));
  expect(await resolveSession(runtime, inside, "request", office)).not.toBeNull();
});

test("AUTH-44 an identity from elsewhere begins no session, is audited, counts as no failure, and lets in from the office", async () => {
  const person = await arrange();
  const from = async (ip: string | null) =>
    await signInWithIdentity(runtime, {
      identity: person.identity,
      userAgent: "Test/1.0",
      ip,
      deviceToken: null,
    });
  const before = await person.sessions();
  for (let turn = 0; turn < 7; turn += 1) expect(await from(home)).toEqual(keptOut);
  expect(await from(null)).toEqual(keptOut);
  expect(await person.sessions()).toBe(before);
  expect(await person.lastAttempt()).toEqual([{ by: "identity", kept: "out", outcome: "kept_out" }]);
  expect(await from(office)).toMatchObject({ ok: true });
});

test("AUTH-44 AUTH-22 a trusted browser elsewhere passes no second step: the half session is kept out as after any password", async () => {
  const person = await arrange();
  const half = await halfSession(runtime, { email: person.email, password });
  expect(await passByTrust(runtime, half, person.token, home)).toBeNull();
  expect(await passByTrust(runtime, half, person.token)).toBeNull();
  expect(await isKeptOut(runtime, half, home)).toBe(true);
  expect(await passByTrust(runtime, half, person.token, office)).not.toBeNull();
});
