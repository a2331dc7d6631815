import { inspect, solvePuzzle, testDatabase, testRuntime } from "@quietroom/testing";
import { freeContactForms, freeForms } from "@quietroom/domain/scheduling";
import { expect, test } from "vitest";
import { calledFrom, type Runtime } from "../runtime.ts";
import { newPuzzle } from "../staff/index.ts";
import { ticketMs } from "../staff/ticket.ts";
import { admitForm } from "./index.ts";

const database = await testDatabase();
const query = await inspect(database);
const linkKey = new Uint8Array(32).fill(7);
const runtime = await testRuntime(database, { linkKey });
/** A second process of the same installation, and another installation. */
const other = await testRuntime(database, { linkKey });
const strange = await testRuntime(database);
const passes = { ok: true, value: null };
const asked = { ok: false, refusal: "proof_needed" };

const from = (ip: string | null, at: Runtime = runtime) => calledFrom(at, { ip, userAgent: "a browser" });
const solved = async (at: Runtime = runtime) =>
  await solvePuzzle(await newPuzzle(at, { rounds: 1, atLeast: 1, below: 3 }));

/** As many forms from an address as nobody is asked anything for. */
async function useUp(ip: string): Promise<void> {
  for (let turn = 0; turn < freeForms; turn += 1) expect(await admitForm(from(ip), {})).toEqual(passes);
}

test("BOOK-12 an address that sent very much works for each form more; others do not, nor whoever has no address", async () => {
  const busy = "203.0.113.7";
  await useUp(busy);
  for (const at of [runtime, other]) expect(await admitForm(from(busy, at), {})).toEqual(asked);
  expect(await admitForm(from(busy), { proof: await solved() })).toEqual(passes);
  expect(await admitForm(from(busy), {})).toEqual(asked);
  expect(await admitForm(from("203.0.113.8"), {})).toEqual(passes);
  for (const nowhere of [from(null), runtime])
    for (let turn = 0; turn <= freeForms; turn += 1) expect(await admitForm(nowhere, {})).toEqual(passes);
});

test("BOOK-12 a puzzle counts once, in all processes and at the same moment, and one of another installation never", async () => {
  const busy = "203.0.113.20";
  await useUp(busy);
  const proof = await solved();
  const answers = await Promise.all(
    [runtime, other, runtime, other].map(async (at) => await admitForm(from(busy, at), { proof })),
  );
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await admitForm(from(busy), { proof })).toEqual(asked);
  for (const bad of [await solved(strange), "{}", "x"])
    expect(await admitForm(from(busy), { proof: bad })).toEqual(asked);
});

test("BOOK-12 a puzzle counts for five minutes by the database's clock, and its end is signed with the rest of it", async () => {
  const busy = "203.0.113.30";
  await useUp(busy);
  const [row] = await query("select (extract(epoch from now()) * 1000)::float8 as now");
  const given = async (agoMs: number) => {
    const tx = {
      $queryRaw: async () => await Promise.resolve([{ now: Math.floor(Number(row?.["now"])) - agoMs }]),
    };
    const db: Runtime["db"] = { ...runtime.db, withCounters: async (work) => await work({ tx } as never) };
    return await newPuzzle({ ...runtime, db }, { rounds: 1, atLeast: 1, below: 3 });
  };
  expect(await admitForm(from(busy), { proof: await solvePuzzle(await given(ticketMs + 1)) })).toEqual(asked);
  const puzzle = await given(ticketMs + 1);
  const later = Buffer.from(puzzle.parameters.data.ticket, "base64url");
  later.writeBigUInt64BE(later.readBigUInt64BE(16) + BigInt(ticketMs), 16);
  const prolonged = { ...puzzle.parameters, data: { ticket: later.toString("base64url") } };
  const proof = await solvePuzzle({ ...puzzle, parameters: prolonged });
  expect(await admitForm(from(busy), { proof })).toEqual(asked);
  expect(await admitForm(from(busy), { proof: await solvePuzzle(await given(0)) })).toEqual(passes);
});

test("BOOK-12 whatever fills the field that nobody sees is asked for work, and once more when it did it; it takes nothing from its address", async () => {
  const ip = "203.0.113.40";
  const remark = "https://example.com";
  for (let turn = 0; turn <= freeForms; turn += 1)
    expect(await admitForm(from(ip), { remark })).toEqual(asked);
  const proof = await solved();
  expect(await admitForm(from(ip), { remark, proof })).toEqual(asked);
  expect(await admitForm(from(ip), {})).toEqual(passes);
});

test("BOOK-12 the hour goes by: what was sent before it counts no more, and no address can be read where they are counted", async () => {
  const busy = "203.0.113.50";
  await useUp(busy);
  expect(await admitForm(from(busy), {})).toEqual(asked);
  await query("update limits.bucket set slot = slot - 13 where key like 'forms:%'");
  expect(await admitForm(from(busy), {})).toEqual(passes);
  const kept = await query("select key from limits.bucket where key like 'forms:%'");
  expect(kept.length).toBeGreaterThan(0);
  for (const { key } of kept) expect(String(key)).toMatch(/^forms:[0-9a-f]{64}$/);
});

test("BOOK-12 an email address that very much was sent about takes work for each form more, wherever it comes from; others do not", async () => {
  const about = (email: string) => ({ details: { email } });
  const places = ["203.0.113.60", "203.0.113.61", null];
  for (let turn = 0; turn < freeContactForms; turn += 1)
    expect(await admitForm(from(places[turn % 3] ?? null), about("Flooded@example.com"))).toEqual(passes);
  for (const ip of [...places, "203.0.113.62"])
    expect(await admitForm(from(ip, other), about(" flooded@EXAMPLE.com"))).toEqual(asked);
  expect(await admitForm(from(null), { ...about("flooded@example.com"), proof: await solved() })).toEqual(
    passes,
  );
  expect(await admitForm(from("203.0.113.60"), about("other@example.com"))).toEqual(passes);
  // What was refused for the one took nothing from the other: the address sent a third of them and one.
  for (let turn = Math.ceil(freeContactForms / 3) + 1; turn < freeForms; turn += 1)
    expect(await admitForm(from("203.0.113.60"), {})).toEqual(passes);
  expect(await admitForm(from("203.0.113.60"), {})).toEqual(asked);
});
