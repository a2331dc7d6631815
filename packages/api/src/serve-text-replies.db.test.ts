import { ok, refuse } from "@quietroom/domain/result";
import type { ReceivedText } from "@quietroom/services/ports";
import { addClient, createStudio, inspect, person, testDatabase, testRuntime } from "@quietroom/testing";
import type { Admission } from "@quietroom/web/limit-requests";
import { expect, test } from "vitest";
import { serveTextReplies } from "./serve-text-replies.ts";

const database = await testDatabase();
const query = await inspect(database);
const runtime = await testRuntime(database);
const studios = [await createStudio(runtime), await createStudio(runtime)] as const;

type Served = Parameters<typeof serveTextReplies>[0];

async function tell(text: ReceivedText | null, more: Partial<Served> = {}, body = "") {
  const answer = await serveTextReplies({
    request: new Request("https://site.test/api/webhooks/twilio", { method: "POST", body }),
    headers: { "x-test": "kept" },
    read: () => ok(text),
    admit: async () => await Promise.resolve<Admission>({ ok: true, headers: {} }),
    runtime: async () => await Promise.resolve(runtime),
    log: runtime.log,
    ...more,
  });
  expect(answer.headers.get("x-test")).toBe("kept");
  return { status: answer.status, body: await answer.text() };
}

let sids = 0;
/** Each call is another text. */
function said(from: string, reply: ReceivedText["reply"]): ReceivedText {
  sids += 1;
  return { from, messageSid: `SM${String(sids).padStart(32, "0")}`, reply, answered: false };
}

async function someone(studio: (typeof studios)[number], name: string, phone: string) {
  return await addClient(runtime, studio.tenantId, { ...person(name), phone });
}

async function isStopped(id: string): Promise<boolean> {
  const [row] = await query("select texts_stopped_at is not null as stopped from client where id = $1", [id]);
  return row?.["stopped"] === true;
}

test("NOTIF-09 check 67 STOP ends texts to a number at once, at every studio that has it and for nobody else; START brings them back", async () => {
  const here = await someone(studios[0], "Ana", "(212) 555-0142");
  const there = await someone(studios[1], "Anna", "+1 212 555 0142");
  const other = await someone(studios[0], "Ben", "+1 212 555 0143");
  const stopped = async () => [await isStopped(here), await isStopped(there), await isStopped(other)];

  expect((await tell(said("+12125550142", "stop"))).body).toMatch(
    /<Response><Message>You get no more texts[^<]*<\/Message><\/Response>$/,
  );
  expect(await stopped()).toEqual([true, true, false]);
  const first = await query("select texts_stopped_at from client where id = $1", [here]);
  await database.advanceClock(60_000);
  await tell(said("+12125550142", "stop"));
  expect(await query("select texts_stopped_at from client where id = $1", [here])).toEqual(first);
  await tell(said("+12125550142", "start"));
  expect(await stopped()).toEqual([false, false, false]);
  const kept = await query(
    "select client_id from audit_event where verb = 'messages.keep_text_reply' order by id",
  );
  const ids = kept.map(({ client_id }) => String(client_id));
  expect([here, there].map((id) => ids.filter((each) => each === id).length)).toEqual([2, 2]);
  expect(ids).toHaveLength(4);
});

test("NOTIF-09 who shares no more than the last digits is neither stopped nor brought back", async () => {
  const german = await someone(studios[0], "Cleo", "+49 125 550144");
  const american = await someone(studios[0], "Cloe", "+1 212 555 0144");
  await query(
    "update client set phone_index = (select phone_index from client where id = $2) where id = $1",
    [german, american],
  );
  await tell(said("+12125550144", "stop"));
  expect([await isStopped(german), await isStopped(american)]).toEqual([false, true]);
  await query("update client set texts_stopped_at = now() where id = $1", [german]);
  await tell(said("+12125550144", "start"));
  expect([await isStopped(german), await isStopped(american)]).toEqual([true, false]);
});

test("NOTIF-09 a START that the provider tells again after a STOP lifts nothing", async () => {
  const id = await someone(studios[0], "Cora", "+1 212 555 0149");
  const start = said("+12125550149", "start");
  await tell(said("+12125550149", "stop"));
  await tell(start);
  await tell(said("+12125550149", "stop"));
  expect(await isStopped(id)).toBe(true);
  expect((await tell(start)).body).not.toContain("Message");
  expect(await isStopped(id)).toBe(true);
});

/** The runtime, in which something happens each time before the second studio opens its keys. */
function before(happens: () => Promise<unknown>): Partial<Served> {
  const { vault } = runtime;
  const keysOf: typeof vault.keysOf = async (tenantId, ...more) => {
    if (tenantId === studios[1].tenantId) await happens();
    return await vault.keysOf(tenantId, ...more);
  };
  return { runtime: async () => await Promise.resolve({ ...runtime, vault: { ...vault, keysOf } }) };
}

test("NOTIF-09 a START on its slow way round the studios lifts no STOP that was heard meanwhile", async () => {
  const id = await someone(studios[1], "Cyra", "+1 212 555 0150");
  let heard = 0;
  const overtaken = before(async () => {
    heard += 1;
    await database.advanceClock(1000);
    await tell(said("+12125550150", "stop"));
    await database.advanceClock(1000);
  });
  expect((await tell(said("+12125550150", "start"), overtaken)).body).not.toContain("Message");
  expect(heard).toBe(1);
  expect(await isStopped(id)).toBe(true);
});

test("NOTIF-09 an answer that a studio missed is as old there as where it was heard, told again after another", async () => {
  const id = await someone(studios[1], "Cem", "+1 212 555 0151");
  const missed = before(async () => await Promise.reject(new Error("gone")));
  const [start, stop] = [said("+12125550151", "start"), said("+12125550151", "stop")];
  expect((await tell(start, missed)).status).toBe(500);
  await database.advanceClock(1000);
  await tell(stop);
  await database.advanceClock(1000);
  expect(await tell(start)).toMatchObject({ status: 200 });
  expect(await isStopped(id)).toBe(true);

  const [later, latest] = [said("+12125550151", "stop"), said("+12125550151", "start")];
  expect((await tell(later, missed)).status).toBe(500);
  await database.advanceClock(1000);
  await tell(latest);
  await database.advanceClock(1000);
  expect(await tell(later)).toMatchObject({ status: 200 });
  expect(await isStopped(id)).toBe(false);
});

test("NOTIF-09 START is answered where no client of any studio carries the number yet", async () => {
  await tell(said("+12125550152", "stop"));
  expect((await tell(said("+12125550152", "start"))).body).toContain("texts about your appointments again");
});

test("NOTIF-09 HELP is answered and changes nothing; what the provider answered, and what means nothing, is not", async () => {
  const id = await someone(studios[0], "Dora", "+1 212 555 0145");
  const empty = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>';
  expect((await tell(said("+12125550145", "help"))).body).toContain("Reply STOP to end them");
  expect(await tell(said("+12125550145", null))).toEqual({ status: 200, body: empty });
  expect(await tell(null)).toEqual({ status: 200, body: empty });
  // "Yes" to a reminder, by somebody who has texts, is no START.
  expect(await tell(said("+12125550145", "start"))).toEqual({ status: 200, body: empty });
  expect(await isStopped(id)).toBe(false);
  expect(await tell({ ...said("+12125550145", "stop"), answered: true })).toEqual({
    status: 200,
    body: empty,
  });
  expect(await isStopped(id)).toBe(true);
});

test("check 67 where texts are off there is no such address; unsigned it is refused and counted; a failure is told again", async () => {
  expect(await tell(null, { read: null })).toMatchObject({ status: 404 });
  const read = () => refuse("unsigned" as const);
  expect(await tell(null, { read })).toMatchObject({ status: 401 });
  const admit = async () =>
    await Promise.resolve<Admission>({ ok: false, status: 429, retryAfterSec: 7, headers: {} });
  expect(await tell(null, { read, admit })).toMatchObject({ status: 429 });
  expect(await tell(null, {}, "a".repeat(200_000))).toMatchObject({ status: 413 });
  const broken = async () => await Promise.reject(Object.assign(new Error("gone"), { code: "ECONNREFUSED" }));
  expect(await tell(said("+12125550142", "stop"), { runtime: broken })).toMatchObject({ status: 503 });
});

test("NOTIF-09 a studio that cannot be asked now keeps no other from hearing STOP, and is told of in the log", async () => {
  const broken = await createStudio(runtime);
  const ids = [
    await someone(studios[0], "Emma", "+1 212 555 0146"),
    await someone(studios[1], "Ella", "+1 212 555 0146"),
  ];
  const { vault } = runtime;
  const keysOf: typeof vault.keysOf = async (tenantId) =>
    tenantId === broken.tenantId ? await Promise.reject(new Error("gone")) : await vault.keysOf(tenantId);
  const before = runtime.logged.length;
  const answer = await tell(said("+12125550146", "stop"), {
    runtime: async () => await Promise.resolve({ ...runtime, vault: { ...vault, keysOf } }),
  });
  expect(answer.status).toBe(500);
  expect(await Promise.all(ids.map(isStopped))).toEqual([true, true]);
  expect(runtime.logged.slice(before)).toContainEqual(
    expect.objectContaining({
      code: "text_reply_lost",
      fields: { tenantId: broken.tenantId, reply: "stop" },
    }),
  );
});
