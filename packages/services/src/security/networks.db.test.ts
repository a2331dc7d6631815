import type { StaffRole } from "@quietroom/domain/access";
import {
  createStudio,
  enrolApp,
  fromNowhere,
  halfSession,
  inspect,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import type { VerbContext } from "../runtime.ts";
import {
  createStaffUser,
  isKeptOut,
  passSecondFactor,
  resolveSession,
  type SignedIn,
} from "../staff/index.ts";
import { setNetworks, viewNetworks } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const password = "a kettle sings at dawn";
const office = "203.0.113.7";
const home = "198.51.100.9";
let people = 0;

async function hire(studio: TestStudio, role: StaffRole = "admin") {
  people += 1;
  const email = `net${people}@example.com`;
  const person = { email, password, displayName: `Robin ${people}`, roles: [role], practitionerId: null };
  succeeded(await createStaffUser(studio.as("system"), person));
  const { session } = await enrolApp(runtime, { email, password });
  return { email, password, session };
}

async function at(session: SignedIn, address: string | null): Promise<VerbContext> {
  const actor = await resolveSession(runtime, session, "request", address);
  if (actor === null) throw new Error("the session opens nothing");
  return { runtime, actor, requestId: "test" };
}

const opens = async (session: SignedIn, address: string | null) =>
  (await resolveSession(runtime, session, "request", address)) !== null;

test("AUTH-44 with a list every session opens from its networks alone, from the next request on; without one from anywhere", async () => {
  const [studio, other] = [await createStudio(runtime), await createStudio(runtime)];
  const [admin, colleague, stranger] = [await hire(studio), await hire(studio, "billing"), await hire(other)];
  expect(await opens(colleague.session, home)).toBe(true);
  const networks = ["203.0.113.0/24", "2001:db8:1::/48"];
  succeeded(await setNetworks(await at(admin.session, office), { networks }));
  for (const { session } of [admin, colleague]) {
    expect(await opens(session, office)).toBe(true);
    expect(await opens(session, "2001:db8:1:2::/64")).toBe(true);
    expect(await opens(session, home)).toBe(false);
    expect(await opens(session, "203.0.114.7")).toBe(false);
    expect(await opens(session, "2001:db8:2:2::/64")).toBe(false);
    expect(await opens(session, null)).toBe(false);
  }
  expect(await isKeptOut(runtime, admin.session, home)).toBe(true);
  expect(await isKeptOut(runtime, admin.session, office)).toBe(false);
  expect(await opens(stranger.session, home)).toBe(true);
  succeeded(await setNetworks(await at(admin.session, office), { networks: [] }));
  expect(await opens(colleague.session, home)).toBe(true);
});

test("AUTH-44 the second step of a sign-in from elsewhere is not looked at", async () => {
  const studio = await createStudio(runtime);
  const [admin, colleague] = [await hire(studio), await hire(studio)];
  succeeded(await setNetworks(await at(admin.session, office), { networks: [office] }));
  const half = await halfSession(runtime, colleague);
  const from = { ...fromNowhere, code: "000000" };
  const over = { ok: false, refusal: "session_over" };
  const wrong = { ok: false, refusal: "wrong_code" };
  expect(await passSecondFactor(runtime, half, { ...from, ip: home })).toEqual(over);
  expect(await isKeptOut(runtime, half, home)).toBe(true);
  expect(await passSecondFactor(runtime, half, { ...from, ip: office })).toEqual(wrong);
});

test("AUTH-44 AUTH-21 a list that would lock out whoever makes it, or that nobody could keep, is refused; so is one without a fresh code", async () => {
  const studio = await createStudio(runtime);
  const { session } = await hire(studio);
  const refused = (refusal: string) => ({ ok: false, refusal });
  const ask = async (address: string | null, ...networks: string[]) =>
    await setNetworks(await at(session, address), { networks });
  expect(await ask(home, "203.0.113.0/24")).toEqual(refused("locks_you_out"));
  expect(await ask("2001:db8::/64", "203.0.113.0/24")).toEqual(refused("locks_you_out"));
  expect(await ask(null, "203.0.113.0/24")).toEqual(refused("own_address_unknown"));
  await query("update session set mfa_passed_at = now() - interval '6 minutes' where tenant_id = $1", [
    studio.tenantId,
  ]);
  expect(await ask(office, "203.0.113.0/24")).toEqual(refused("second_factor_needed"));
  expect((await viewNetworks(await at(session, home), {})).networks).toEqual([]);
});

test("AUTH-44 a list is kept in one form, by admins alone, and each change is audited", async () => {
  const studio = await createStudio(runtime);
  const { session } = await hire(studio);
  const others = [await hire(studio, "receptionist"), await hire(studio, "compliance")];
  const networks = ["203.0.113.9/24", "203.0.113.0/24", "2001:DB8:1:2:3::4", "198.51.100.9"];
  succeeded(await setNetworks(await at(session, office), { networks }));
  expect(await viewNetworks(await at(session, office), {})).toEqual({
    networks: ["198.51.100.9/32", "203.0.113.0/24", "2001:db8:1:2::/64"],
    ownAddress: office,
  });
  const audited = await query(
    "select detail, outcome from audit_event where tenant_id = $1 and verb = 'security.set_networks'",
    [studio.tenantId],
  );
  expect(audited).toEqual([{ detail: { networks }, outcome: "done" }]);
  for (const one of others) {
    const other = await at(one.session, office);
    await expect(viewNetworks(other, {})).rejects.toThrow("forbidden");
    await expect(setNetworks(other, { networks: [] })).rejects.toThrow("forbidden");
  }
});
