import { inspect, testDatabase, testRuntime } from "@quietroom/testing";
import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { issueTicket, spendTicket, type TicketFor, ticketMs } from "./ticket.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const { seal } = runtime;
const about: TicketFor = { purpose: "prove_passkey", bearer: "one" };

const issue = async () =>
  await runtime.db.withDirectory(async ({ tx }) => await issueTicket({ tx, seal }, about));
const spend = async (ticket: string, asked: TicketFor = about, by = seal) =>
  await runtime.db.withCounters(async ({ tx }) => await spendTicket({ tx, seal: by }, ticket, asked));

/** A ticket as we would sign it, with another end. */
function ending(endsAtMs: number): string {
  const end = Buffer.alloc(8);
  end.writeBigUInt64BE(BigInt(Math.round(endsAtMs)));
  const body = Buffer.concat([randomBytes(16), end]);
  const signed = { tenantId: "", recordId: "prove_passkey one", field: "ticket" };
  const mac = seal.digest(body.toString("base64url"), signed);
  return Buffer.concat([body, Buffer.from(mac, "hex")]).toString("base64url");
}

const databaseNow = async () => {
  const [row] = await query("select (extract(epoch from now()) * 1000)::float8 as now");
  return Number(row?.["now"]);
};

test("check 58 AUTH-43 a ticket counts once, also when it comes twenty times at the same moment", async () => {
  const ticket = await issue();
  const answers = await Promise.all(Array.from({ length: 20 }, async () => await spend(ticket)));
  expect(answers.filter(Boolean)).toHaveLength(1);
  expect(await spend(ticket)).toBe(false);
});

test("check 58 AUTH-43 a ticket ends five minutes after it was given, by the database's clock and no other", async () => {
  const now = await databaseNow();
  expect(await spend(ending(now + 60_000))).toBe(true);
  expect(await spend(ending(now - 1))).toBe(false);
  const end = Number(Buffer.from(await issue(), "base64url").readBigUInt64BE(16));
  expect(end - now).toBeGreaterThanOrEqual(ticketMs - 1);
  expect(end - now).toBeLessThan(ticketMs + 30_000);
  await database.advanceClock(3_600_000); // the studio's clock is not asked
  expect(await spend(ending((await databaseNow()) + 1_000))).toBe(true);
});

test("check 58 AUTH-43 a ticket is good for its purpose and bearer alone, and nothing made up is one", async () => {
  const ticket = await issue();
  expect(await spend(ticket, { ...about, bearer: "two" })).toBe(false);
  expect(await spend(ticket, { ...about, purpose: "add_passkey" })).toBe(false);
  for (const bad of [
    "",
    "x",
    `${ticket}=`,
    ` ${ticket}`,
    ticket.slice(1),
    Buffer.alloc(56).toString("base64url"),
  ]) {
    expect(await spend(bad), bad).toBe(false);
  }
  const elsewhere = await testRuntime(database);
  expect(await spend(ticket, about, elsewhere.seal)).toBe(false);
  expect(await spend(ticket)).toBe(true);
});

test("AUTH-43 what is spent is kept as a keyed digest, and cleared away once it would be over", async () => {
  const ticket = await issue();
  await spend(ticket);
  expect(JSON.stringify(await query("select * from guard.spent"))).not.toContain(ticket);
  await query("update guard.spent set until = now() - interval '1 second'");
  for (let more = 0; more < 3; more += 1) await spend(await issue());
  expect(await query("select from guard.spent where until < now()")).toEqual([]);
});
