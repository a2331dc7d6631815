import { createStudio, inspect, rowCounts, testDatabase, testRuntime } from "@quietroom/testing";
import { expect, test } from "vitest";
import { inputSchemas } from "../test/declared.ts";
import { leaves, valueAt, without, withValue } from "../test/leaves.ts";
import { signedInPortal } from "../test/portal-calls.ts";
import { type Reply, served } from "../test/served.ts";
import { arrange, type ValidCall, validCalls } from "../test/valid-calls.ts";
import { patternsIn } from "../test/patterns.ts";
import { publicContext, staffContext, type StaffActor } from "./context.ts";
import { clientRouter, publicRouter, staffRouter } from "./root.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime);
const scene = await arrange(studio, query);
const portal = await signedInPortal(runtime, studio, query);
const calls = [...validCalls(studio, scene), ...portal.calls];

const { actor } = studio.as("admin");
const { staffUserId, sessionId } = scene;
const admin: StaffActor | null = actor.kind === "staff" ? { ...actor, staffUserId, sessionId } : null;
const sites = {
  client: portal.site,
  public: served(publicRouter, () => publicContext(runtime)),
  staff: served(staffRouter, () => staffContext(runtime, async () => await Promise.resolve(admin))),
};
const send = async ({ router, path, kind }: (typeof calls)[number], input: unknown): Promise<Reply> =>
  await sites[router].call(path, kind, input);

/** Every place of every procedure's input. */
const places = calls.flatMap((call) => leaves(call.input).map((at) => ({ call, at })));
const named = ({ call, at }: (typeof places)[number]) => `${call.path} ${at.join(".")}`;

/** The places where a value is odd and taken, of those that were tried; the rest is refused as no input at all. */
async function taken(
  tried: readonly (typeof places)[number][],
  change: (place: (typeof places)[number]) => readonly unknown[],
): Promise<string[]> {
  const found: string[] = [];
  for (const place of tried) {
    const replies = await Promise.all(change(place).map(async (input) => await send(place.call, input)));
    for (const { status, text } of replies) {
      if (status !== 400) found.push(`${named(place)}: ${status} ${status >= 500 ? text : ""}`.trim());
    }
  }
  return [...new Set(found)];
}

const operators: readonly unknown[] = [
  { not: "" },
  { startsWith: "a" },
  { contains: "%" },
  { gt: 0 },
  { gte: "" },
  { equals: "x" },
  { in: ["x"] },
  { not: { in: [] } },
  { path: ["x"], equals: 1 },
  { set: null },
  { increment: 1 },
  { $ne: null },
  { $regex: ".*" },
  { OR: [{}] },
];

test("check 33 no value of any procedure may be an operator, or a list of values", async () => {
  expect(places.length).toBeGreaterThan(150);
  const before = await rowCounts(query);
  const found = await taken(places, ({ call, at }) =>
    [...operators, [valueAt(call.input, at)], [[valueAt(call.input, at)]]]
      .filter((odd) => !Array.isArray(valueAt(call.input, at)) || !Array.isArray(odd))
      .map((odd) => withValue(call.input, at, odd)),
  );
  expect(found).toEqual([]);
  expect(await rowCounts(query)).toEqual(before);
}, 120_000);

/** What may be left out, with what that says. */
const mayBeLeftOut: Readonly<Record<string, string>> = {
  "availability.setOverride id": "it is new",
  "availability.setOverride version": "it is new",
  "groups.seat override": "nothing is passed over",
};

test("check 34 what a call leaves out is refused, and what it sends as nothing only where nothing is an answer", async () => {
  const before = await rowCounts(query);
  const fields = places.filter(({ at }) => !/^\d+$/.test(at.at(-1) ?? ""));
  const owed = fields.filter((place) => !(named(place) in mayBeLeftOut));
  expect(owed).toHaveLength(fields.length - Object.keys(mayBeLeftOut).length);
  expect(await taken(owed, ({ call, at }) => [without(call.input, at)])).toEqual([]);
  expect(await taken(owed, ({ call, at }) => [withValue(call.input, at, undefined)])).toEqual([]);
  expect(await rowCounts(query)).toEqual(before);
  const asNull = await taken(fields, ({ call, at }) => [withValue(call.input, at, null)]);
  expect(
    asNull.map((place) => place.replace(/: .*/, "")).toSorted((a, b) => a.localeCompare(b)),
  ).toMatchInlineSnapshot(`
    [
      "availability.setCaps maxPerDay",
      "availability.setCaps maxPerWeek",
      "availability.setOverride id",
      "availability.setOverride locationId",
      "availability.setOverride version",
      "availability.setWeekly rows.0.effectiveFrom",
      "availability.setWeekly rows.0.effectiveUntil",
      "backgroundWork.deadLetters before",
      "bookingRules.save clientMoveLimit",
      "bookingRules.save clientVisitLimit",
      "bookingRules.save noShowLimit",
      "clients.correct answering",
      "closure.save id",
      "closure.save locationId",
      "closure.save part",
      "closure.save version",
      "desk.book durationMin",
      "desk.bookWithOverride durationMin",
      "desk.times durationMin",
      "groups.hold releaseToken",
      "groups.hold viewerZone",
      "groups.move roomId",
      "groups.repeat choices.0.startsAt",
      "hold.create choice.practitionerId",
      "hold.create releaseToken",
      "hold.create viewerZone",
      "legal.document version",
      "legal.read version",
      "messages.log before",
      "ownZone.set timeZone",
      "place.changeZone visits",
      "portal.accessHistory before",
      "portal.rescheduleVisit practitionerId",
      "portalAccounts.list after",
      "practitioner.affected lastDate",
      "practitioner.affected part",
      "practitioner.setPhoto photo",
      "practitioner.setStanding lastDay",
      "practitioner.unsettledSeries practitionerId",
      "relations.assignSupervisor endsAt",
      "resource.setOutOfService period",
      "security.setPasswordRules maxAgeDays",
      "series.book choices.0.startsAt",
      "service.save id",
      "service.save maxPerDay",
      "service.save maxPerWeek",
      "service.save version",
      "slots.list choice.practitionerId",
      "timeOff.ask coverId",
      "timeOff.ask part",
      "trail.export action",
      "trail.export from",
      "trail.export recordId",
      "trail.export report",
      "trail.export resource",
      "trail.export staffUserId",
      "trail.export until",
      "trail.list action",
      "trail.list before",
      "trail.list from",
      "trail.list recordId",
      "trail.list report",
      "trail.list resource",
      "trail.list staffUserId",
      "trail.list until",
      "trail.staffActivity before",
      "visit.reschedule practitionerId",
      "waitlist.join locationId",
      "waitlist.join mode",
      "waitlist.join practitionerId",
      "waitlist.join viewerZone",
      "waitlist.move priority",
      "waitlist.move referred",
      "waitlist.offer takesBack",
    ]
  `);
}, 120_000);

/** All texts but a browser's zone, of which every unknown name is the studio's. */
const texts = places.filter(
  ({ call, at }) => typeof valueAt(call.input, at) === "string" && at.at(-1) !== "viewerZone",
);

/** Places whose text is opaque, and answered as what it is not: no such studio, no such link. */
const opaque = /(^|\.)(studio|token|releaseToken)$/;

/** Texts of several lines. */
const linesIn =
  /description$|directions$|cancellationPolicy$|^legal\.publish body$|^appointment\.writeStaffNote text$|^practitioner\.saveProfile bio$|^record\.ask wish$|^records\.decideRequest answer$|^records\.endRestriction reason$/;

const hostile: Readonly<Record<string, (text: string) => string>> = {
  "an override of the direction": (text) => `${text}\u202egpj.exe`,
  "an isolate of the direction": (text) => `\u2066${text}`,
  "a NUL": (text) => `${text}\0`,
  "half a character": (text) => `${text}\udc00`,
  "a line break": (text) => `${text}y\r\nx: y`, // between words: one at an end is taken off
  "a megabyte": (text) => text.padEnd(1_000_000, "a"),
};

/** The least of the processor that up to three tries took, in milliseconds: a busy machine is no pattern that explodes. */
async function timely(
  ask: () => Promise<Reply>,
): Promise<{ readonly reply: Reply; readonly tookMs: number }> {
  let quickest = Number.POSITIVE_INFINITY;
  for (let turn = 1; ; turn += 1) {
    const began = process.cpuUsage();
    const reply = await ask();
    quickest = Math.min(quickest, process.cpuUsage(began).user / 1_000);
    if (quickest <= 100 || turn === 3) return { reply, tookMs: quickest };
  }
}

test("check 39 hostile characters and a megabyte are refused in every text, in no time", async () => {
  expect(texts.length).toBeGreaterThan(80);
  const before = await rowCounts(query);
  const found: string[] = [];
  const slow: string[] = [];
  for (const place of texts) {
    const { call, at } = place;
    const text = String(valueAt(call.input, at));
    for (const [what, spoil] of Object.entries(hostile)) {
      // A description has lines, and so have directions, a wish and its answer.
      if (what === "a line break" && linesIn.test(named(place))) continue;
      const { reply, tookMs } = await timely(
        async () => await send(call, withValue(call.input, at, spoil(text))),
      );
      if (tookMs > 100) slow.push(`${named(place)}, ${what}: ${tookMs.toFixed(0)} ms`);
      const expected = opaque.test(at.join(".")) ? [200, 400, 404] : [400];
      if (!expected.includes(reply.status)) found.push(`${named(place)}, ${what}: ${reply.status}`);
    }
  }
  expect(found).toEqual([]);
  expect(slow).toEqual([]);
  const { audit_event: _refusedLinks, ...records } = await rowCounts(query);
  const { audit_event: _earlier, ...earlier } = before;
  expect(records).toEqual(earlier);
}, 120_000);

test("check 39 an email with another @, or other letters than its own, is no email", async () => {
  const emails = texts.filter(({ at }) => at.at(-1) === "email");
  expect(emails.length).toBeGreaterThan(1);
  const found = await taken(emails, ({ call, at }) =>
    [
      "ana＠example.com",
      "ana﹫example.com",
      "ana@exаmple.com",
      "ana@example。com",
      "ana@example.com\u200b",
    ].map((email) => withValue(call.input, at, email)),
  );
  expect(found).toEqual([]);
});

/** Texts on which patterns that can match in many ways take for ever. */
const explosive = ["a", "0", " ", "-", ".", "@", "a.", "a-", "1 ", "(", "+1", "aA0", "é", "\t"].flatMap(
  (part) => [
    part.repeat(50_000),
    `${part.repeat(50_000)}!`,
    `a@${part.repeat(50_000)}`,
    `${part.repeat(50_000)}@`,
  ],
);

test("check 39 check 72 no pattern that a contract has takes long over any text", () => {
  const schemas = [
    ...inputSchemas(publicRouter),
    ...inputSchemas(staffRouter),
    ...inputSchemas(clientRouter),
  ];
  const patterns = [...new Set(schemas.flatMap(({ schema }) => patternsIn(schema)))];
  expect(patterns.length).toBeGreaterThan(4);
  const slow = patterns.flatMap((pattern) =>
    explosive
      .map((text) => ({ text, tookMs: timed(new RegExp(pattern, "u"), text) }))
      .filter(({ tookMs }) => tookMs > 100)
      .map(({ text, tookMs }) => `${pattern} on ${text.slice(0, 5)}…: ${tookMs.toFixed(0)} ms`),
  );
  expect(slow).toEqual([]);
  expect(timed(/^(a+)+$/, `${"a".repeat(26)}!`), "a pattern that explodes shows").toBeGreaterThan(100);
});

/** How long the quicker of two tries takes, in milliseconds. */
function timed(pattern: RegExp, text: string): number {
  const tries = [1, 2].map(() => {
    const began = performance.now();
    pattern.test(text);
    return performance.now() - began;
  });
  return Math.min(...tries);
}

const prototypes = ['"__proto__":{"polluted":1}', '"constructor":{"prototype":{"polluted":1}}'];

/** The wire's form of an input with one more field, as `JSON.stringify` would never write it. */
function withField(input: ValidCall["input"], field: string): string {
  const text = JSON.stringify(input).slice(0, -1);
  return `{"json":${text}${text === "{" ? "" : ","}${field}}}`;
}

test("check 35 a name that leads to prototypes is no field, in a body, a query or a batch", async () => {
  const before = Object.getOwnPropertyNames(Object.prototype);
  for (const { router, path, kind, input } of calls) {
    const ask = async (body: string, batch: string) =>
      await sites[router].raw(
        path,
        kind === "mutation"
          ? { method: "POST", headers: { "content-type": "application/json" }, search: batch, body }
          : { search: `${batch === "" ? "?" : `${batch}&`}input=${encodeURIComponent(body)}` },
      );
    for (const field of prototypes) {
      const sent = withField(input, field);
      for (const { status } of [
        await ask(sent, ""),
        await ask(`{"0":${sent},"__proto__":${sent},"constructor":${sent}}`, "?batch=1"),
      ]) {
        // "__proto__" is dropped before anybody sees it; what is left is the call as it was.
        if (field.startsWith('"__proto__"')) expect(status, path).toBeLessThan(500);
        else expect(status, path).toBe(400);
      }
    }
  }
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  expect("polluted" in {}).toBe(false);
});

test("nothing of all this was a failure", () => {
  expect(runtime.logged.filter(({ level }) => level === "error")).toEqual([]);
});
