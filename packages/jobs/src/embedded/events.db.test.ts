import { Pool } from "pg";
import { afterAll, afterEach, expect, test } from "vitest";
import { countOf } from "../../test/engine-bench.ts";
import { openJobsDatabase } from "../../test/jobs-database.ts";
import { createEventApi } from "./events.ts";
import { createStore, type Topic } from "./store.ts";

const db = await openJobsDatabase();
const pool = new Pool({ connectionString: db.appUrl, max: 2 });
const woken: Topic[] = [];
const nowMs = Date.parse("2026-03-08T07:00:00Z");
const api = createEventApi(
  createStore(pool, "test", (topic) => woken.push(topic)),
  () => nowMs,
);
afterEach(async () => {
  woken.length = 0;
  await db.reset();
});
afterAll(async () => {
  await pool.end();
  await db.close();
});

async function post(
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<[number, unknown]> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await api("https://jobs.invalid/e/embedded", { method: "POST", body: text, headers });
  return [response.status, await response.json()];
}

test("keeps events in the order sent, and says so to the loop", async () => {
  const events = ["b", "a", "c"].map((id) => ({ id, name: "go", data: { id } }));
  expect(await post(events)).toEqual([200, { ids: ["b", "a", "c"], status: 200 }]);
  expect(woken).toEqual(["events"]);
  const { rows } = await db.inspector.query("select id from jobs.event order by seq");
  expect(rows.map(({ id }) => id)).toEqual(["b", "a", "c"]);
});

test("a single event is taken as it is, and dated by the database when it has no date", async () => {
  expect(await post({ id: "one", name: "go" })).toEqual([200, { ids: ["one"], status: 200 }]);
  const { rows } = await db.inspector.query("select payload, received_at from jobs.event where id = 'one'");
  const [row] = rows;
  expect(row.payload).toEqual({ id: "one", name: "go", data: {}, ts: expect.any(Number) });
  expect(Math.abs(row.payload.ts - row.received_at.getTime())).toBeLessThan(1_000);
});

test("an event without an id gets the same one when the same sending is repeated", async () => {
  const seed = { "x-inngest-event-id-seed": "1700000000000,c2VlZA==" };
  const first = await post([{ name: "go" }, { name: "go" }], seed);
  expect(await post([{ name: "go" }, { name: "go" }], seed)).toEqual(first);
  expect(await countOf(db, "event")).toBe(2);
  await post([{ name: "go" }]);
  expect(await countOf(db, "event")).toBe(3);
});

test.each([
  ["no JSON", "{"],
  ["no name", { data: {} }],
  ["an empty name", { name: "", data: {} }],
  ["data that is a list", { name: "go", data: [] }],
  ["an id that is no text", { name: "go", id: 7 }],
  ["a name longer than the column", { name: "x".repeat(256) }],
  ["text that PostgreSQL cannot keep", { name: "go", data: { id: "a\u0000b" } }],
  ["one bad event among good ones", [{ name: "go" }, { name: 1 }]],
  ["a date in the future, which a real server would wait for", { name: "go", ts: nowMs + 61_000 }],
])("%s is refused, and nothing is kept", async (_case, body) => {
  const [status, answer] = await post(body);
  expect(status).toBe(400);
  expect(answer).toMatchObject({ status: 400, error: expect.any(String) });
  expect(await countOf(db, "event")).toBe(0);
  expect(woken).toEqual([]);
});

test.each([
  ["GET", "https://jobs.invalid/e/embedded"],
  ["POST", "https://jobs.invalid/v1/checkpoint/run/async"],
  ["POST", "https://jobs.invalid/v1/signals"],
  ["POST", "https://jobs.invalid/fn/register"],
  ["GET", "https://jobs.invalid/v0/runs/r/actions"],
])("%s %s is not implemented, and says so", async (method, url) => {
  expect((await api(url, { method })).status).toBe(501);
});

test("an event is announced to other processes only once it can be seen", async () => {
  const listener = await db.inspector.connect();
  try {
    const heard: string[] = [];
    listener.on("notification", ({ payload }) => heard.push(payload ?? ""));
    await listener.query("listen quietroom_jobs");
    await post({ id: "loud", name: "go" });
    await expect.poll(() => heard).toEqual(["events test"]);
    await post({ name: "go", data: [] });
    await listener.query("select 1");
    expect(heard).toEqual(["events test"]);
  } finally {
    listener.release(true);
  }
});
