import { createStudio, inspect, rowCounts, testDatabase, testRuntime } from "@quietroom/testing";
import { expect, test } from "vitest";
import { leaves, withValue } from "../test/leaves.ts";
import { signedInPortal } from "../test/portal-calls.ts";
import { isRefusal, type Reply, served } from "../test/served.ts";
import { arrange, validCalls } from "../test/valid-calls.ts";
import { publicContext, staffContext, type StaffActor } from "./context.ts";
import { publicRouter, staffRouter } from "./root.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime);
const elsewhere = await createStudio(runtime);
const scene = await arrange(studio, query);
const foreign = await arrange(elsewhere, query);
const portal = await signedInPortal(runtime, studio, query);
const calls = [...validCalls(studio, scene), ...portal.calls];

const { actor } = studio.as("admin");
const admin: StaffActor | null = actor.kind === "staff" ? actor : null;
await query(
  `insert into staff_user (tenant_id, id, email, display_name, password_hash, roles)
   values ($1, $2, 'desk@example.com', 'Desk', '-', '{admin}')`,
  [studio.tenantId, admin?.staffUserId],
);
const sites = {
  client: portal.site,
  public: served(publicRouter, () => publicContext(runtime)),
  staff: served(staffRouter, () => staffContext(runtime, async () => await Promise.resolve(admin))),
};
const send = async ({ router, path, kind }: (typeof calls)[number], input: unknown): Promise<Reply> =>
  await sites[router].call(path, kind, input);

/** Stands in every text that is sent and may not come back, nor be logged. */
const canary = "CANARY7f3a";

const nasty: Readonly<Record<string, unknown>> = {
  nothing: null,
  absent: undefined,
  operators: { not: canary, contains: "%", $ne: null },
  "a list": [canary, canary],
  "a list of nothing": [null],
  "a number": 1e15,
  "a fraction": 0.5,
  "less than nothing": -1,
  "more than an int": 4_294_967_296,
  "not a number": Number.NaN,
  endless: Number.POSITIVE_INFINITY,
  yes: true,
  "a megabyte": canary.repeat(100_000),
  "a NUL": `${canary}\0`,
  "half a character": `${canary}\ud800`,
  "lines that are none": `${canary}\r\nSet-Cookie: x=1\u2028`,
  quoting: `'; drop table client; -- ${canary}`,
  "a malformed id": "0198a1b2-0000-7000-8000-00000000000g",
  "nobody's id": "0198a1b2-0000-7000-8000-0000000000ff",
  "a date that is none": "2027-02-30",
  "the end of time": "9999-12-31",
  "a time that is none": "25:61",
  "a forged token": "A".repeat(76),
  "another studio's token": foreign.tokens.appointment,
};

/** Of every table but those where refusals leave their trace: the audit, and what many of them raise (AUTH-44). */
async function recordsHeld(): Promise<Readonly<Record<string, number>>> {
  const counts = await rowCounts(query);
  const traces = ["audit_event", "security_incident", "outbox"];
  return Object.fromEntries(Object.entries(counts).filter(([table]) => !traces.includes(table)));
}

/** Fields that take any printable text, and the zone, of which an unknown one is the studio's. */
const anyText =
  /Name$|^name$|^addressLine$|^city$|^region$|^postalCode$|^directions$|^description$|^reason$|^wish$|^cancellationPolicy$|^recipient$|^what$|^purpose$|^phone$|^text$|^title$|^number$|^state$|^viewerZone$/;

/**
 * Any text as well, of which the first that comes is kept: an answer to a client, a document's next version, an incident's review, a list as
 * it was seen; and an id that may be left out or nothing, of which either comes first.
 */
const decides: readonly string[] = [
  "availability.setOverride id",
  "resource.add type",
  "resource.save type",
  "records.decideRequest answer",
  "legal.publish body",
  "security.review note",
  "timeOff.answer answer",
  "cancellationReasons.save reasons.0",
];

/** What was sent and taken although it was odd; reviewed by eye in the snapshot below. */
const taken: string[] = [];

test.each(calls.map((call) => [call.path, call] as const))(
  "%s answers every malformed input with a refusal, and changes nothing",
  async (_path, call) => {
    const wrongs: string[] = [];
    for (const path of leaves(call.input)) {
      // What is sent about one address is counted: the next field is judged for itself again.
      await query("delete from limits.bucket where key like 'forms:%'");
      const before = await recordsHeld();
      const replies = await Promise.all(
        Object.entries(nasty).map(async ([what, value]) => ({
          where: `${call.path} ${path.join(".")} = ${what}`,
          reply: await send(call, withValue(call.input, path, value)),
        })),
      );
      const accepted = replies.filter(({ reply }) => reply.status === 200 && !isRefusal(reply.data));
      for (const { where, reply } of replies) {
        if (reply.status >= 500) wrongs.push(`${where}: ${reply.status} ${reply.text.slice(0, 300)}`);
        if (reply.status !== 200 && reply.text.includes(canary)) wrongs.push(`${where}: sent back`);
      }
      const isText = anyText.test(path.at(-1) ?? "") || decides.includes(`${call.path} ${path.join(".")}`);
      if (!isText) taken.push(...accepted.map(({ where }) => where));
      if (call.kind === "query" || accepted.length === 0) {
        expect(await recordsHeld(), `${call.path} ${path.join(".")}`).toEqual(before);
      }
    }
    expect(wrongs).toEqual([]);
  },
  120_000,
);

test("an unknown field is refused without being named back", async () => {
  for (const call of calls) {
    const reply = await send(call, { ...call.input, [canary]: 1 });
    expect(reply.status, call.path).toBe(400);
    expect(reply.text).toContain("unknown field");
    expect(reply.text).not.toContain(canary);
  }
});

test("an input of the wrong shape altogether is refused", async () => {
  for (const call of calls) {
    for (const input of [null, undefined, [], "text", 1, { json: {} }, [call.input]]) {
      const reply = await send(call, input);
      expect(reply.status, `${call.path} ${JSON.stringify(input)}`).toBe(400);
    }
  }
});

test("nothing that was sent is in the log", () => {
  expect(JSON.stringify(runtime.logged)).not.toContain(canary);
  expect(runtime.logged.filter(({ level }) => level === "error")).toEqual([]);
});

test("what was odd and taken all the same is this", () => {
  expect(taken.join("\n")).toMatchInlineSnapshot(`
    "slots.list choice.practitionerId = nothing
    slots.list choice.practitionerId = nobody's id
    hold.create choice.practitionerId = nothing
    waitlist.join practitionerId = nothing
    waitlist.join locationId = nothing
    waitlist.join mode = nothing
    legal.read version = nothing
    desk.times durationMin = nothing
    appointment.slots practitionerId = nobody's id
    practitioner.affected lastDate = nothing
    practitioner.affected part = nothing
    practitioner.unsettledSeries practitionerId = nothing
    practitioner.unsettledSeries practitionerId = nobody's id
    messages.log before = nothing
    messages.log before = nobody's id
    legal.document version = nothing
    portalAccounts.list after = nothing
    portalAccounts.list after = nobody's id
    trail.staffActivity before = nothing
    trail.staffActivity before = nobody's id
    trail.list report = nothing
    trail.list staffUserId = nothing
    trail.list staffUserId = nobody's id
    trail.list recordId = nothing
    trail.list recordId = nobody's id
    trail.list action = nothing
    trail.list resource = nothing
    trail.list from = nothing
    trail.list until = nothing
    trail.list before = nothing
    trail.list before = nobody's id
    backgroundWork.deadLetters before = nothing
    backgroundWork.deadLetters before = nobody's id
    booking.confirm idempotencyKey = nobody's id
    visit.reschedule practitionerId = nothing
    clientPreferences.choose wanted = yes
    relations.assignSupervisor endsAt = nothing
    bell.mark noticeIds.0 = nobody's id
    bell.choose wanted = yes
    practitioner.settleSeries stopped = yes
    practitioner.setPhoto photo = nothing
    practitioner.setStanding onlineBookable = yes
    groups.schedule openOnline = yes
    groups.seat override = absent
    groups.setScreening screened = yes
    groups.change openOnline = yes
    groups.repeat choices.0.startsAt = nothing
    groups.move roomId = nothing
    desk.book durationMin = nothing
    desk.book startsAt = more than an int
    desk.bookWithOverride durationMin = nothing
    desk.bookWithOverride idempotencyKey = nobody's id
    desk.bookWithOverride startsAt = more than an int
    availability.setWeekly rows.0.effectiveFrom = nothing
    availability.setCaps maxPerDay = nothing
    availability.removeOverride id = nobody's id
    availability.removeOverride following = yes
    closure.save part = nothing
    timeOff.ask part = nothing
    ownZone.set timeZone = nothing
    ownZone.addTravel away = yes
    service.save id = nothing
    resource.setOutOfService period = nothing
    waitlist.move priority = nothing
    waitlist.move referred = nothing
    waitlist.move referred = yes
    portal.accessHistory before = nothing
    portal.accessHistory before = nobody's id
    preferences.choose wanted = yes
    portal.rescheduleVisit practitionerId = nothing"
  `);
});
