import { saveService as contract } from "@quietroom/contracts/studio";
import { localDate, minuteMs } from "@quietroom/domain/time";
import {
  bookInput,
  bookVisit,
  createStudio,
  holdInput,
  idIn,
  inspect,
  person,
  staffOf,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { listServices, saveClosure, saveService } from "../studio/index.ts";
import { bookHold, explainTime, holdSlot, listSlots, rescheduleByLink } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

const date = (day: number) => localDate(wallTime(day, "12:00"), "America/New_York");
const long = { durationMin: 90, priceMinor: 17_000 };

/** A studio whose service of an hour can be had for 90 minutes as well. */
const variable = async () => await createStudio(runtime, { service: { moreLengths: [long] } });

/** The last time of one date for one length, on the wall: the longer it is, the sooner that is. Null where there is none. */
async function lastOffered(studio: TestStudio, durationMin?: number, moving?: string) {
  const { choice } = holdInput(studio, { startsAt: wallTime(3, "10:00") });
  const asked = { choice: { ...choice, durationMin }, from: date(3), days: 1, ...(moving && { moving }) };
  const { starts } = await listSlots(studio.as("public"), asked);
  const last = starts.at(-1);
  return last === undefined ? null : localTimes.format(last);
}

const localTimes = new Intl.DateTimeFormat("en-GB", {
  timeZone: "America/New_York",
  hour: "2-digit",
  minute: "2-digit",
});

/** Holds a time for a length, without saying that it could be had. */
async function hold(studio: TestStudio, time: string, durationMin?: number) {
  const wish = holdInput(studio, { startsAt: wallTime(3, time) });
  return await holdSlot(studio.as("public"), { ...wish, choice: { ...wish.choice, durationMin } });
}

async function visitOf(id: string) {
  const [row] = await query(
    "select extract(epoch from ends_at - starts_at) / 60 as minutes, price_minor as price, status from appointment where id = $1",
    [id],
  );
  return { minutes: Number(row?.["minutes"]), price: row?.["price"], status: row?.["status"] };
}

test("ec-C3 each length is offered where it fits, held for as long, and booked at its own price", async () => {
  const studio = await variable();
  expect(await lastOffered(studio)).toBe("16:00");
  expect(await lastOffered(studio, 90)).toBe("15:30");
  expect(await hold(studio, "16:00", 90)).toMatchObject({ refusal: { code: "outside_hours" } });
  const { token } = succeeded(await hold(studio, "10:00", 90));
  const id = idIn(studio, token);
  succeeded(await bookHold(studio.as({ link: "hold", id }), bookInput(person("Ana"))));
  expect(await visitOf(id)).toEqual({ minutes: 90, price: 17_000, status: "scheduled" });
  expect(await hold(studio, "11:00")).toMatchObject({ refusal: { code: "slot_taken" } });
});

test("ec-C3 a length is judged against the room as well: the longer one is not offered where the room is had before its end", async () => {
  const studio = await createStudio(runtime, {
    practitioners: 2,
    rooms: 1,
    service: { moreLengths: [long] },
  });
  const [, other = null] = studio.practitionerIds;
  await bookVisit(studio, { startsAt: wallTime(3, "11:00"), practitionerId: other });
  const startsAt = wallTime(3, "10:00");
  const { choice } = holdInput(studio, { startsAt });
  const offeredThen = async (durationMin: number, mode: "in_person" | "telehealth") => {
    const asked = { choice: { ...choice, mode, durationMin }, from: date(3), days: 1 };
    return (await listSlots(studio.as("public"), asked)).starts.includes(startsAt);
  };
  expect(await offeredThen(60, "in_person")).toBe(true);
  expect(await offeredThen(90, "in_person")).toBe(false);
  expect(await offeredThen(90, "telehealth")).toBe(true); // the room alone is in its way
  expect(await hold(studio, "10:00", 90)).toMatchObject({ refusal: { code: "no_room" } });
  expect(await hold(studio, "10:00", 60)).toMatchObject({ ok: true });
});

test("SCHED-06 a service lasts from 15 minutes to 8 hours, whatever wrote it, and its times follow its own step, a new studio's every half hour", async () => {
  const studio = await createStudio(runtime, { service: { durationMin: 15, stepMin: 20 } });
  const { durationMin } = contract.input.shape;
  const taken = [14, 15, 480, 481].map((minutes) => durationMin.safeParse(minutes).success);
  expect(taken).toEqual([false, true, true, false]);
  for (const minutes of [14, 481])
    await expect(
      query("update service set duration_min = $1 where tenant_id = $2", [minutes, studio.tenantId]),
    ).rejects.toThrow("check constraint");

  const { choice } = holdInput(studio, { startsAt: wallTime(3, "10:00") });
  const { starts } = await listSlots(studio.as("public"), { choice, from: date(3), days: 1 });
  const [first = NaN, second = NaN] = starts;
  expect((second - first) / minuteMs).toBe(20);
  const { token } = succeeded(await hold(studio, "10:00"));
  expect(await visitOf(idIn(studio, token))).toMatchObject({ minutes: 15 });
  const ofNewStudio = await query(
    "select column_default from information_schema.columns where table_name = 'service' and column_name = 'step_min'",
  );
  expect(ofNewStudio).toEqual([{ column_default: "30" }]);
});

test("ec-C3 a length that the service does not have is refused, whoever forges it", async () => {
  const studio = await variable();
  expect(await hold(studio, "10:00", 45)).toMatchObject({ refusal: { code: "unknown_service" } });
  expect(await lastOffered(studio, 45)).toBeNull();
});

test("ec-C3 ec-H3 a hold that ran out is taken again for its own length, and other times for it are named where it cannot be", async () => {
  const studio = await variable();
  const { token } = succeeded(await hold(studio, "10:00", 90));
  const id = idIn(studio, token);
  await query("update appointment set hold_expires_at = app.now() - interval '1 minute' where id = $1", [id]);
  const context = studio.as({ link: "hold", id });
  succeeded(await bookHold(context, bookInput(person("Ana"))));
  expect(await visitOf(id)).toMatchObject({ minutes: 90, status: "scheduled" });

  const late = idIn(studio, succeeded(await hold(studio, "13:00", 90)).token);
  await query("update appointment set hold_expires_at = app.now() - interval '1 minute' where id = $1", [
    late,
  ]);
  succeeded(await hold(studio, "14:00"));
  const answer = await bookHold(studio.as({ link: "hold", id: late }), bookInput(person("Ben")));
  if (answer.ok) throw new Error("a time that overlaps another was booked");
  expect(answer.refusal.code).toBe("slot_taken");
  expect(answer.refusal.alternatives.map(({ startsAt, endsAt }) => (endsAt - startsAt) / minuteMs)).toEqual([
    90, 90, 90,
  ]);
});

test("ec-C3 ec-C2 a visit that is moved keeps its length: times are shown for it, and others named", async () => {
  const studio = await variable();
  const { token } = succeeded(await hold(studio, "10:00", 90));
  const id = idIn(studio, token);
  succeeded(await bookHold(studio.as({ link: "hold", id }), bookInput(person("Ana"))));
  const { tenantId } = studio;
  const moving = studio.as("public").runtime.links.sign({ kind: "appointment", tenantId, id });
  expect(await lastOffered(studio, undefined, moving)).toBe("15:30");
  const to = { practitionerId: studio.practitionerId, startsAt: wallTime(3, "16:00") };
  const refused = await rescheduleByLink(studio.as({ link: "appointment", id }), to);
  if (refused.ok) throw new Error("a visit was moved beyond the hours");
  expect(refused.refusal.alternatives.map(({ startsAt, endsAt }) => (endsAt - startsAt) / minuteMs)).toEqual([
    90, 90, 90,
  ]);
});

test("ec-C3 two prices for one length are refused, and lengths that are left out stay as they were", async () => {
  const studio = await variable();
  const [service] = await listServices(studio.as("admin"), {});
  if (service === undefined) throw new Error("a studio without a service");
  expect(service.moreLengths).toEqual([long]);
  const { slug: _slug, currency: _currency, moreLengths: _more, ...fields } = service;
  const input = {
    ...fields,
    id: studio.serviceId,
    practitionerIds: [studio.practitionerId],
    preferredRoomIds: [],
  };
  expect(
    await saveService(studio.as("admin"), { ...input, moreLengths: [{ ...long, durationMin: 60 }] }),
  ).toEqual({ ok: false, refusal: { code: "repeated_length" } });
  expect(succeeded(await saveService(studio.as("admin"), input)).moreLengths).toEqual([long]);
});

test("ec-C13 a horizon in business days skips the closed days of the place", async () => {
  const studio = await createStudio(runtime, { service: { horizonBusinessDays: 3 } });
  const { choice } = holdInput(studio, { startsAt: wallTime(3, "10:00") });
  const lastDate = async () =>
    (await listSlots(studio.as("public"), { choice, from: date(1), days: 20 })).lastDate;
  expect([date(3), date(4)]).toContain(await lastDate()); // the later one where another day began meanwhile
  expect(await hold(studio, "10:00")).toMatchObject({ ok: true });

  const admin = studio.as("admin");
  const holiday = { name: "Holiday", kind: "public_holiday", telehealth: "closed", part: null } as const;
  const dates = { firstDate: date(1), lastDate: date(2) };
  const closing = { id: null, version: null, locationId: null, ...dates, ...holiday };
  succeeded(await saveClosure(await staffOf(studio, query), closing));
  expect(await lastDate()).toBe(date(5)); // counted from the day before the closed ones or from the first of them

  const beyond = holdInput(studio, { startsAt: wallTime(6, "10:00") });
  expect(await holdSlot(studio.as("public"), beyond)).toMatchObject({ refusal: { code: "beyond_horizon" } });
  const { serviceId, practitionerId, locationId } = studio;
  const asked = { serviceId, practitionerId, locationId, mode: "in_person", time: "10:00" } as const;
  const { obstacles } = await explainTime(admin, { ...asked, date: date(6) });
  expect(obstacles).toMatchObject([{ rule: "beyond_horizon", lastDate: date(5) }]);
});
