import {
  createStudio,
  enrolApp,
  inspect,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
} from "@quietroom/testing";
import { asId, type StaffUserId } from "@quietroom/domain/ids";
import { expect, test } from "vitest";
import type { VerbContext } from "../runtime.ts";
import {
  changePassword,
  changeRoles,
  connectApp,
  createStaffUser,
  endAccess,
  endOtherSessions,
  endOwnSession,
  listSessions,
  pairApp,
  refreshApp,
  renewRecoveryCodes,
  resolveApp,
  resolveSession,
  setTrustRule,
  type SignedIn,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime);
const password = "a kettle sings at dawn";
const phone = { userAgent: "Phone/1.0", ip: null } as const;
let people = 0;

async function hire(at: TestStudio = studio) {
  people += 1;
  const email = `app${people}@example.com`;
  const more = { displayName: "Robin Sample", roles: ["admin" as const], practitionerId: null };
  const { staffUserId } = succeeded(await createStaffUser(at.as("system"), { email, password, ...more }));
  const { session } = await enrolApp(runtime, { email, password });
  return { email, staffUserId, session, context: await contextOf(session) };
}

async function contextOf(session: SignedIn): Promise<VerbContext> {
  const actor = await resolveSession(runtime, session, "recheck");
  if (actor === null) throw new Error("the session opens nothing");
  return { runtime, actor, requestId: "test" };
}

const codeFor = async (context: VerbContext, name = "Phone") =>
  succeeded(await connectApp(context, { name })).code;
const connect = async (context: VerbContext, name?: string) =>
  succeeded(await pairApp(runtime, { code: await codeFor(context, name), ...phone }));
const refresh = async (refreshToken: string, ip: string | null = null) =>
  await refreshApp(runtime, { refreshToken, ip });
const opens = async (accessToken: string) => (await resolveApp(runtime, accessToken, "recheck")) !== null;
const notValid = { ok: false, refusal: "not_valid" };

async function audited(verb: string, staffUserId: string) {
  const rows = await query(
    "select outcome from audit_event where verb = $1 and detail ->> 'staffUserId' = $2 order by at, id",
    [verb, staffUserId],
  );
  return rows.map(({ outcome }) => outcome);
}

async function incidents(staffUserId: string) {
  const rows = await query("select kind from security_incident where staff_user_id = $1", [staffUserId]);
  return rows.map(({ kind }) => kind);
}

test("AUTH-35 an app is connected by a code, once, acts as its person, and both are told and audited", async () => {
  const { context, staffUserId } = await hire();
  const code = await codeFor(context);
  const tokens = succeeded(
    await pairApp(runtime, { code: code.toLowerCase().replaceAll("-", " "), ...phone }),
  );
  expect(tokens).toMatchObject({ accessEndsInSec: 900, connectionEndsInSec: 8 * 3600 });
  const actor = await resolveApp(runtime, tokens.accessToken, "request");
  expect(actor).toMatchObject({ kind: "staff", staffUserId, roles: ["admin"] });
  expect(await pairApp(runtime, { code, ...phone })).toEqual(notValid);
  expect(await audited("staff.connect_app", staffUserId)).toEqual(["done"]);
  expect(await audited("staff.pair_app", staffUserId)).toEqual(["done", "used"]);
  const mails = await query("select kind from notification where staff_user_id = $1", [staffUserId]);
  expect(mails).toEqual([{ kind: "app_connected" }]);
});

test("AUTH-21 AUTH-35 a code asks for a second factor of the last five minutes", async () => {
  const { context, session } = await hire();
  await query("update session set mfa_passed_at = now() - interval '5 minutes' where id = $1", [
    session.sessionId,
  ]);
  expect(await connectApp(context, { name: "Phone" })).toEqual({
    ok: false,
    refusal: "second_factor_needed",
  });
});

test("AUTH-35 neither codes nor tokens are in the database", async () => {
  const { context } = await hire();
  const code = await codeFor(context);
  const tokens = succeeded(await pairApp(runtime, { code, ...phone }));
  const kept = JSON.stringify([
    await query("select * from app_token"),
    await query("select * from app_pairing"),
    await query("select * from guard.pairing"),
    await query("select * from audit_event where verb like 'staff.%app'"),
    await query("select * from outbox"),
  ]);
  const secrets = [code, code.replaceAll("-", ""), code.slice(5).replace("-", "")];
  for (const secret of [...secrets, tokens.accessToken.slice(50), tokens.refreshToken.slice(50)])
    expect(kept).not.toContain(secret);
});

test("AUTH-35 a code is over after five minutes, after another, with its browser's session, and with its person", async () => {
  const late = await hire();
  const code = await codeFor(late.context);
  await query("update app_pairing set expires_at = now() where staff_user_id = $1", [late.staffUserId]);
  expect(await pairApp(runtime, { code, ...phone })).toEqual(notValid);
  const twice = await hire();
  const [first, second] = [await codeFor(twice.context), await codeFor(twice.context)];
  expect(await pairApp(runtime, { code: first, ...phone })).toEqual(notValid);
  expect(await pairApp(runtime, { code: second, ...phone })).toMatchObject({ ok: true });
  for (const end of [
    "update session set revoked_at = now() where staff_user_id = $1",
    "update session set last_active_at = now() - interval '15 minutes' where staff_user_id = $1",
    "update staff_user set active = false where id = $1",
  ]) {
    const gone = await hire();
    const unused = await codeFor(gone.context);
    await query(end, [gone.staffUserId]);
    expect(await pairApp(runtime, { code: unused, ...phone })).toEqual(notValid);
  }
});

test("AUTH-35 five wrong codes end a pairing: the sixth, though right, is refused", async () => {
  const { context, staffUserId } = await hire();
  const code = await codeFor(context);
  const wrong = `${code.slice(0, -1)}${code.endsWith("0") ? "1" : "0"}`;
  for (let turn = 0; turn < 5; turn += 1)
    expect(await pairApp(runtime, { code: wrong, ...phone })).toEqual(notValid);
  expect(await pairApp(runtime, { code, ...phone })).toEqual(notValid);
  expect(await audited("staff.pair_app", staffUserId)).toEqual([
    ...Array.from({ length: 5 }, () => "wrong_code"),
    "too_many_tries",
  ]);
});

test("AUTH-35 of twenty that show one code at once one is connected; of fifty wrong ones at once five are compared", async () => {
  const { context } = await hire();
  const code = await codeFor(context);
  const all = await Promise.all(
    Array.from({ length: 20 }, async () => await pairApp(runtime, { code, ...phone })),
  );
  expect(all.filter(({ ok }) => ok)).toHaveLength(1);
  const other = await hire();
  const right = await codeFor(other.context);
  const wrong = `${right.slice(0, -1)}${right.endsWith("0") ? "1" : "0"}`;
  await Promise.all(
    Array.from({ length: 50 }, async () => await pairApp(runtime, { code: wrong, ...phone })),
  );
  const outcomes = await audited("staff.pair_app", other.staffUserId);
  expect(outcomes.filter((outcome) => outcome === "wrong_code")).toHaveLength(5);
});

test("AUTH-40 AUTH-35 an address that failed five times is not looked at, whatever code it shows; others are", async () => {
  const { context } = await hire();
  const code = await codeFor(context);
  const from = { userAgent: "Phone/1.0", ip: "203.0.113.77" };
  for (let turn = 0; turn < 5; turn += 1)
    expect(await pairApp(runtime, { code: `ZZZZ-ZZZZ-ZZZ${turn}`, ...from })).toEqual(notValid);
  expect(await pairApp(runtime, { code, ...from })).toEqual({ ok: false, refusal: "locked" });
  expect(await pairApp(runtime, { code, userAgent: "Phone/1.0", ip: "203.0.113.78" })).toMatchObject({
    ok: true,
  });
});

test("AUTH-35 an access token opens for fifteen minutes to the moment, and never beyond its connection", async () => {
  const { context, staffUserId } = await hire();
  const { accessToken, refreshToken } = await connect(context);
  const [kept] = await query(
    `select extract(epoch from k.access_expires_at - k.created_at)::int as sec from app_token k
     join session s on s.id = k.session_id where s.staff_user_id = $1`,
    [staffUserId],
  );
  expect(kept).toEqual({ sec: 900 });
  const at = async (when: string) =>
    await query(
      `update app_token set access_expires_at = now() + $2::interval
       where session_id in (select id from session where staff_user_id = $1) and refreshed_at is null`,
      [staffUserId, when],
    );
  await at("1 second");
  expect(await opens(accessToken)).toBe(true);
  await at("0");
  expect(await opens(accessToken)).toBe(false);
  await query(
    "update session set expires_at = now() + interval '3 minutes' where staff_user_id = $1 and app_name is not null",
    [staffUserId],
  );
  const next = succeeded(await refresh(refreshToken));
  expect(next.accessEndsInSec).toBeLessThanOrEqual(180);
  expect(next.connectionEndsInSec).toBeLessThanOrEqual(180);
});

test("AUTH-35 refresh tokens rotate, and the connection ends eight hours after it began, however often it is refreshed", async () => {
  const { context, staffUserId } = await hire();
  const first = await connect(context);
  await query(
    `update session set created_at = now() - interval '7 hours', expires_at = now() + interval '1 hour'
     where staff_user_id = $1 and app_name is not null`,
    [staffUserId],
  );
  const second = succeeded(await refresh(first.refreshToken));
  expect(second.refreshToken).not.toBe(first.refreshToken);
  expect(second.connectionEndsInSec).toBeLessThanOrEqual(3600);
  const third = succeeded(await refresh(second.refreshToken));
  expect(await opens(third.accessToken)).toBe(true);
  await query("update session set expires_at = now() where staff_user_id = $1 and app_name is not null", [
    staffUserId,
  ]);
  expect(await opens(third.accessToken)).toBe(false);
  expect(await refresh(third.refreshToken)).toEqual(notValid);
  // Of what is over by itself no theft is told.
  expect(await refresh(first.refreshToken)).toEqual(notValid);
  expect(await incidents(staffUserId)).toEqual([]);
  expect(await audited("staff.refresh_app", staffUserId)).toEqual(["done", "done", "over", "over"]);
});

test("AUTH-35 AUTH-44 an old refresh token ends the whole connection, the newest tokens with it, and is one incident", async () => {
  const { context, staffUserId } = await hire();
  const other = await connect(context, "Tablet");
  const first = await connect(context);
  const second = succeeded(await refresh(first.refreshToken));
  const third = succeeded(await refresh(second.refreshToken));
  expect(await refresh(first.refreshToken, "198.51.100.9")).toEqual(notValid);
  for (const { accessToken } of [first, second, third]) expect(await opens(accessToken)).toBe(false);
  for (const { refreshToken } of [first, second, third])
    expect(await refresh(refreshToken)).toEqual(notValid);
  expect(await incidents(staffUserId)).toEqual(["token_reused"]);
  expect(await opens(other.accessToken)).toBe(true);
  const [ended] = await query(
    "select revoked_reason from session where staff_user_id = $1 and app_name = 'Phone'",
    [staffUserId],
  );
  expect(ended).toEqual({ revoked_reason: "token_reused" });
});

test("AUTH-35 of many refreshes with one token at the same moment one is answered, and the connection is over", async () => {
  const { context, staffUserId } = await hire();
  const { refreshToken } = await connect(context);
  const answers = await Promise.all(Array.from({ length: 10 }, async () => await refresh(refreshToken)));
  const given = answers.filter((answer) => answer.ok);
  expect(given).toHaveLength(1);
  for (const { value } of given) {
    expect(await opens(value.accessToken)).toBe(false);
    expect(await refresh(value.refreshToken)).toEqual(notValid);
  }
  expect(await incidents(staffUserId)).toEqual(["token_reused"]);
});

test("AUTH-35 a token with its secret altered, of another row or another studio's is nobody's, ends nothing and is no theft", async () => {
  const { context, staffUserId } = await hire();
  const { accessToken, refreshToken } = await connect(context);
  const elsewhere = await hire(await createStudio(runtime));
  const theirs = await connect(elsewhere.context);
  const bytes = (token: string) => Buffer.from(token.slice(4), "base64url");
  const forged = (token: string, ids: string) =>
    `${token.slice(0, 4)}${Buffer.concat([bytes(ids).subarray(0, 32), bytes(token).subarray(32)]).toString("base64url")}`;
  expect(await opens(forged(accessToken, theirs.accessToken))).toBe(false);
  expect(await opens(forged(theirs.accessToken, accessToken))).toBe(false);
  expect(await refresh(forged(refreshToken, theirs.refreshToken))).toEqual(notValid);
  expect(await refresh(accessToken)).toEqual(notValid);
  expect(await opens(refreshToken)).toBe(false);
  // A studio that never was.
  const madeUp = Buffer.concat([Buffer.alloc(16, 7), bytes(refreshToken).subarray(16)]).toString("base64url");
  expect(await refresh(`qrr_${madeUp}`)).toEqual(notValid);
  expect(await opens(accessToken)).toBe(true);
  expect(await refresh(refreshToken)).toMatchObject({ ok: true });
  expect(await incidents(staffUserId)).toEqual([]);
});

test.each([
  ["its person has left", "update staff_user set active = false where id = $1"],
  [
    "the studio is cancelled",
    "update tenant set status = 'cancelled' where id = (select tenant_id from staff_user where id = $1)",
  ],
  [
    "the studio lets in other networks alone",
    "update tenant set allowed_networks = '{192.0.2.0/24}' where id = (select tenant_id from staff_user where id = $1)",
  ],
])(
  "check 28 AUTH-36 AUTH-35 an app's tokens open nothing from the next request on, when %s",
  async (_, end) => {
    const { context, staffUserId } = await hire(await createStudio(runtime));
    const { accessToken, refreshToken } = await connect(context);
    expect(await opens(accessToken)).toBe(true);
    await query(end, [staffUserId]);
    expect(await opens(accessToken)).toBe(false);
    expect(await refresh(refreshToken)).toEqual(notValid);
  },
);

test("check 28 AUTH-36 AUTH-35 other roles, ended access and a new password end a person's apps with their sessions", async () => {
  const admin = await hire();
  const acts: readonly ((staffUserId: StaffUserId) => Promise<unknown>)[] = [
    async (staffUserId) =>
      await changeRoles(admin.context, { staffUserId, roles: ["billing"], practitioner: { kind: "none" } }),
    async (staffUserId) => await endAccess(admin.context, { staffUserId, reason: "Gone" }),
  ];
  for (const act of acts) {
    const { context, staffUserId } = await hire();
    const { accessToken, refreshToken } = await connect(context);
    expect(await act(asId<StaffUserId>(staffUserId))).toMatchObject({ ok: true });
    expect(await opens(accessToken)).toBe(false);
    expect(await refresh(refreshToken)).toEqual(notValid);
    expect(await incidents(staffUserId)).toEqual([]);
  }
  const own = await hire();
  const { accessToken } = await connect(own.context);
  const next = { current: password, next: "another kettle sings at noon", deviceToken: null, ip: null };
  expect(await changePassword(runtime, own.session, next)).toMatchObject({ ok: true });
  expect(await opens(accessToken)).toBe(false);
});

test("check 57 AUTH-32 AUTH-35 apps stand in the list of sessions with their names, are ended from there, and by ending all others", async () => {
  const { context } = await hire();
  const [desk, tablet] = [await connect(context, "Desk"), await connect(context, "Tablet")];
  const { sessions } = await listSessions(context, {});
  expect(sessions.map(({ app, own }) => [app, own])).toEqual([
    [null, true],
    ["Tablet", false],
    ["Desk", false],
  ]);
  const shown = sessions.find(({ app }) => app === "Tablet");
  await endOwnSession(context, { sessionId: shown?.sessionId ?? "" });
  expect([await opens(desk.accessToken), await opens(tablet.accessToken)]).toEqual([true, false]);
  await endOtherSessions(context, {});
  expect(await opens(desk.accessToken)).toBe(false);
  expect((await listSessions(context, {})).sessions).toHaveLength(1);
});

test("check 57 AUTH-33 AUTH-35 a third app ends the oldest, and apps take no browser's place", async () => {
  const { context, session } = await hire();
  const apps = [
    await connect(context, "One"),
    await connect(context, "Two"),
    await connect(context, "Three"),
  ];
  expect(await Promise.all(apps.map(async ({ accessToken }) => await opens(accessToken)))).toEqual([
    false,
    true,
    true,
  ]);
  expect(await resolveSession(runtime, session, "recheck")).not.toBeNull();
});

test("check 55 AUTH-21 AUTH-35 what asks for a fresh second factor is closed to an app, and its session is none of a browser's", async () => {
  const { context } = await hire();
  const { accessToken } = await connect(context);
  const actor = await resolveApp(runtime, accessToken, "request");
  if (actor === null) throw new Error("the token opens nothing");
  const asApp = { runtime, actor, requestId: "test" };
  const needed = { ok: false, refusal: "second_factor_needed" };
  expect(await connectApp(asApp, { name: "Another" })).toEqual(needed);
  expect(await renewRecoveryCodes(asApp, {})).toEqual(needed);
  expect(await setTrustRule(asApp, { rule: "for_30_days" })).toEqual(needed);
  const named = { tenantId: actor.tenantId, sessionId: actor.sessionId };
  expect(await resolveSession(runtime, named, "request")).toBeNull();
  await expect(
    query("update session set mfa_passed_at = now() where id = $1", [actor.sessionId]),
  ).rejects.toThrow("session_app_proves_nothing");
});

test("AUTH-32 AUTH-35 a call and a refresh are shown as its last use, a look at whether it still stands is not", async () => {
  const { context, staffUserId } = await hire();
  const { accessToken, refreshToken } = await connect(context);
  const idle = async () => {
    const [row] = await query(
      "select extract(epoch from now() - last_active_at)::int as sec from session where staff_user_id = $1 and app_name is not null",
      [staffUserId],
    );
    return Number(row?.["sec"]);
  };
  const age = async () =>
    await query(
      "update session set last_active_at = now() - interval '40 minutes' where staff_user_id = $1 and app_name is not null",
      [staffUserId],
    );
  await age();
  expect(await resolveApp(runtime, accessToken, "recheck")).not.toBeNull();
  expect(await idle()).toBe(2400);
  await resolveApp(runtime, accessToken, "request");
  expect(await idle()).toBeLessThan(5);
  await age();
  succeeded(await refresh(refreshToken));
  expect(await idle()).toBeLessThan(5);
});

test("AUTH-35 the tokens of connections that are over are forgotten when their person connects another app", async () => {
  const { context, staffUserId } = await hire();
  const { refreshToken } = await connect(context);
  succeeded(await refresh(refreshToken));
  const kept = async () =>
    await query(
      "select k.id from app_token k join session s on s.id = k.session_id where s.staff_user_id = $1",
      [staffUserId],
    );
  expect(await kept()).toHaveLength(2);
  await query("update session set expires_at = now() where staff_user_id = $1 and app_name is not null", [
    staffUserId,
  ]);
  await connect(context);
  expect(await kept()).toHaveLength(1);
});
