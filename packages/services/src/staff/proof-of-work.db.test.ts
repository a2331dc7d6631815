import {
  createStudio,
  enrolApp,
  fromNowhere,
  inspect,
  solvePuzzle,
  succeeded,
  testDatabase,
  testRuntime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { createStaffUser, newPuzzle, rememberDevice, signIn, type SignInAttempt } from "./index.ts";

const database = await testDatabase();
const linkKey = new Uint8Array(32).fill(7);
const runtime = await testRuntime(database, { linkKey });
/** A second process of the same installation. */
const other = await testRuntime(database, { linkKey });
const query = await inspect(database);
const studio = await createStudio(runtime);
const password = "a kettle sings at dawn";
const wrong = { ok: false, refusal: "wrong_credentials" };
const needed = { ok: false, refusal: "proof_needed" };
const locked = { ok: false, refusal: "locked" };
const easy = { rounds: 1, atLeast: 1, below: 3 };
let people = 0;

async function hire() {
  people += 1;
  const email = `proof${people}@example.com`;
  const more = { displayName: "Robin Sample", roles: ["admin" as const], practitionerId: null };
  succeeded(await createStaffUser(studio.as("system"), { email, password, ...more }));
  return email;
}

const attempt = async (email: string, more: Partial<SignInAttempt> = {}, at = runtime) =>
  await signIn(at, { email, password: "not the password", userAgent: "Test/1.0", ...fromNowhere, ...more });

const proof = async () => await solvePuzzle(await newPuzzle(runtime, easy));

async function failThrice(email: string, more: Partial<SignInAttempt> = {}) {
  for (let turn = 0; turn < 3; turn += 1) expect(await attempt(email, more)).toEqual(wrong);
}

test("check 53 AUTH-43 after three failures a puzzle is asked for, at the same count for an email that nobody has", async () => {
  for (const email of [await hire(), "nobody@example.com"]) {
    await failThrice(email);
    expect(await attempt(email)).toEqual(needed);
    expect(await attempt(email.toUpperCase())).toEqual(needed);
    expect(await attempt(email, { proof: await proof() })).toEqual(wrong);
    expect(await attempt(email, { proof: await proof() })).toEqual(wrong);
    expect(await attempt(email, { proof: await proof() })).toEqual(locked);
  }
});

test("check 51 AUTH-43 the right password needs the puzzle too, comes in with it, and being asked counts as no failure", async () => {
  const email = await hire();
  await failThrice(email);
  for (let turn = 0; turn < 10; turn += 1) expect(await attempt(email, { password })).toEqual(needed);
  expect(await attempt(email, { password, proof: await proof() })).toMatchObject({ ok: true });
  expect(
    await query("select cardinality(failures) as failures, locked_until from guard.subject"),
  ).toContainEqual({ failures: 3, locked_until: null });
});

test("AUTH-43 whoever has not failed is not asked, and a puzzle that nobody asked for is not spent", async () => {
  const email = await hire();
  const spare = await proof();
  expect(await attempt(email, { password, proof: spare })).toMatchObject({ ok: true });
  await failThrice(email);
  expect(await attempt(email, { password, proof: spare })).toMatchObject({ ok: true });
});

test("check 51 AUTH-43 a puzzle counts once in all processes, also at the same moment", async () => {
  const email = await hire();
  await failThrice(email);
  const one = await proof();
  const answers = await Promise.all(
    [runtime, other, runtime, other].map(async (at) => await attempt(email, { proof: one }, at)),
  );
  expect(answers.filter((answer) => !answer.ok && answer.refusal === "wrong_credentials")).toHaveLength(1);
  expect(answers.filter((answer) => !answer.ok && answer.refusal === "proof_needed")).toHaveLength(3);
});

test("AUTH-43 only a puzzle of ours counts, unaltered and solved", async () => {
  const email = await hire();
  await failThrice(email);
  const puzzle = await newPuzzle(runtime, { rounds: 1, atLeast: 5, below: 9 });
  const right = JSON.parse(await solvePuzzle(puzzle));
  const strange = await testRuntime(database);
  const easier = { ...puzzle, parameters: { ...puzzle.parameters, keyPrefix: "0" } };
  const { ticket } = (await newPuzzle(runtime, easy)).parameters.data;
  const transplanted = { ...right.challenge.parameters, data: { ticket } };
  for (const bad of [
    "",
    "{}",
    "x".repeat(100_000),
    await solvePuzzle(await newPuzzle(strange, easy)),
    await solvePuzzle(easier),
    JSON.stringify({ ...right, solution: { ...right.solution, counter: right.solution.counter + 1 } }),
    JSON.stringify({ ...right, solution: { counter: 0, derivedKey: "00" } }),
    JSON.stringify({ ...right, challenge: { ...right.challenge, parameters: transplanted } }),
    JSON.stringify({ ...right, challenge: { ...right.challenge, signature: "00" } }),
  ]) {
    expect(await attempt(email, { password, proof: bad }), bad.slice(0, 200)).toEqual(needed);
  }
  expect(await attempt(email, { password, proof: JSON.stringify(right) })).toMatchObject({ ok: true });
});

test("AUTH-43 AUTH-45 an address that has failed three times is asked whoever it says it is, and no other address with it", async () => {
  const email = await hire();
  const ip = "203.0.113.40";
  for (let turn = 0; turn < 3; turn += 1)
    expect(await attempt(`ghost${turn}@example.com`, { ip })).toEqual(wrong);
  expect(await attempt(email, { password, ip })).toEqual(needed);
  expect(await attempt(email, { password, ip: "203.0.113.41" })).toMatchObject({ ok: true });
});

test("check 52 AUTH-42 AUTH-43 a stranger's failures cost the owner no puzzle on a device they have used before", async () => {
  const email = await hire();
  const { session } = await enrolApp(runtime, { email, password });
  const deviceToken = await rememberDevice(runtime, session, null);
  await failThrice(email);
  expect(await attempt(email, { password })).toEqual(needed);
  expect(await attempt(email, { password, deviceToken })).toMatchObject({ ok: true });
  await failThrice(email, { deviceToken });
  expect(await attempt(email, { password, deviceToken })).toEqual(needed);
});

test("AUTH-43 after an hour nobody is asked any more", async () => {
  const email = await hire();
  await failThrice(email);
  const age = async (by: string) =>
    await query(
      "update guard.subject set failures = array(select f - $1::interval from unnest(failures) f)",
      [by],
    );
  await age("59 minutes");
  expect(await attempt(email, { password })).toEqual(needed);
  await age("2 minutes");
  expect(await attempt(email, { password })).toMatchObject({ ok: true });
});

test("AUTH-43 the puzzle of the sign-in page is work: hundreds of derivations, two thousand rounds each, and never the first", async () => {
  const puzzle = await newPuzzle(runtime);
  expect(puzzle.parameters).toMatchObject({ algorithm: "PBKDF2/SHA-256", cost: 2_000 });
  const { solution } = JSON.parse(await solvePuzzle(puzzle));
  expect(solution.counter).toBeGreaterThanOrEqual(300);
  expect(solution.counter).toBeLessThan(900);
});
