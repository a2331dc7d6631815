import {
  appCode,
  previousCode,
  bookedClient,
  createStudio,
  enrolClientApp,
  inspect,
  keepingSender,
  signedInClient,
  succeeded,
  testDatabase,
  testRuntime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import type { PortalCookie } from "./portal-cookies.ts";
import { createPortalDoor } from "./portal-door.ts";
import { createPortalFactors } from "./portal-factors.ts";

const database = await testDatabase();
const kept = keepingSender();
const runtime = await testRuntime(database, { sender: kept.sender });
const query = await inspect(database);
const studio = await createStudio(runtime);
const elsewhere = await createStudio(runtime);
const { slug, tenantId } = studio;
const settings = { runtime, transport: "http" } as const;
const door = createPortalDoor(settings);
const factors = createPortalFactors(settings);
const password = "slow rivers carry warm stones";
const name = `quietroom-portal-${slug}`;
const jarOf = (cookies: readonly PortalCookie[]) =>
  Object.fromEntries(cookies.map((cookie) => [cookie.name, cookie.value]));
const from = (jar: Readonly<Record<string, string>>) => ({ cookies: jar, userAgent: "Test/1.0", ip: null });
const who = async (jar: Readonly<Record<string, string>>) =>
  await door.findClient({ slug, tenantId }, jar, "recheck");
let days = 2;

async function client(given: string) {
  days += 1;
  const { who: person } = await bookedClient(studio, query, { name: given, day: days });
  const { token } = await signedInClient(studio, kept, person);
  return { person, jar: { [name]: token } };
}

test("check 55 AUTH-34 every change of how a client signs in gives the browser another cookie, and the one before opens nothing", async () => {
  const { person, jar } = await client("Ana");
  const set = succeeded(
    await factors.setPassword(slug, { current: "", code: "", next: password }, from(jar)),
  );
  const afterPassword = jarOf(set);
  expect(set).toMatchObject([{ name, httpOnly: true, sameSite: "lax", path: "/" }]);
  expect([await who(jar), (await who(afterPassword)) === null]).toEqual([null, false]);
  const step = await factors.secondStep(slug, afterPassword, "an_app");
  if (step?.kind !== "enrol") throw new Error("there is nothing to set up");
  const passed = succeeded(
    await factors.pass(slug, await previousCode(step.secret, 2_000), from(afterPassword)),
  );
  const afterApp = jarOf(passed.cookies);
  expect([await who(afterPassword), (await who(afterApp)) === null]).toEqual([null, false]);

  const shown = { email: person.email, birthDate: person.birthDate, password, proof: null };
  const half = jarOf(succeeded(await factors.comeIn(slug, shown, from({}))));
  expect(await who(half)).toBeNull();
  expect(await factors.secondStep(slug, half, "what_is_needed")).toEqual({ kind: "code" });
  const full = succeeded(await factors.pass(slug, appCode(step.secret, "current"), from(half)));
  expect([await who(half), (await who(jarOf(full.cookies))) === null]).toEqual([null, false]);
  const removed = succeeded(
    await factors.removeApp(slug, passed.codes?.[0] ?? "", from(jarOf(full.cookies))),
  );
  expect(await who(jarOf(full.cookies))).toBeNull();
  expect(await who(jarOf(removed))).not.toBeNull();
});

test("check 47 AUTH-07 with a half session nothing of the account is changed, and without any neither", async () => {
  const { person, jar } = await client("Ben");
  const app = await enrolClientApp(studio, jar[name] ?? "");
  const { token: half } = await halfOf(person);
  for (const cookies of [{ [name]: half }, {}]) {
    const sender = from(cookies);
    const over = { ok: false, refusal: "session_over" };
    const code = app.codes[0] ?? "";
    expect(await factors.setPassword(slug, { current: "", code, next: password }, sender)).toEqual(over);
    expect(await factors.removeApp(slug, code, sender)).toEqual(over);
    expect(await factors.renewCodes(slug, code, sender)).toEqual(over);
  }
  expect(await who({ [name]: app.token })).not.toBeNull();
});

/** A session of theirs that has its second step before it. */
async function halfOf(person: { readonly email: string; readonly birthDate: string }) {
  const before = await query("select id from client_session");
  await expect(signedInClient(studio, kept, person)).rejects.toThrow("opens nothing");
  const made = await query("select id from client_session where not id = any($1)", [
    before.map(({ id }) => id),
  ]);
  expect(made).toHaveLength(1);
  // The cookie is in no table, so another one is put in its place.
  const token = "h".repeat(43);
  const about = { tenantId, recordId: "", field: "client_session.token" };
  await query("update client_session set token_hash = $2 where id = $1", [
    made[0]?.["id"],
    runtime.seal.digest(token, about),
  ]);
  return { token };
}

test("AUTH-10 TEN-05 at another studio, or one that is not there, none of it counts", async () => {
  const { person, jar } = await client("Cleo");
  await factors.setPassword(slug, { current: "", code: "", next: password }, from(jar));
  const shown = { email: person.email, birthDate: person.birthDate, password, proof: null };
  expect(await factors.comeIn(elsewhere.slug, shown, from({}))).toEqual({
    ok: false,
    refusal: "wrong_credentials",
  });
  expect(await factors.comeIn("no-such-studio", shown, from({}))).toMatchObject({ ok: false });
  expect(await factors.secondStep("no-such-studio", jar, "an_app")).toBeNull();
  expect(await factors.pass("no-such-studio", "000000", from(jar))).toMatchObject({ ok: false });
});
