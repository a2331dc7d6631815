import {
  appCode,
  createStudio,
  enrolApp,
  fromNowhere,
  halfSession,
  inspect,
  succeeded,
  testDatabase,
  testRuntime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import type { VerbContext } from "../runtime.ts";
import {
  createStaffUser,
  endOtherSessions,
  endOwnSession,
  endSession,
  listSessions,
  passSecondFactor,
  renewRecoveryCodes,
  resolveSession,
  secondFactorStep,
  sessionClock,
  type SignedIn,
  whyEnded,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime);
let people = 0;

/** Somebody who has recovery codes enough to sign in as often as a test likes. */
async function somebody() {
  people += 1;
  const person = { email: `session${people}@example.com`, password: "a kettle sings at dawn" };
  const more = { displayName: "Robin Sample", roles: ["admin" as const], practitionerId: null };
  succeeded(await createStaffUser(studio.as("system"), { ...person, ...more }));
  const { session } = await enrolApp(runtime, person);
  const codes = [...succeeded(await renewRecoveryCodes(await contextOf(session), {})).codes];
  const signInAgain = async () => {
    const half = await halfSession(runtime, person);
    return succeeded(await passSecondFactor(runtime, half, { code: codes.pop() ?? "", ...fromNowhere }));
  };
  return { person, session, signInAgain };
}

async function contextOf(session: SignedIn): Promise<VerbContext> {
  const actor = await resolveSession(runtime, session, "recheck");
  if (actor === null) throw new Error("the session opens nothing");
  return { runtime, actor, requestId: "test" };
}

const stands = async (session: SignedIn) => (await resolveSession(runtime, session, "recheck")) !== null;

async function backdate(
  { sessionId }: SignedIn,
  column: "last_active_at" | "expires_at",
  by: string,
): Promise<void> {
  await query(`update session set ${column} = now() - $2::interval where id = $1`, [sessionId, by]);
}

test("check 56 AUTH-30 a session stands at 14:59 of idleness and is over at 15:00, whatever asks", async () => {
  const { session } = await somebody();
  await backdate(session, "last_active_at", "14 minutes 59 seconds");
  expect(await stands(session)).toBe(true);
  await backdate(session, "last_active_at", "15 minutes");
  expect(await stands(session)).toBe(false);
  expect(await resolveSession(runtime, session, "request")).toBeNull();
  expect(await whyEnded(runtime, session)).toBe("idle");
});

test("check 56 AUTH-30 a half session is idle after fifteen minutes as well", async () => {
  const { person } = await somebody();
  const half = await halfSession(runtime, person);
  await backdate(half, "last_active_at", "15 minutes");
  expect(await secondFactorStep(runtime, half)).toBeNull();
});

test("check 56 AUTH-30 a session ends eight hours after it began, to the moment, however busy it is", async () => {
  const { session } = await somebody();
  await backdate(session, "expires_at", "-1 second");
  expect(await stands(session)).toBe(true);
  await backdate(session, "expires_at", "0");
  expect(await resolveSession(runtime, session, "request")).toBeNull();
  expect(await whyEnded(runtime, session)).toBe("expired");
});

test("check 56 AUTH-30 a person's act begins the fifteen minutes anew; a stream and a poll do not", async () => {
  const { session } = await somebody();
  const idle = async () => {
    const [row] = await query(
      "select extract(epoch from now() - last_active_at)::int as idle from session where id = $1",
      [session.sessionId],
    );
    return Number(row?.["idle"]);
  };
  await backdate(session, "last_active_at", "14 minutes");
  for (let polls = 0; polls < 5; polls += 1) await resolveSession(runtime, session, "recheck");
  expect(await idle()).toBeGreaterThanOrEqual(840);
  await resolveSession(runtime, session, "request");
  expect(await idle()).toBeLessThan(5);
});

test("AUTH-31 the clock tells when a session ends, and asking does not move it", async () => {
  const { session } = await somebody();
  await backdate(session, "last_active_at", "13 minutes");
  const { now, idleEndsAt, endsAt } = await sessionClock(await contextOf(session), {});
  expect(Math.round((idleEndsAt - now) / 1000)).toBe(120);
  expect(endsAt - now).toBeGreaterThan(7.9 * 3_600_000);
  expect((await sessionClock(await contextOf(session), {})).idleEndsAt).toBe(idleEndsAt);
});

test("check 57 AUTH-33 a third session ends the oldest, is told so before, and the oldest learns why", async () => {
  const { person, session: first, signInAgain } = await somebody();
  const second = await signInAgain();
  expect([await stands(first), await stands(second)]).toEqual([true, true]);
  const step = await secondFactorStep(runtime, await halfSession(runtime, person));
  expect(step).toMatchObject({ kind: "code", ends: { startedAt: expect.any(Number) } });
  const third = await signInAgain();
  expect([await stands(first), await stands(second), await stands(third)]).toEqual([false, true, true]);
  expect(await whyEnded(runtime, first)).toBe("replaced");
});

test("check 57 AUTH-33 of four that arrive at the same moment two stay", async () => {
  const { session, signInAgain } = await somebody();
  const all = [session, ...(await Promise.all([1, 2, 3, 4].map(signInAgain)))];
  const standing = await Promise.all(all.map(stands));
  expect(standing.filter(Boolean)).toHaveLength(2);
});

test("AUTH-33 proving oneself again within a session ends no other", async () => {
  const { person, session, signInAgain } = await somebody();
  const second = await signInAgain();
  const [row] = await query(
    "select sealed_secret from staff_totp m join staff_user u on u.id = m.staff_user_id where u.email = $1",
    [person.email],
  );
  const { actor } = await contextOf(session);
  if (actor.kind !== "staff") throw new Error("staff");
  const about = { tenantId: actor.tenantId, recordId: actor.staffUserId, field: "staff_totp.secret" };
  const code = appCode(runtime.seal.open(String(row?.["sealed_secret"]), about));
  const again = succeeded(await passSecondFactor(runtime, session, { code, ...fromNowhere }));
  expect([await stands(again), await stands(second)]).toEqual([true, true]);
});

test("check 57 AUTH-32 people see their own sessions and end one, or all others, at once", async () => {
  const { session, signInAgain } = await somebody();
  const other = await signInAgain();
  const context = await contextOf(session);
  const { sessions } = await listSessions(context, {});
  expect(sessions.map(({ sessionId, own }) => [sessionId, own])).toEqual([
    [other.sessionId, false],
    [session.sessionId, true],
  ]);
  await endOwnSession(context, { sessionId: other.sessionId });
  expect(await stands(other)).toBe(false);
  expect(await whyEnded(runtime, other)).toBe("ended_elsewhere");

  const third = await signInAgain();
  await endOtherSessions(context, {});
  expect([await stands(session), await stands(third)]).toEqual([true, false]);
});

test("AUTH-32 a colleague's session is not found, and stays", async () => {
  const [one, other] = [await somebody(), await somebody()];
  const context = await contextOf(one.session);
  await expect(endOwnSession(context, { sessionId: other.session.sessionId })).rejects.toThrow("not_found");
  await endOtherSessions(context, {});
  expect(await stands(other.session)).toBe(true);
  expect(JSON.stringify(await listSessions(context, {}))).not.toContain(other.session.sessionId);
});

test("who signed out by hand is told nothing, and neither is anybody without a session", async () => {
  const { session } = await somebody();
  expect(await whyEnded(runtime, session)).toBeNull();
  await endSession(runtime, session);
  expect(await whyEnded(runtime, session)).toBeNull();
  expect(await whyEnded(runtime, { ...session, sessionId: "none" })).toBeNull();
});
