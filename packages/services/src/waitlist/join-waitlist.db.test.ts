import { addDays, instant, localDate } from "@quietroom/domain/time";
import {
  clientCalled,
  clientsOf,
  createStudio,
  inspect,
  joinInput,
  joinLine,
  person,
  rowCounts,
  succeeded,
  testDatabase,
  testRuntime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { joinWaitlist } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime);
const today = localDate(instant(Date.now()), "America/New_York");

async function refusalOf(wish: Parameters<typeof joinInput>[2], who = person("Rae")): Promise<unknown> {
  const before = await rowCounts(query);
  const answer = await joinWaitlist(studio.as("public"), joinInput(studio, who, wish));
  const { audit_event: _before, ...counts } = before;
  const { audit_event: _after, ...after } = await rowCounts(query);
  expect(after).toEqual(counts); // a refusal changes nothing
  return answer.ok ? "joined" : answer.refusal.code;
}

test("WAIT-01 a visitor joins for what they wish, stands last, and is recorded with an event of ids alone", async () => {
  expect(await joinLine(studio, person("Bo"))).toBe(1);
  expect(
    await joinLine(studio, person("Cleo"), {
      practitionerId: studio.practitionerId,
      locationId: studio.locationId,
      mode: "telehealth",
      weekdays: [1, 3, 3],
      dayparts: ["evening", "evening"],
      viewerZone: "US/Pacific",
    }),
  ).toBe(2);
  const [entry] = await query(
    `select e.practitioner_id, e.location_id, e.mode::text, e.weekdays, e.dayparts, e.priority::text, e.status::text, e.client_time_zone,
       e.date_from::text
     from waitlist_entry e where e.client_id = $1`,
    [await clientCalled(runtime, studio.tenantId, "cleo@example.com")],
  );
  expect(entry).toEqual({
    practitioner_id: studio.practitionerId,
    location_id: studio.locationId,
    mode: "telehealth",
    weekdays: [1, 3],
    dayparts: ["evening"],
    priority: "standard",
    status: "waiting",
    client_time_zone: "America/Los_Angeles",
    date_from: today,
  });
  const events = await query("select data from outbox where name = 'waitlist/joined'");
  expect(events).toHaveLength(2);
  expect(events[0]?.["data"]).toEqual({ tenantId: studio.tenantId, entryId: expect.any(String) });
});

test("the same form sent ten times at once puts one person in line once, and answers them all the same", async () => {
  const form = joinInput(studio, person("Dot"));
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => joinWaitlist(studio.as("public"), form)),
  );
  expect(new Set(answers.map((answer) => succeeded(answer).position)).size).toBe(1);
  const [row] = await query("select count(*)::int as entries from waitlist_entry where client_id = $1", [
    await clientCalled(runtime, studio.tenantId, "dot@example.com"),
  ]);
  expect(row).toEqual({ entries: 1 });
});

test("one person waits once for one service, also by two forms at once", async () => {
  const answers = await Promise.all(
    [1, 2, 3].map(() => joinWaitlist(studio.as("public"), joinInput(studio, person("Eve")))),
  );
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(answers.filter(({ ok }) => !ok)).toEqual(
    [1, 2].map(() => ({ ok: false, refusal: { code: "already_waiting" } })),
  );
});

test("BOOK-07 somebody else with a known email becomes a client of their own, and is told nothing", async () => {
  const answer = await joinWaitlist(
    studio.as("public"),
    joinInput(studio, { ...person("Dot"), givenName: "Someone" }),
  );
  expect(answer).toEqual({ ok: true, value: { position: expect.any(Number) } });
  const clients = await clientsOf(runtime, studio.tenantId);
  expect(
    clients.filter(({ email }) => email === "dot@example.com").map(({ givenName }) => givenName),
  ).toEqual(["Dot", "Someone"]);
});

test("wishes that cannot come true are refused and change nothing", async () => {
  const [row] = await query("select extract(dow from $1::date)::int as weekday", [today]);
  const tomorrowOnly = {
    dateFrom: addDays(today, 1),
    dateUntil: addDays(today, 1),
    weekdays: [Number(row?.["weekday"])],
  };
  expect(await refusalOf({ dateFrom: addDays(today, 5), dateUntil: addDays(today, 4) })).toBe(
    "dates_reversed",
  );
  expect(await refusalOf({ dateFrom: addDays(today, -5), dateUntil: addDays(today, -1) })).toBe("dates_past");
  expect(await refusalOf({ dateFrom: addDays(today, 61), dateUntil: addDays(today, 70) })).toBe(
    "beyond_horizon",
  );
  expect(await refusalOf(tomorrowOnly)).toBe("no_matching_date");
  expect(await refusalOf({ serviceId: studio.locationId as never })).toBe("unknown_service");
  expect(await refusalOf({ practitionerId: studio.locationId as never })).toBe("unknown_service");
  expect(await refusalOf({ locationId: studio.serviceId as never })).toBe("unknown_service");
  expect(await refusalOf({}, { ...person("Kid"), birthDate: addDays(today, -17 * 365) })).toBe(
    "guardian_needed",
  );
  expect(await refusalOf({}, { ...person("Kid"), birthDate: addDays(today, 1) })).toBe(
    "birth_date_in_future",
  );
});

test("BOOK-12 an address that ends after minutes is refused, since no offer would arrive there", async () => {
  expect(await refusalOf({}, { ...person("Ana"), email: "ana@mailinator.com" })).toBe("disposable_email");
});

test("TEN-12 a studio that is closed takes nobody", async () => {
  await query("update tenant set status = 'suspended' where id = $1", [studio.tenantId]);
  expect(await refusalOf({})).toBe("studio_closed");
  await query("update tenant set status = 'active' where id = $1", [studio.tenantId]);
});

test("TEN-07 another studio's service is as unknown as one that does not exist; nobody joins without the permission", async () => {
  const stranger = await createStudio(runtime);
  expect(await refusalOf({ serviceId: stranger.serviceId })).toBe("unknown_service");
  await expect(joinWaitlist(studio.as("admin"), joinInput(studio, person("Staff")))).rejects.toThrow(
    "forbidden",
  );
});
