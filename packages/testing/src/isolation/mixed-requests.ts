import { randomBytes } from "node:crypto";
import { addDays, instant, localDate } from "@quietroom/domain/time";
import { openRuntime, type Runtime } from "@quietroom/services";
import { messageLog } from "@quietroom/services/messages";
import { calendarRange, holdSlot, listSlots } from "@quietroom/services/scheduling";
import { listServices, viewAvailability, viewStudio } from "@quietroom/services/studio";
import { waitlistBoard } from "@quietroom/services/waitlist";
import { holdInput, wallTime } from "../booking.ts";
import type { TestStudio, Who } from "../studio.ts";
import { type Query, tenantTables } from "./catalogue.ts";
import { injectFailures } from "./inject-failures.ts";
import { testKeys } from "../test-keys.ts";

export type MixedRequests = {
  readonly requests: number;
  readonly answered: number;
  /** Refused by a rule (a taken hour, a record that is not theirs) or broken by an injected failure. */
  readonly failed: number;
  readonly injected: number;
  /** Rows and ids of the other studio in any answer. */
  readonly foreign: readonly string[];
  readonly tookMs: number;
};

/**
 * Both studios ask at once, reading and writing, sixteen requests under way over a pool of four connections, while a share of their
 * statements fails: refused by the database, lost before it was sent, or with its connection. Every id in every answer is looked at.
 * `seed` decides what is asked and what fails.
 */
export async function mixedRequests(options: {
  readonly databaseUrl: string;
  readonly query: Query;
  readonly studios: readonly [TestStudio, TestStudio];
  readonly requests: number;
  readonly failureRate: number;
  readonly seed: number;
}): Promise<MixedRequests> {
  const { databaseUrl, query, studios, requests, failureRate } = options;
  const random = randomOf(options.seed);
  const ids = [await idsOf(query, studios[0]), await idsOf(query, studios[1])] as const;
  const quiet = () => undefined;
  // Before the pool opens: a connection keeps the way of asking that it began with.
  const failures = injectFailures({ rate: failureRate, random });
  const runtime = await openRuntime({
    databaseUrl,
    linkKey: randomBytes(32),
    keyService: testKeys,
    bookingUrl: "http://booking.test",
    log: { info: quiet, warn: quiet, error: quiet },
    poolSize: 4,
  });
  failures.begin();
  const began = Date.now();
  const foreign: string[] = [];
  let [asked, answered, failed] = [0, 0, 0];
  const client = async () => {
    while (asked < requests) {
      asked += 1;
      const turn = random() < 0.5 ? 0 : 1;
      const [ask, name] = pick(runtime, studios[turn], { random, other: studios[1 - turn] ?? studios[0] });
      try {
        const answer = await ask();
        answered += 1;
        const others = ids[turn === 0 ? 1 : 0];
        for (const [id] of asText(answer).matchAll(uuid)) if (others.has(id)) foreign.push(`${name}: ${id}`);
      } catch {
        failed += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: 16 }, client));
  const tookMs = Date.now() - began;
  const injected = failures.end();
  await runtime.close();
  return { requests, answered, failed, injected, foreign, tookMs };
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const reading = { isolation: "read committed", readOnly: true } as const;

function pick(
  runtime: Runtime,
  studio: TestStudio,
  { random, other }: { readonly random: () => number; readonly other: TestStudio },
): readonly [ask: () => Promise<unknown>, name: string] {
  const as = (who: Who) => ({ ...studio.as(who), runtime });
  const { practitionerId, serviceId, locationId, tenantId } = studio;
  const today = localDate(instant(Date.now()), "America/New_York");
  const choice = { serviceId, locationId, practitionerId, mode: "in_person" as const };
  const hour = `${9 + Math.floor(random() * 8)}`.padStart(2, "0");
  const hold = holdInput(studio, { startsAt: wallTime(3 + Math.floor(random() * 50), `${hour}:00`) });
  const asks: readonly (readonly [ask: () => Promise<unknown>, name: string])[] = [
    [async () => await viewStudio(as("public"), {}), "the studio's page"],
    [async () => await listSlots(as("public"), { choice, from: today, days: 3 }), "times"],
    [async () => await holdSlot(as("public"), hold), "a hold"],
    [async () => await listServices(as("admin"), {}), "services"],
    [async () => await viewAvailability(as("admin"), { practitionerId }), "hours"],
    [
      async () => await viewAvailability(as("admin"), { practitionerId: other.practitionerId }),
      "the other's hours",
    ],
    [async () => await calendarRange(as("admin"), { from: today, until: addDays(today, 7) }), "calendar"],
    [async () => await waitlistBoard(as("admin"), {}), "waitlist"],
    [async () => await messageLog(as("admin"), { before: null }), "messages"],
    [
      // As a query would read that forgot its studio.
      async () =>
        await runtime.db.withTenant(tenantId, reading, async ({ tx }) => ({
          clients: await tx.client.findMany({ select: { id: true } }),
          visits: await tx.appointment.findMany({ take: 50 }),
          people: await tx.staffUser.findMany(),
          offers: await tx.waitlistOffer.findMany(),
        })),
      "rows",
    ],
  ];
  const chosen = asks[Math.floor(random() * asks.length)];
  if (chosen === undefined) throw new Error("a share of one is below one");
  return chosen;
}

/** Every id that any row of a studio has, its own first. What is written later is known by the studio's own. */
async function idsOf(query: Query, { tenantId }: TestStudio): Promise<ReadonlySet<string>> {
  const ids = new Set([tenantId]);
  for (const table of await tenantTables(query)) {
    if (table === "tenant") continue;
    const rows = await query(`select to_jsonb(t)->>'id' as id from ${table} t where tenant_id = $1`, [
      tenantId,
    ]);
    for (const { id } of rows) if (typeof id === "string") ids.add(id);
  }
  return ids;
}

function asText(answer: unknown): string {
  return (
    JSON.stringify(answer, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value)) ?? ""
  );
}

/** Mulberry32: the same numbers for the same seed, each below 1. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
