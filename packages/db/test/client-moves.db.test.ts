import {
  bookVisit,
  createStudio,
  holdTime,
  inspect,
  person,
  testDatabase,
  testRuntime,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { databaseRefusal, type Database } from "../src/index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime);
const { tenantId } = studio;
const writing: Parameters<Database["withTenant"]>[1] = { isolation: "read committed", readOnly: false };

const hourMs = 3_600_000;
const ten = wallTime(6, "10:00");
const visit = await bookVisit(studio, { startsAt: ten, who: person("Ana") });
const other = await bookVisit(studio, { startsAt: wallTime(7, "10:00"), who: person("Ben") });
const lapsed = await holdTime(studio, { startsAt: wallTime(8, "10:00") });
await database.advanceClock(2 * hourMs);
const standing = await holdTime(studio, { startsAt: wallTime(9, "10:00") });
const [ana] = await query("select client_id from appointment where id = $1", [visit.id]);

const bearers = [
  ["the client", { clientId: String(ana?.["client_id"]) }],
  ["the bearer of the visit's link", { appointmentId: visit.id }],
] as const;

/** Sets these columns of one appointment as a client would; answers how many rows changed, or the database's refusal. */
async function set(own: (typeof bearers)[number][1], id: string, data: Readonly<Record<string, unknown>>) {
  return await runtime.db
    .withTenant(tenantId, { ...writing, own }, async ({ tx }) => {
      const { count } = await tx.appointment.updateMany({ where: { tenantId, id }, data });
      if (count > 0) throw new Undone(count); // looked at, and not kept
      return count;
    })
    .catch((error: unknown) =>
      error instanceof Undone
        ? error.count
        : (databaseRefusal(error)?.constraint ??
          /42501/.exec(JSON.stringify(error) + String(error))?.[0] ??
          error),
    );
}

class Undone extends Error {
  readonly count: number;
  constructor(count: number) {
    super("undone");
    this.count = count;
  }
}

/** The columns of a time of one hour from an instant on. */
function hourFrom(start: ReturnType<typeof wallTime>) {
  const [from, until] = [new Date(start), new Date(start + hourMs)];
  return { startsAt: from, endsAt: until, blockedFrom: from, blockedUntil: until };
}

test.each(bearers)(
  "check 4 TEN-03 SCHED-16 %s moves their own visit to a time to come, and no other: not into the past, not another's, not onto taken time",
  async (_, own) => {
    expect(await set(own, visit.id, hourFrom(wallTime(10, "10:00")))).toBe(1);
    expect(await set(own, visit.id, hourFrom(wallTime(-1, "10:00")))).toBe("42501");
    expect(await set(own, other.id, hourFrom(wallTime(10, "10:00")))).toBe(0);
    // What the client's role does not see stands in its way all the same.
    const taken = /^appointment_(practitioner|room)_free$/; // both are; which is said is the database's affair
    expect(await set(own, visit.id, hourFrom(wallTime(7, "10:00")))).toMatch(taken);
    expect(await set(own, visit.id, hourFrom(wallTime(9, "10:00")))).toMatch(taken);
  },
);

test.each(bearers)(
  "check 4 TEN-03 ec-H2 %s sets aside a hold that has run out, and does nothing else to any hold",
  async (_, own) => {
    expect(await set(own, lapsed.id, { superseded: true })).toBe(1);
    expect(await set(own, lapsed.id, { version: 7 })).toBe("42501");
    expect(await set(own, lapsed.id, { superseded: true, status: "scheduled" })).not.toBe(1);
    expect(await set(own, standing.id, { superseded: true })).toBe(0);
    const seen = await runtime.db.withTenant(
      tenantId,
      { ...writing, own },
      async ({ tx }) =>
        await tx.appointment.findMany({ where: { tenantId }, select: { id: true, clientId: true } }),
    );
    expect(seen.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(
      [
        { id: visit.id, clientId: ana?.["client_id"] },
        { id: lapsed.id, clientId: null },
      ].toSorted((a, b) => a.id.localeCompare(b.id)),
    );
  },
);

test("check 4 check 6 TEN-03 the bearer of a hold's link lets go of that hold; nobody's link and no client removes anything else", async () => {
  const everyone = [...bearers, ["the bearer of the hold's link", { appointmentId: standing.id }]] as const;
  for (const [who, own] of everyone) {
    const gone = await runtime.db
      .withTenant(tenantId, { ...writing, own }, async ({ tx }) => {
        const { count } = await tx.appointment.deleteMany({ where: { tenantId } });
        if (count > 0) throw new Undone(count);
        return count;
      })
      .catch((error: unknown) => (error instanceof Undone ? error.count : error));
    expect([who, gone]).toEqual([who, who === "the bearer of the hold's link" ? 1 : 0]);
  }
});
