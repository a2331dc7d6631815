import {
  bookInput,
  createStudio,
  holdInput,
  idIn,
  inspect,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  wallTime,
} from "@quietroom/testing";
import { mostHoldsFromOnePlace } from "@quietroom/domain/scheduling";
import type { Instant } from "@quietroom/domain/time";
import { expect, test } from "vitest";
import { calledFrom } from "../runtime.ts";
import { bookHold, holdSlot } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime, { practitioners: 2 });
const other = await createStudio(runtime);

/** A visitor at an address asks for a time. */
async function hold(ip: string | null, startsAt: Instant, at = studio) {
  const context = at.as("public");
  const from = calledFrom(context.runtime, { ip, userAgent: "a browser" });
  return await holdSlot({ ...context, runtime: from }, holdInput(at, { startsAt }));
}

async function outcome(...asked: Parameters<typeof hold>): Promise<string> {
  const held = await hold(...asked);
  return held.ok ? "held" : held.refusal.code;
}

const heldFrom = async () =>
  await query("select held_from from appointment where tenant_id = $1 and held_from is not null", [
    studio.tenantId,
  ]);

test("BOOK-12 ec-H6 an address that keeps five times gets no sixth until one is booked or over; other addresses do, and other studios", async () => {
  const flood = "203.0.113.7";
  const holds = [];
  for (let day = 2; day < 2 + mostHoldsFromOnePlace; day += 1)
    holds.push(succeeded(await hold(flood, wallTime(day, "10:00"))));
  const next = wallTime(9, "10:00");
  const refused = await hold(flood, next);
  if (refused.ok) throw new Error("a sixth time is kept for one address");
  expect(refused.refusal.code).toBe("too_many_holds");
  expect(await outcome(flood, wallTime(9, "11:00"), other)).toBe("held");
  expect(await outcome("203.0.113.8", next)).toBe("held");
  expect(await outcome(null, wallTime(9, "11:00"))).toBe("held");

  const [first, second] = holds.map(({ token }) => idIn(studio, token));
  succeeded(await bookHold(studio.as({ link: "hold", id: String(first) }), bookInput(person("Ana"))));
  expect(await outcome(flood, wallTime(9, "12:00"))).toBe("held");
  expect(await outcome(flood, wallTime(9, "13:00"))).toBe("too_many_holds");
  await query("update appointment set hold_expires_at = app.now() - interval '1 second' where id = $1", [
    second,
  ]);
  expect(await outcome(flood, wallTime(9, "13:00"))).toBe("held");
});

test("ec-H6 the address is kept with the hold alone: a visit that is booked has none", async () => {
  const kept = await heldFrom();
  expect(kept.length).toBeGreaterThan(0);
  const [booked] = await query(
    "select count(*)::int as n from appointment where tenant_id = $1 and status <> 'held' and held_from is not null",
    [studio.tenantId],
  );
  expect(booked).toEqual({ n: 0 });
  await expect(
    query("update appointment set held_from = '203.0.113.7' where status = 'scheduled'"),
  ).rejects.toThrow("appointment_held_from");
});

test("BOOK-12 ec-H6 three quarters of a practitioner's date can be kept; the rest of it is for those who book", async () => {
  const hours = ["09:00", "10:00", "11:00", "12:00", "13:00", "14:00", "15:00"] as const;
  const answers = [];
  for (const [n, hour] of hours.entries()) answers.push(await outcome(`198.51.100.${n}`, wallTime(20, hour)));
  expect(answers).toEqual(["held", "held", "held", "held", "held", "held", "too_many_holds"]);
  expect(await outcome("198.51.100.99", wallTime(21, "10:00"))).toBe("held");
});
