import { freeForms } from "@quietroom/domain/scheduling";
import { dayMs, hourMs, instant, minuteMs, plus } from "@quietroom/domain/time";
import {
  bookInput,
  createStudio,
  holdInput,
  inspect,
  joinInput,
  person,
  rowCounts,
  succeeded,
  testDatabase,
  testRuntime,
  wallTime,
} from "@quietroom/testing";
import { addPractitioner, saveService } from "@quietroom/services/studio";
import { expect, test } from "vitest";
import { served } from "../test/served.ts";
import { publicContext } from "./context.ts";
import { publicRouter } from "./root.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime);
const elsewhere = await createStudio(runtime);
const website = served(publicRouter, () => publicContext(runtime));

// Somebody of the studio who does not offer the service, and a service that is not booked online.
const other = succeeded(
  await addPractitioner(studio.as("admin"), { displayName: "Other", title: "", bio: "" }),
);
const byStaffOnly = succeeded(
  await saveService(studio.as("admin"), {
    id: null,
    version: null,
    name: "By telephone",
    description: "",
    durationMin: 60,
    stepMin: 30,
    bufferBeforeMin: 0,
    bufferAfterMin: 0,
    maxPerDay: null,
    maxPerWeek: null,
    newClients: "anyone",
    priceMinor: 1,
    modes: ["in_person"],
    needsRoom: false,
    roomType: "",
    roomEquipment: [],
    roomCapacity: 2,
    roomStepFree: false,
    preferredRoomIds: [],
    deviceType: "",
    onlineBookable: false,
    active: true,
    practitionerIds: [studio.practitionerId],
  }),
);

const free = wallTime(7, "10:00");
const good = { studio: studio.slug, ...holdInput(studio, { startsAt: free }) };
const choosing = (more: object) => ({ ...good, choice: { ...good.choice, ...more } });

const refused: Readonly<Record<string, readonly [input: object, code: string]>> = {
  "a time that is over": [{ ...good, startsAt: plus(free, -30 * dayMs) }, "past"],
  "a time within the notice": [{ ...good, startsAt: soon() }, "too_soon"],
  "a time beyond the horizon": [{ ...good, startsAt: plus(free, 400 * dayMs) }, "beyond_horizon"],
  "a time at night": [{ ...good, startsAt: wallTime(7, "03:00") }, "outside_hours"],
  "a time that would end after hours": [{ ...good, startsAt: wallTime(7, "16:30") }, "outside_hours"],
  "a time off the grid": [{ ...good, startsAt: plus(free, 7 * minuteMs) }, "off_grid"],
  "somebody who does not offer it": [choosing({ practitionerId: other.practitionerId }), "unknown_service"],
  "another studio's practitioner": [
    choosing({ practitionerId: elsewhere.practitionerId }),
    "unknown_service",
  ],
  "another studio's service": [choosing({ serviceId: elsewhere.serviceId }), "unknown_service"],
  "another studio's place": [choosing({ locationId: elsewhere.locationId }), "unknown_service"],
  "a service that staff alone book": [choosing({ serviceId: byStaffOnly.id }), "unknown_service"],
};

/** The next half hour on the grid, well inside the two hours' notice of a public booking. */
function soon() {
  const halfHour = 30 * minuteMs;
  return instant(Math.ceil((Date.now() + hourMs / 2) / halfHour) * halfHour);
}

test.each(Object.entries(refused))("check 40 BOOK-03 %s cannot be held", async (_, [input, code]) => {
  const before = await rowCounts(query);
  const { data } = await website.call("hold.create", "mutation", input);
  expect(data).toMatchObject({ ok: false, refusal: { code } });
  expect({ ...(await rowCounts(query)), audit_event: 0 }).toEqual({ ...before, audit_event: 0 });
});

test("BOOK-12 an address that sends form after form is told to come back with work done, whatever it sends, and nothing is looked at or written", async () => {
  const busy = served(publicRouter, () =>
    publicContext(runtime, undefined, { ip: "203.0.113.60", userAgent: "a browser" }),
  );
  const over = { ...good, startsAt: plus(free, -30 * dayMs) };
  for (let turn = 0; turn < freeForms; turn += 1)
    expect((await busy.call("hold.create", "mutation", over)).data).toMatchObject({
      refusal: { code: "past" },
    });
  const before = await rowCounts(query);
  for (const [path, input] of [
    ["hold.create", good],
    ["booking.confirm", { studio: studio.slug, token: "x", ...bookInput(person("Nina")) }],
    ["waitlist.join", { studio: studio.slug, ...joinInput(studio, person("Nina")) }],
    [
      "groups.hold",
      {
        studio: studio.slug,
        groupSessionId: studio.serviceId,
        partySize: 1,
        viewerZone: null,
        releaseToken: null,
      },
    ],
  ] as const) {
    const { data } = await busy.call(path, "mutation", input);
    expect([path, data]).toMatchObject([path, { ok: false, refusal: { code: "proof_needed" } }]);
  }
  expect(await rowCounts(query)).toEqual(before);
});

test("check 40 length, end, price and state are nobody's to send", async () => {
  const before = await rowCounts(query);
  for (const more of [
    { endsAt: plus(free, -hourMs) },
    { durationMin: -60 },
    { priceMinor: 1 },
    { currency: "XXX" },
    { status: "scheduled" },
    { choice: { ...good.choice, priceMinor: 1 } },
    { choice: { ...good.choice, durationMin: -60 } },
    { startsAt: -1 },
    { startsAt: [free, plus(free, -hourMs)] },
  ]) {
    const { status } = await website.call("hold.create", "mutation", { ...good, ...more });
    expect(status, JSON.stringify(more)).toBe(400);
  }
  expect(await rowCounts(query)).toEqual(before);
});

const hold = async () => tokenIn((await website.call("hold.create", "mutation", good)).data);
const confirm = async (token: string, more: object = {}) => {
  const input = { studio: studio.slug, token, ...bookInput(person("Nina")), ...more };
  return await website.call("booking.confirm", "mutation", input);
};
const visits = async () =>
  await query(
    "select price_minor, ends_at - starts_at as length from appointment where status = 'scheduled'",
  );

test("check 40 BOOK-05 a hold that ran out, and is another visitor's by now, becomes no visit", async () => {
  const late = await hold();
  const lateId = runtime.links.verify(late)?.id ?? "";
  await query("update appointment set hold_expires_at = app.now() - interval '1 second' where id = $1", [
    lateId,
  ]);
  const next = await hold();
  expect((await confirm(late)).data).toMatchObject({ ok: false });
  await website.call("hold.release", "mutation", { studio: studio.slug, token: next });
  expect((await confirm(next)).data).toMatchObject({ ok: false });
  expect(await visits()).toEqual([]);
});

test("check 40 a visit costs and lasts what its service says, whatever the form adds", async () => {
  const token = await hold();
  for (const more of [
    { priceMinor: 1 },
    { endsAt: plus(free, -hourMs) },
    { startsAt: free },
    { status: "completed" },
  ]) {
    expect((await confirm(token, more)).status).toBe(400);
  }
  expect(await visits()).toEqual([]);
  expect((await confirm(token)).data).toMatchObject({ ok: true });
  expect(await visits()).toEqual([{ price_minor: 12_000, length: expect.objectContaining({ hours: 1 }) }]);
});

function tokenIn(data: unknown): string {
  const token: unknown = Reflect.get(Object(Reflect.get(Object(data), "value")), "token");
  if (typeof token !== "string") throw new Error("nothing was held");
  return token;
}
