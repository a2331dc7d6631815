import { randomUUID } from "node:crypto";
import {
  createStudio,
  inspect,
  rowCounts,
  testDatabase,
  testRuntime,
  type TestStudio,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { isRefusal, served } from "../test/served.ts";
import { arrange, recordKey, type ValidCall, validCalls } from "../test/valid-calls.ts";
import { publicContext, staffContext, type StaffActor } from "./context.ts";
import { publicRouter, staffRouter } from "./root.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const ours = await createStudio(runtime);
const theirs = await createStudio(runtime);
const ourScene = await arrange(ours, query);
const theirScene = await arrange(theirs, query);

const website = served(publicRouter, () => publicContext(runtime));
const dashboardOf = (person: StaffActor | null) =>
  served(staffRouter, () => staffContext(runtime, async () => await Promise.resolve(person)));

function staffOf(studio: TestStudio): StaffActor {
  const { actor } = studio.as("admin");
  if (actor.kind !== "staff") throw new Error("an admin is staff");
  return actor;
}

const withToken = validCalls(theirs, theirScene).filter(({ input }) => "token" in input);

test.each(withToken.map((call) => [call.path, call] as const))(
  "TEN-05 %s: another studio's link at our address is no link, and is noticed",
  async (path, { kind, input }) => {
    const before = runtime.logged.length;
    const reply = await website.call(path, kind, { ...input, studio: ours.slug });
    expect(reply.status).toBe(200);
    expect(reply.data).toEqual(invalidLink(path));
    expect(runtime.logged.slice(before)).toEqual([
      {
        level: "warn",
        code: "link_of_another_studio",
        fields: expect.objectContaining({ tenantId: ours.tenantId }),
      },
    ]);
  },
);

test.each(withToken.map((call) => [call.path, call] as const))(
  "BOOK-11 %s: a link of another kind, an altered one and one that we never signed are no link",
  async (path, { kind, input }) => {
    const token = String(input["token"]);
    const flipped = `${token.slice(0, 20)}${token[20] === "A" ? "B" : "A"}${token.slice(21)}`;
    const others = Object.values(theirScene.tokens).filter((other) => other !== token);
    for (const wrong of [...others, flipped, `${token}=`, token.slice(1), "", "x".repeat(76)]) {
      const reply = await website.call(path, kind, { ...input, token: wrong });
      expect({ status: reply.status, data: reply.data }).toEqual({ status: 200, data: invalidLink(path) });
    }
  },
);

function invalidLink(path: string): unknown {
  if (path === "hold.release") return { released: false };
  if (path.startsWith("unsubscribe.")) return { ok: false, refusal: "link_invalid" };
  const takesTime = ["booking.askCode", "booking.confirm", "visit.reschedule"].includes(path);
  return {
    ok: false,
    refusal: takesTime ? { code: "link_invalid", alternatives: [] } : { code: "link_invalid" },
  };
}

const staffCalls = validCalls(theirs, theirScene).filter(({ router }) => router === "staff");
const named = staffCalls.flatMap((call) => {
  const key = recordKey(call);
  return key === undefined ? [] : [[call.path, key, call] as const];
});

test("staff procedures that name a record are all here", () => {
  expect(named.map(([path]) => path)).toEqual([
    "appointment.panel",
    "series.preview",
    "series.previewMove",
    "groups.roster",
    "groups.previewRepeat",
    "desk.times",
    "appointment.slots",
    "availability.view",
    "availability.week",
    "availability.explain",
    "practitioner.standing",
    "practitioner.profile",
    "practitioner.affected",
    "licence.list",
    "ownZone.view",
    "clients.toCorrect",
    "waitlist.line",
    "waitlist.replay",
    "records.standing",
    "records.disclosures",
    "consents.ofVisit",
    "clientPreferences.ofVisit",
    "trail.staffActivity",
    "identity.unlink",
    "passkey.remove",
    "trust.end",
    "portalAccounts.unlock",
    "portalAccounts.resetSecondStep",
    "portalAccounts.suspend",
    "portalAccounts.restore",
    "clients.resumeAddress",
    "clients.correct",
    "records.noteDisclosure",
    "records.hold",
    "records.liftHold",
    "records.remove",
    "records.restore",
    "records.decidePurge",
    "records.decideRequest",
    "records.endRestriction",
    "consents.record",
    "clientPreferences.choose",
    "session.end",
    "team.resetSecondFactor",
    "team.endPassword",
    "relations.assignSupervisor",
    "relations.grantCover",
    "relations.endSupervision",
    "relations.endCover",
    "team.resendInvitation",
    "team.withdrawInvitation",
    "team.changeRoles",
    "team.setLocations",
    "team.endAccess",
    "team.restoreAccess",
    "team.unlock",
    "security.review",
    "backgroundWork.retry",
    "backgroundWork.dismiss",
    "appointment.changeStatus",
    "appointment.correctStatus",
    "appointment.writeStaffNote",
    "appointment.reschedule",
    "appointment.reassign",
    "practitioner.reassignVisit",
    "practitioner.settleSeries",
    "practitioner.saveProfile",
    "practitioner.setPhoto",
    "practitioner.setStanding",
    "groups.schedule",
    "groups.seat",
    "groups.setScreening",
    "groups.change",
    "groups.repeat",
    "groups.move",
    "groups.cancel",
    "desk.book",
    "appointment.rescheduleWithOverride",
    "desk.bookWithOverride",
    "series.book",
    "series.move",
    "series.cancel",
    "appointment.sendMessageAgain",
    "appointment.cancel",
    "appointment.undoCancellation",
    "requests.answerBooking",
    "requests.answerCancellation",
    "availability.setWeekly",
    "availability.setCaps",
    "availability.setOverride",
    "availability.removeOverride",
    "closure.save",
    "closure.remove",
    "timeOff.ask",
    "timeOff.answer",
    "timeOff.withdraw",
    "ownZone.set",
    "ownZone.addTravel",
    "ownZone.removeTravel",
    "licence.add",
    "licence.renew",
    "licence.remove",
    "place.save",
    "place.changeZone",
    "service.save",
    "resource.save",
    "resource.setOutOfService",
    "waitlist.skip",
    "waitlist.move",
    "waitlist.offer",
    "waitlist.withdraw",
  ]);
});

test.each(named)(
  "TEN-07 %s: another studio's %s answers exactly like one that does not exist, and is noticed",
  async (path, key, { kind, input }) => {
    const dashboard = dashboardOf(staffOf(ours));
    const before = runtime.logged.length;
    const foreign = await dashboard.call(path, kind, input);
    const nobodys = await dashboard.call(path, kind, { ...input, [key]: randomUUID() });
    expect(foreign.status).toBe(404);
    expect(withoutRequestId(foreign.text)).toBe(withoutRequestId(nobodys.text));
    expect(runtime.logged.slice(before).map(({ code }) => code)).toEqual(["not_found", "not_found"]);
  },
);

function withoutRequestId(text: string): string {
  return text.replace(/"requestId":"[^"]+"/, "");
}

const json = { "content-type": "application/json" };

/** One call of each class, as it goes over the wire, with something added to its address, headers or body. */
const classes = [
  "calendar.range",
  "appointment.cancel",
  "studio.view",
  "hold.create",
  "visit.view",
  "visit.cancel",
];

function sent(
  call: ValidCall,
  more: { readonly search?: string; readonly headers?: object; readonly body?: object },
) {
  const input = JSON.stringify({ json: { ...call.input, ...more.body } });
  const headers = { ...json, ...more.headers };
  const search = more.search ?? "";
  return call.kind === "mutation"
    ? { method: "POST", headers, body: input, search: search === "" ? "" : `?${search}` }
    : { headers, search: `?input=${encodeURIComponent(input)}${search === "" ? "" : `&${search}`}` };
}

test.each(classes)(
  "check 18 TEN-05 %s: another studio named in header, host, slug, body or query is refused, and noticed",
  async (path) => {
    const call = validCalls(ours, ourScene).find((one) => one.path === path);
    if (call === undefined) throw new Error("no such call");
    const site = call.router === "staff" ? dashboardOf(staffOf(ours)) : website;
    const { tenantId, slug } = theirs;
    const positions = {
      header: { headers: { "x-tenant-id": tenantId } },
      "header by slug": { headers: { "x-studio": slug } },
      host: { headers: { host: `${slug}.site.test` } },
      "forwarded host": { headers: { "x-forwarded-host": `${slug}.site.test` } },
      body: { body: { tenantId } },
      "body, as no text": { body: { tenantId: [tenantId] } },
      query: { search: `tenantId=${tenantId}` },
      "a studio that is none": { headers: { "x-tenant-id": randomUUID() } },
      ...(call.router === "staff"
        ? { slug: { body: { studio: slug } } }
        : { slug: { search: `studio=${slug}` } }),
    };
    const before = await rowCounts(query);
    for (const [where, more] of Object.entries(positions)) {
      const logged = runtime.logged.length;
      const reply = await site.raw(path, sent(call, more));
      expect(reply.status, where).toBe(403);
      expect(reply.text).not.toContain(theirs.practitionerId);
      const codes = runtime.logged.slice(logged).map(({ code }) => code);
      expect(codes, where).toEqual(["tenant_disagrees", "forbidden"]);
    }
    const noticed = { audit_event: 0, security_incident: 0, outbox: 0 };
    expect({ ...(await rowCounts(query)), ...noticed }).toEqual({ ...before, ...noticed });
  },
);

test("TEN-05 a call that names its own studio is answered, and the name of a site is no studio", async () => {
  const call = validCalls(ours, ourScene).find((one) => one.path === "calendar.range");
  if (call === undefined) throw new Error("no such call");
  for (const more of [
    { headers: { "x-tenant-id": ours.tenantId, host: `${ours.slug}.site.test` } },
    { headers: { host: "site.test" }, search: `tenantId=${ours.tenantId}` },
    { headers: { host: "elsewhere.test", cookie: `tenantId=${theirs.tenantId}` } },
  ]) {
    const { status, text } = await dashboardOf(staffOf(ours)).raw(call.path, sent(call, more));
    expect(status).toBe(200);
    expect(text).toContain(ours.practitionerId);
    expect(text).not.toContain(theirs.practitionerId);
  }
});

test("AUTH-10 nobody is anybody on the dashboard without a session, and a client's link is no session", async () => {
  const dashboard = dashboardOf(null);
  for (const { path, kind, input } of staffCalls) {
    const reply = await dashboard.call(path, kind, { ...input, token: ourScene.tokens.appointment });
    expect(reply.status, path).toBe(401);
  }
});

test("AUTH-55 a role that has not the permission is refused, before anything is read", async () => {
  const compliance: StaffActor = { ...staffOf(ours), roles: ["compliance"] };
  const allowed: ValidCall["path"][] = [
    "me",
    "account.security",
    "account.renewRecoveryCodes",
    "account.askEmailChange",
    "account.studios",
    "session.clock",
    "session.stay",
    "session.list",
    "session.end",
    "session.endOthers",
    "identity.list",
    "identity.allowLinking",
    "identity.unlink",
    "security.incidents",
    "security.keys",
    "security.openCount",
    "security.review",
    "passkey.list",
    "passkey.start",
    "passkey.add",
    "passkey.remove",
    "trust.list",
    "trust.end",
    "trail.staffActivity",
    "trail.list",
    "trail.export",
    "account.connectApp",
  ];
  for (const { path, kind, input } of validCalls(ours, ourScene).filter(({ router }) => router === "staff")) {
    if (allowed.includes(path)) continue;
    expect((await dashboardOf(compliance).call(path, kind, input)).status, path).toBe(403);
  }
});

test("an address that no studio has, or that is no address, is not found", async () => {
  for (const studio of ["nobody", "Not A Slug", "../etc", "%00", "", "a\0b", "x".repeat(300)]) {
    const { status } = await website.call("studio.view", "query", { studio });
    expect(status, studio).toBe(404);
  }
});

test("a link that is used twice answers, and does nothing twice (ec-H7)", async () => {
  const studio = await createStudio(runtime);
  const scene = await arrange(studio, query);
  const confirm = validCalls(studio, scene).find(({ path }) => path === "booking.confirm");
  const book = async () => await website.call("booking.confirm", "mutation", confirm?.input);
  const [first, second] = [await book(), await book()];
  expect(isRefusal(first.data)).toBe(false);
  expect(second.data).toEqual(first.data);
  const [rows] = await query(
    "select count(*)::int as booked from appointment where tenant_id = $1 and status = 'scheduled'",
    [studio.tenantId],
  );
  expect(rows).toEqual({ booked: 3 }); // the group session among them
});
