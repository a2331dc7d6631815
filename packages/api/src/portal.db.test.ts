import { randomUUID } from "node:crypto";
import {
  bookedClient,
  bookInput,
  createStudio,
  holdTime,
  inspect,
  keepingSender,
  person,
  rowCounts,
  signedInClient,
  succeeded,
  testDatabase,
  testRuntime,
  wallTime,
} from "@quietroom/testing";
import { askRequest } from "@quietroom/services/records";
import { expect, test } from "vitest";
import { declarations } from "../test/declared.ts";
import { portalCalls } from "../test/portal-calls.ts";
import { served } from "../test/served.ts";
import { type ClientActor, publicContext, staffContext } from "./context.ts";
import { bookingSiteRouter, clientRouter, staffRouter } from "./root.ts";

const database = await testDatabase();
const kept = keepingSender();
const runtime = await testRuntime(database, { sender: kept.sender });
const query = await inspect(database);
const studio = await createStudio(runtime);
const elsewhere = await createStudio(runtime);
const ana = await bookedClient(studio, query, { name: "Ana", day: 4 });
const ben = await bookedClient(studio, query, { name: "Ben", day: 5 });
const theirs = await bookedClient(elsewhere, query, { name: "Ana", day: 4 });
const hold = await holdTime(studio, { startsAt: wallTime(6, "10:00") });
const anas = await signedInClient(studio, kept, ana.who);
const anasOther = await signedInClient(studio, kept, ana.who);
const bens = await signedInClient(studio, kept, ben.who);
const theirActor = await signedInClient(elsewhere, kept, theirs.who);

const siteOf = (person: ClientActor | null) =>
  served(bookingSiteRouter, () => publicContext(runtime, async () => await Promise.resolve(person)));

const asked = await askRequest(studio.as({ client: ana.clientId }), {
  kind: "restriction",
  wish: "Write to my new address only.",
});
const requestId = succeeded(asked).id;
const calls = portalCalls(studio, {
  appointmentId: ana.appointmentId,
  otherSessionId: anasOther.actor.sessionId,
  requestId,
});

test("check 22 AUTH-55 every procedure of the portal is tried here, and each is for clients alone", () => {
  const declared = declarations(clientRouter);
  expect(declared.map(({ path }) => path).toSorted()).toEqual(calls.map(({ path }) => path).toSorted());
  expect(new Set(declared.map(({ audience }) => audience))).toEqual(new Set(["client"]));
});

test("AUTH-10 nobody, a link's bearer and another studio's client are unauthenticated at every one of them", async () => {
  const token = studio
    .as("public")
    .runtime.links.sign({ kind: "appointment", tenantId: studio.tenantId, id: ana.appointmentId });
  for (const { path, kind, input } of calls) {
    for (const person of [null, theirActor.actor]) {
      expect((await siteOf(person).call(path, kind, input)).status, path).toBe(401);
    }
    // A strict input refuses the token; what matters is that it is no session.
    expect([400, 401]).toContain((await siteOf(null).call(path, kind, { ...input, token })).status);
    // Their own session at their own address is good there, and names nothing of ours.
    const there = { ...input, studio: elsewhere.slug };
    const reply = await siteOf(theirActor.actor).call(path, kind, there);
    expect([200, 404], path).toContain(reply.status);
    expect(reply.text).not.toContain(ana.appointmentId);
  }
});

test("AUTH-10 whoever is signed in to the portal is nobody on the dashboard, and the other way round", async () => {
  // The dashboard's context asks for staff alone, whatever the portal's cookie says, and the portal's for clients alone.
  const dashboard = served(staffRouter, () => ({
    ...publicContext(runtime, async () => await Promise.resolve(anas.actor)),
  }));
  for (const { path, type } of declarations(staffRouter).filter(({ audience }) => audience === "staff")) {
    const kind = type === "mutation" ? "mutation" : "query";
    if (type !== "subscription") expect((await dashboard.call(path, kind, {})).status, path).toBe(401);
  }
  const { actor } = studio.as("admin");
  const staff = actor.kind === "staff" ? actor : null;
  const portal = served(bookingSiteRouter, () =>
    staffContext(runtime, async () => await Promise.resolve(staff)),
  );
  for (const { path, kind, input } of calls)
    expect((await portal.call(path, kind, input)).status, path).toBe(401);
});

const named = calls.flatMap((call) => {
  const key = ["appointmentId", "sessionId"].find((name) => name in call.input);
  return key === undefined ? [] : [[call.path, key, call] as const];
});

test.each(named)(
  "check 21 TEN-07 %s: another client's %s, another studio's and one that never was answer alike, and change nothing",
  async (_, key, { path, kind, input }) => {
    const others =
      key === "sessionId"
        ? [bens.actor.sessionId, theirActor.actor.sessionId, randomUUID()]
        : [ben.appointmentId, theirs.appointmentId, hold.id, randomUUID()];
    const before = { ...(await rowCounts(query)), audit_event: 0 };
    const bodies = new Set<string>();
    for (const id of others) {
      const logged = runtime.logged.length;
      const reply = await siteOf(anas.actor).call(path, kind, { ...input, [key]: id });
      expect(reply.status, id).toBe(404);
      bodies.add(reply.text.replace(/"requestId":"[^"]+"/, ""));
      expect(runtime.logged.slice(logged).map(({ code }) => code)).toEqual(["not_found"]);
    }
    expect(bodies.size).toBe(1);
    expect({ ...(await rowCounts(query)), audit_event: 0 }).toEqual(before);
    const untouched = await query("select status, version from appointment where id = $1", [
      ben.appointmentId,
    ]);
    expect(untouched).toEqual([{ status: "scheduled", version: 2 }]);
    const sessions = await query("select 1 from client_session where id = any($1) and revoked_at is null", [
      others,
    ]);
    expect(sessions).toHaveLength(key === "sessionId" ? 2 : 0);
  },
);

test("check 36 check 23 what a client adds about whose, who or when is refused by every one of them", async () => {
  const planted = {
    clientId: ben.clientId,
    clientAccountId: bens.actor.clientAccountId,
    tenant: elsewhere.slug,
    id: ben.appointmentId,
    status: "completed",
    priceMinor: 0,
    actor: { kind: "system" },
    where: {},
    select: {},
  };
  for (const { path, kind, input } of calls) {
    for (const [name, value] of Object.entries(planted)) {
      const { status } = await siteOf(anas.actor).call(path, kind, { ...input, [name]: value });
      expect([400, 403], `${path} ${name}`).toContain(status);
    }
  }
});

test("check 18 TEN-05 another studio named beside the portal's address is refused, and noticed", async () => {
  for (const { path, kind, input } of calls.slice(0, 3)) {
    const body = JSON.stringify({ json: input });
    const logged = runtime.logged.length;
    const { status } = await siteOf(anas.actor).raw(path, {
      headers: { "content-type": "application/json", "x-tenant-id": elsewhere.tenantId },
      search: `?input=${encodeURIComponent(body)}`,
    });
    expect([kind, status]).toEqual(["query", 403]);
    expect(runtime.logged.slice(logged).map(({ code }) => code)).toEqual(["tenant_disagrees", "forbidden"]);
  }
});

test("check 26 AUTH-52 what a client is shown names nobody else of the studio's clients", async () => {
  for (const { path, kind, input } of calls.slice(0, 5)) {
    const { text } = await siteOf(anas.actor).call(path, kind, input);
    for (const word of ["Ben", ben.appointmentId, ben.clientId, bens.actor.sessionId])
      expect(text, path).not.toContain(word);
  }
});

test("check 22 AUTH-51 whatever the table allows is answered, from the first look to the last sign-out", async () => {
  for (const { path, kind, input } of calls) {
    const reply = await siteOf(anas.actor).call(path, kind, input);
    expect(reply.status, `${path} ${reply.text.slice(0, 200)}`).toBe(200);
  }
  const ended = await query("select revoked_reason from client_session where id = $1", [
    anasOther.actor.sessionId,
  ]);
  expect(ended).toEqual([{ revoked_reason: "ended_elsewhere" }]);
});

test("BOOK-07 who is signed in at this studio books without a code; a stranger, another client and a client of another studio are asked for one", async () => {
  await query("update tenant set confirm_emails = true where id = $1", [studio.tenantId]);
  const strangers = [null, bens.actor, theirActor.actor];
  for (const [index, who] of [...strangers, anas.actor].entries()) {
    const { token } = await holdTime(studio, { startsAt: wallTime(8 + index, "10:00") });
    const form = { studio: studio.slug, token, ...bookInput(person("Ana")) };
    const reply = await siteOf(who).call("booking.confirm", "mutation", form);
    const wanted = who === anas.actor ? { ok: true } : { ok: false, refusal: { code: "email_unproven" } };
    expect(reply.data, String(index)).toMatchObject(wanted);
  }
  await query("update tenant set confirm_emails = false where id = $1", [studio.tenantId]);
});
