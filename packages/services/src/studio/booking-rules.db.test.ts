import {
  bookInput,
  bookVisit,
  createStudio,
  holdInput,
  holdTime,
  inspect,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { hourMs, type Instant, instant, localDate, minuteMs } from "@quietroom/domain/time";
import { listServices as listContract, saveService as contract } from "@quietroom/contracts/studio";
import { expect, test } from "vitest";
import { bookHold, explainTime, holdSlot, listSlots, viewAppointment } from "../scheduling/index.ts";
import { listServices, saveBookingRules, saveService, viewBookingRules, viewStudio } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

type Rules = Parameters<typeof saveBookingRules>[1];

/** Sets some of the rules as an admin who has just opened the page. */
async function set(studio: TestStudio, changes: Partial<Rules>) {
  const admin = studio.as("admin");
  return await saveBookingRules(admin, { ...(await viewBookingRules(admin, {})), ...changes });
}

/** What becomes of a start that a visitor chooses. */
async function chosen(studio: TestStudio, startsAt: Instant) {
  const answer = await holdSlot(studio.as("public"), holdInput(studio, { startsAt }));
  return answer.ok ? "held" : answer.refusal.code;
}

/** The first and the last start that visitors are offered. */
async function offered(studio: TestStudio, days: number) {
  const { choice } = holdInput(studio, { startsAt: instant(0) });
  const { starts, now } = await listSlots(studio.as("public"), { choice, from: date(0), days });
  return { now, first: starts.at(0) ?? null, last: starts.at(-1) ?? null };
}

/** Which of the two rules keeps a client from ten o'clock on a day ahead, with its value. */
async function why(studio: TestStudio, day: number) {
  const { serviceId, locationId, practitionerId } = studio;
  const asked = { practitionerId, serviceId, locationId, mode: "telehealth" as const };
  return (await explainTime(studio.as("admin"), { ...asked, date: date(day), time: "10:00" })).obstacles;
}

function date(day: number): string {
  return localDate(wallTime(day, "12:00"), "America/New_York");
}

test("SCHED-05 BOOK-04 BOOK-06 the notice that the studio sets holds at once: in what is offered, in a hold and in the reason why not", async () => {
  const studio = await createStudio(runtime, { hours: [["00:00", "24:00"]], service: { stepMin: 5 } });
  expect(await chosen(studio, wallTime(2, "10:00"))).toBe("held");
  succeeded(await set(studio, { minNoticeMin: 72 * 60 }));
  expect(await chosen(studio, wallTime(2, "10:30"))).toBe("too_soon");
  expect(await why(studio, 1)).toMatchObject([{ rule: "too_soon", minNoticeMin: 72 * 60 }]);
  const { now, first } = await offered(studio, 6);
  expect(Number(first) - now).toBeGreaterThanOrEqual(72 * hourMs);
  expect(Number(first) - now).toBeLessThanOrEqual(72 * hourMs + 5 * minuteMs);
  succeeded(await set(studio, { minNoticeMin: 0 }));
  expect(Number((await offered(studio, 1)).first)).toBeLessThanOrEqual(now + 10 * minuteMs);
});

test("BOOK-06 ec-C12 the horizon that the studio sets holds at once, its last date wholly", async () => {
  const studio = await createStudio(runtime);
  succeeded(await set(studio, { horizonDays: 4 }));
  expect((await offered(studio, 20)).last).toBe(wallTime(4, "16:00"));
  expect(await chosen(studio, wallTime(5, "09:00"))).toBe("beyond_horizon");
  expect(await why(studio, 5)).toEqual([
    { rule: "beyond_horizon", horizonDays: 4, lastDate: date(4), setBy: "studio" },
  ]);
  succeeded(await set(studio, { horizonDays: 400 }));
  expect(await chosen(studio, wallTime(399, "09:00"))).toBe("held");
});

test("ec-J1 ec-J3 SCHED-17 SCHED-18 another window or other words are another policy: shown from then on, while who has booked keeps their cut-off and their words", async () => {
  const studio = await createStudio(runtime);
  const before = await bookVisit(studio, { startsAt: wallTime(9, "10:00"), who: person("Ana") });
  const hold = await holdTime(studio, { startsAt: wallTime(9, "12:00") });
  const words = "Two days before, please.\nLater it costs half.";
  succeeded(await set(studio, { cancellationWindowMin: 2880, cancellationPolicy: words }));
  expect(await viewStudio(studio.as("public"), {})).toMatchObject({
    cancellationPolicy: words,
    cancellationWindowMin: 2880,
    policyVersion: 2,
  });
  const form = bookInput(person("Ben"));
  expect(await bookHold(hold.context, form)).toMatchObject({ refusal: { code: "policy_changed" } });
  succeeded(await bookHold(hold.context, { ...form, acceptedPolicyVersion: 2 }));
  expect(succeeded(await viewAppointment(before.context, {}))).toMatchObject({
    policy: "Cancel up to 24 hours before.",
    cancelDeadline: wallTime(8, "10:00"),
  });
  const after = studio.as({ link: "appointment", id: hold.id });
  expect(succeeded(await viewAppointment(after, {}))).toMatchObject({
    policy: words,
    cancelDeadline: wallTime(7, "12:00"),
  });
  // What is no part of the policy asks nobody to accept it anew.
  succeeded(await set(studio, { horizonDays: 90, clientMoveLimit: 3 }));
  expect((await viewStudio(studio.as("public"), {})).policyVersion).toBe(2);
  expect(
    await query("select version, window_min from cancellation_policy where tenant_id = $1 order by version", [
      studio.tenantId,
    ]),
  ).toEqual([
    { version: 1, window_min: 1440 },
    { version: 2, window_min: 2880 },
  ]);
});

test("BOOK-06 of two admins who change the rules at once, one does, and the other is told and changes nothing", async () => {
  const studio = await createStudio(runtime);
  const admin = studio.as("admin");
  const seen = await viewBookingRules(admin, {});
  const both = await Promise.all(
    [10, 20].map(
      async (day) =>
        await saveBookingRules(admin, {
          ...seen,
          horizonDays: day,
          cancellationPolicy: `Policy ${day}`,
        }),
    ),
  );
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect(both.find(({ ok }) => !ok)).toEqual({ ok: false, refusal: { code: "changed_meanwhile" } });
  const now = await viewBookingRules(admin, {});
  expect(now.version).toBe(seen.version + 1);
  expect(now.cancellationPolicy).toBe(`Policy ${now.horizonDays}`);
  expect(await viewStudio(studio.as("public"), {})).toMatchObject({ policyVersion: 2 });
});

test("ec-C9 SCHED-05 a notice of one day is until the day before ends, in what is offered, in a hold and in the reason why not", async () => {
  const studio = await createStudio(runtime, { hours: [["00:00", "24:00"]] });
  succeeded(await set(studio, { minNoticeMin: 0, minNoticeDays: 1 }));
  expect((await offered(studio, 3)).first).toBe(wallTime(1, "00:00"));
  expect(await chosen(studio, wallTime(0, "23:30"))).toBe("too_soon");
  expect(await chosen(studio, wallTime(1, "00:00"))).toBe("held");
  succeeded(await set(studio, { minNoticeDays: 3 }));
  expect(await why(studio, 2)).toMatchObject([
    { rule: "too_soon", minNoticeDays: 3, earliest: wallTime(3, "00:00"), setBy: "studio" },
  ]);
  // A hold that was taken before stands until it runs out.
  const held = await holdTime(studio, { startsAt: wallTime(4, "10:00") });
  succeeded(await set(studio, { minNoticeDays: 9 }));
  succeeded(await bookHold(held.context, bookInput(person("Dan"))));
});

test("ec-C9 SCHED-07 a service may have a notice and a horizon of its own, in dates or in business days, never in both", async () => {
  const studio = await createStudio(runtime);
  const admin = studio.as("admin");
  const own = async (changes: Partial<Parameters<typeof saveService>[1]>) => {
    const rows = listContract.output.parse(await listServices(admin, {}));
    const row = rows.find(({ id }) => id === studio.serviceId);
    if (row === undefined) throw new Error("the studio has its service");
    const { slug: _slug, currency: _currency, ...fields } = row;
    return await saveService(admin, contract.input.parse({ ...fields, ...changes }));
  };
  succeeded(await own({ ownNotice: { minNoticeMin: 60, minNoticeDays: 2 }, horizonDays: 5 }));
  expect(await offered(studio, 20)).toMatchObject({
    first: wallTime(2, "09:00"),
    last: wallTime(5, "16:00"),
  });
  expect(await chosen(studio, wallTime(1, "16:00"))).toBe("too_soon");
  expect(await chosen(studio, wallTime(6, "10:00"))).toBe("beyond_horizon");
  expect(await why(studio, 1)).toMatchObject([{ rule: "too_soon", minNoticeDays: 2, setBy: "service" }]);
  expect(await why(studio, 6)).toMatchObject([{ rule: "beyond_horizon", setBy: "service" }]);
  expect((await viewStudio(studio.as("public"), {})).services).toMatchObject([
    { minNoticeMin: 60, minNoticeDays: 2, horizonDays: 5 },
  ]);
  expect(await own({ horizonDays: 5, horizonBusinessDays: 5 })).toEqual({
    ok: false,
    refusal: { code: "two_horizons" },
  });
  succeeded(await own({ ownNotice: null, horizonDays: null }));
  expect(await why(studio, 6)).toEqual([]);
});
