import {
  appCode,
  createStudio,
  enrolApp,
  fromNowhere,
  halfSession,
  inspect,
  solvePuzzle,
  succeeded,
  testDatabase,
  testRuntime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { forgetFailures } from "./guard.ts";
import { newPuzzle } from "./proof-of-work.ts";
import {
  createStaffUser,
  listTeam,
  passSecondFactor,
  rememberDevice,
  resolveSession,
  signIn,
  unlockAccount,
} from "./index.ts";

const database = await testDatabase();
const linkKey = new Uint8Array(32).fill(7);
const runtime = await testRuntime(database, { linkKey });
/** A second process of the same installation. */
const other = await testRuntime(database, { linkKey });
const query = await inspect(database);
const studio = await createStudio(runtime);
const password = "a kettle sings at dawn";
const wrong = "a kettle sings at noon";
const locked = { ok: false, refusal: "locked" };
const refused = { ok: false, refusal: "wrong_credentials" };
let people = 0;

async function hire() {
  people += 1;
  const email = `lock${people}@example.com`;
  const more = { displayName: "Robin Sample", roles: ["admin" as const], practitionerId: null };
  const { staffUserId } = succeeded(await createStaffUser(studio.as("system"), { email, password, ...more }));
  return { email, password, staffUserId };
}

type From = {
  readonly ip?: string | null;
  readonly deviceToken?: string | null;
  readonly at?: typeof runtime;
};

/** One attempt by somebody who solves the puzzle that is asked for after three failures; when it is, is tried elsewhere. */
const attempt = async (email: string, word: string, { at = runtime, ...from }: From = {}) => {
  const proof = await solvePuzzle(await newPuzzle(at, { rounds: 1, atLeast: 0, below: 2 }));
  return await signIn(at, { email, password: word, userAgent: "Test/1.0", proof, ...fromNowhere, ...from });
};

async function failTimes(times: number, email: string, from: From = {}): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (let time = 0; time < times; time += 1) answers.push(await attempt(email, wrong, from));
  return answers;
}

/** Moves everything that was counted into the past, as waiting would. */
const wait = async (time: string) =>
  await query(
    `update guard.subject set locked_until = locked_until - $1::interval,
       failures = array(select f - $1::interval from unnest(failures) f)`,
    [time],
  );

const evaluations = async (staffUserId: string) =>
  (
    await query("select from audit_event where verb = 'staff.sign_in' and detail ->> 'staffUserId' = $1", [
      staffUserId,
    ])
  ).length;

test("check 51 AUTH-40 the fifth failure locks: the right password is refused after five and not after four", async () => {
  const [four, five] = [await hire(), await hire()];
  expect(await failTimes(4, four.email)).toEqual([refused, refused, refused, refused]);
  expect(await attempt(four.email, password)).toMatchObject({ ok: true });
  await failTimes(5, five.email);
  expect(await attempt(five.email, password)).toEqual(locked);
  expect(await attempt(five.email.toUpperCase(), password)).toEqual(locked);
});

test("check 51 AUTH-40 fifty at the same moment from two processes: at most five passwords are looked at", async () => {
  const { email, staffUserId } = await hire();
  const answers = await Promise.all(
    Array.from(
      { length: 50 },
      async (_, turn) => await attempt(email, wrong, { at: turn % 2 === 0 ? runtime : other }),
    ),
  );
  expect(await evaluations(staffUserId)).toBe(5);
  expect(answers.filter((answer) => !answer.ok && answer.refusal === "locked")).toHaveLength(45);
});

test("check 51 AUTH-40 AUTH-41 the lock lasts thirty minutes, ends by itself, and lasts an hour after ten failures", async () => {
  const { email } = await hire();
  await failTimes(5, email);
  await wait("29 minutes 55 seconds");
  expect(await attempt(email, password)).toEqual(locked);
  await wait("10 seconds");
  expect(await failTimes(5, email)).toEqual([refused, refused, refused, refused, refused]);
  await wait("59 minutes 55 seconds");
  expect(await attempt(email, password)).toEqual(locked);
  await wait("10 seconds");
  expect(await attempt(email, password)).toMatchObject({ ok: true });
});

test("check 51 AUTH-40 password, app and recovery codes count together, and knowing the password buys no more guesses", async () => {
  const person = await hire();
  const { secret } = await enrolApp(runtime, person);
  await failTimes(2, person.email);
  for (const code of ["000000", "aaaaa-aaaaa", "111111"]) {
    const half = await halfSession(runtime, person);
    expect(await passSecondFactor(runtime, half, { code, ...fromNowhere })).toEqual({
      ok: false,
      refusal: "wrong_code",
    });
  }
  expect(await attempt(person.email, password)).toEqual(locked);
  await query("update guard.subject set locked_until = null, failures = failures[1:4]");
  const half = await halfSession(runtime, person);
  await query("update guard.subject set locked_until = now() + interval '30 minutes'");
  expect(await passSecondFactor(runtime, half, { code: appCode(secret), ...fromNowhere })).toEqual(locked);
});

test("AUTH-40 a complete sign-in forgets what failed before", async () => {
  const person = await hire();
  const { secret } = await enrolApp(runtime, person);
  await failTimes(4, person.email);
  const half = await halfSession(runtime, person);
  succeeded(await passSecondFactor(runtime, half, { code: appCode(secret), ...fromNowhere }));
  expect(await failTimes(4, person.email)).toEqual([refused, refused, refused, refused]);
});

test("AUTH-40 AUTH-45 an address is refused after five failures, whomever they were about, and no other address with it", async () => {
  const { email } = await hire();
  const bad = { ip: "203.0.113.7" };
  for (let turn = 0; turn < 5; turn += 1) await attempt(`nobody${turn}@example.com`, wrong, bad);
  expect(await attempt(email, password, bad)).toEqual(locked);
  expect(await attempt(email, password, { ip: "203.0.113.8" })).toMatchObject({ ok: true });
  await failTimes(3, email, bad);
  expect(await attempt(email, password)).toMatchObject({ ok: true }); // what was not looked at counted against nobody
  await wait("15 minutes 1 second");
  expect(await attempt(email, password, bad)).toMatchObject({ ok: true });
});

test("check 53 AUTH-43 an email that nobody has locks just as one that somebody has, and leaves no trace of it", async () => {
  expect(await failTimes(6, "ghost@example.com")).toEqual([
    refused,
    refused,
    refused,
    refused,
    refused,
    locked,
  ]);
  const rows = await query("select * from guard.subject");
  expect(JSON.stringify([rows, runtime.logged])).not.toContain("ghost");
});

test("check 52 AUTH-42 a stranger who fails a hundred times does not keep the owner out of a device they have used before", async () => {
  const person = await hire();
  const { secret, session } = await enrolApp(runtime, person);
  const deviceToken = await rememberDevice(runtime, session, null);
  expect(deviceToken).toMatch(/^[\w-]{43}$/);
  for (let turn = 0; turn < 100; turn += 1) await attempt(person.email, wrong, { ip: "198.51.100.9" });
  expect(await attempt(person.email, password)).toEqual(locked);

  const half = succeeded(await attempt(person.email, password, { deviceToken, ip: "198.51.100.9" }));
  const own = { ip: null, deviceToken };
  const passed = succeeded(await passSecondFactor(runtime, half, { code: appCode(secret), ...own }));
  expect(await resolveSession(runtime, passed, "request")).not.toBeNull();
  expect(await rememberDevice(runtime, passed, deviceToken)).toBeNull();
  // The device itself guesses no more than anybody.
  await failTimes(5, person.email, { deviceToken });
  expect(await attempt(person.email, password, { deviceToken })).toEqual(locked);
});

test("check 52 a device is known to its owner alone: not with another's email, not when made up, not from a half session", async () => {
  const [one, two] = [await hire(), await hire()];
  const { session } = await enrolApp(runtime, one);
  const deviceToken = await rememberDevice(runtime, session, null);
  await failTimes(5, two.email);
  expect(await attempt(two.email, password, { deviceToken })).toEqual(locked);
  expect(await attempt(two.email, password, { deviceToken: "x".repeat(43) })).toEqual(locked);
  await forgetFailures(runtime, { kind: "account", name: two.email });
  expect(await rememberDevice(runtime, await halfSession(runtime, two), null)).toBeNull();
  const [row] = await query("select token_hash from staff_device where staff_user_id = $1", [
    one.staffUserId,
  ]);
  expect(row?.["token_hash"]).not.toContain(deviceToken);
});

test("AUTH-41 locking is audited and told to the owner once; an admin sees it and unlocks with a reason", async () => {
  const { email, staffUserId } = await hire();
  await failTimes(9, email);
  expect(await query("select kind from notification where staff_user_id = $1", [staffUserId])).toEqual([
    { kind: "account_locked" },
  ]);
  const admin = studio.as("admin");
  const seen = async () =>
    (await listTeam(admin, {})).people.find((person) => person.staffUserId === staffUserId)?.lockedUntil;
  expect(await seen()).toEqual(expect.any(Number));
  await expect(
    unlockAccount(studio.as("receptionist"), { staffUserId, reason: "It was them" }),
  ).rejects.toThrow("forbidden");
  await unlockAccount(admin, { staffUserId, reason: "It was them" });
  expect(await seen()).toBeNull();
  expect(await attempt(email, password)).toMatchObject({ ok: true });
  const acts = await query(
    "select verb, detail from audit_event where resource = 'sign_in_lock' and resource_id = $1 order by at, id",
    [staffUserId],
  );
  expect(acts).toEqual([
    { verb: "staff.lock_account", detail: { what: "account" } },
    { verb: "staff.unlock_account", detail: { reason: "It was them" } },
  ]);
});

test("AUTH-40 what nobody has asked about for two hours is cleared away", async () => {
  await attempt("old@example.com", wrong);
  await query("update guard.subject set touched_at = now() - interval '3 hours'");
  for (let turn = 0; turn < 12; turn += 1) await attempt(`new${turn}@example.com`, wrong);
  expect(await query("select from guard.subject where touched_at < now() - interval '2 hours'")).toEqual([]);
});
