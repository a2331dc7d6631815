import { randomUUID } from "node:crypto";
import { eventSchemas } from "@quietroom/contracts/events";
import { type AppointmentId, asId, type BellNoticeId, type ClientId } from "@quietroom/domain/ids";
import {
  bookVisit,
  clientCalled,
  createStudio,
  freedHour,
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
import { plannedSeries, weekly } from "../../test/planned-series.ts";
import { planMessage } from "../messages/index.ts";
import { removeClient } from "../records/index.ts";
import {
  answerBookingRequest,
  answerCancellationRequest,
  askToCancelByLink,
  cancelAsStaff,
  cancelByLink,
  cancelSeries,
  undoCancellation,
} from "../scheduling/index.ts";
import {
  chooseNotices,
  countUnread,
  listNotices,
  markNotices,
  purgeNotices,
  ringBell,
  viewNoticeChoices,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

/** A studio of two practitioners, with a visit of the first that its client booked, of which the bell has told. */
async function withNotice() {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const system = studio.as("system");
  const staff = async (as: Parameters<typeof studio.as>[0]) => {
    const context = studio.as(as);
    if (context.actor.kind !== "staff") throw new Error("staff was asked for");
    await query(
      `insert into staff_user (tenant_id, id, email, display_name, password_hash, roles, created_at)
       values ($1, $2, $3, 'Somebody', '-', $4, app.now() - interval '1 day') on conflict do nothing`,
      [studio.tenantId, context.actor.staffUserId, `${randomUUID()}@example.com`, context.actor.roles],
    );
    return context;
  };
  const desk = await staff("receptionist");
  const visit = await bookVisit(studio, { startsAt: wallTime(4, "10:00"), who: person("Nora") });
  const booked = { what: "booked", appointmentId: visit.id, version: 2 } as const;
  expect(await ringBell(system, booked)).toEqual({ rang: true });
  return { studio, system, staff, desk, visit, booked };
}

const told = async (as: Awaited<ReturnType<typeof withNotice>>["desk"]) =>
  (await listNotices(as, {})).notices;

test("NOTIF-13 NOTIF-14 a booking is told once, with its client and the way to it, and counts as unread until it is read", async () => {
  const { system, desk, visit, booked } = await withNotice();
  expect(await ringBell(system, booked)).toEqual({ rang: false });
  const [notice] = await told(desk);
  expect(notice).toMatchObject({
    kind: "booked",
    priority: "normal",
    isRead: false,
    clientName: "Nora Okafor",
    practitionerName: "Practitioner 1",
    visit: { appointmentId: visit.id },
  });
  expect(await countUnread(desk, {})).toEqual({ unread: 1 });
  const noticeIds = [asId<BellNoticeId>(notice?.id ?? "")];
  expect(await markNotices(desk, { noticeIds, as: "read" })).toEqual({ marked: 1 });
  expect(await countUnread(desk, {})).toEqual({ unread: 0 });
  expect(await told(desk)).toMatchObject([{ isRead: true }]);
  await markNotices(desk, { noticeIds, as: "dismissed" });
  expect(await told(desk)).toEqual([]);
});

test("NOTIF-13 AUTH-53 each has a bell of their own: a colleague's is untouched, and of another's visits there is nothing", async () => {
  const { studio, staff, desk } = await withNotice();
  const [first, second] = studio.practitionerIds;
  if (first === undefined || second === undefined) throw new Error("two practitioners");
  const theirs = await staff({ therapist: first });
  const others = await staff({ therapist: second });
  const noticeIds = (await told(desk)).map(({ id }) => asId<BellNoticeId>(id));
  await markNotices(desk, { noticeIds, as: "dismissed" });
  expect(await told(theirs)).toHaveLength(1);
  expect([await told(others), await countUnread(others, {})]).toEqual([[], { unread: 0 }]);
  expect(await markNotices(others, { noticeIds, as: "read" })).toEqual({ marked: 0 });
  await expect(listNotices(studio.as("public"), {})).rejects.toThrow("forbidden");
});

test("NOTIF-08 NOTIF-13 who does not want to hear of visits hears of none, alone among colleagues, and finds what was told meanwhile on wanting it again", async () => {
  const { desk, staff, studio } = await withNotice();
  const colleague = await staff({ therapist: String(studio.practitionerIds[0]) });
  const visits = { category: "appointments", channel: "in_app" } as const;
  expect((await viewNoticeChoices(desk, {})).choices).toContainEqual({ ...visits, state: "on" });
  succeeded(await chooseNotices(desk, { ...visits, wanted: false }));
  expect([await told(desk), await countUnread(desk, {})]).toEqual([[], { unread: 0 }]);
  expect(await told(colleague)).toHaveLength(1);
  succeeded(await chooseNotices(desk, { category: "messages", channel: "in_app", wanted: false })); // nothing at all is wanted
  expect(await told(desk)).toEqual([]);
  const account = { category: "account", channel: "email", state: "always" };
  expect((await viewNoticeChoices(desk, {})).choices).toContainEqual(account);
  expect(await chooseNotices(desk, { category: "appointments", channel: "email", wanted: false })).toEqual({
    ok: false,
    refusal: "nothing_to_choose",
  });
  succeeded(await chooseNotices(desk, { ...visits, wanted: true }));
  expect(await countUnread(desk, {})).toEqual({ unread: 1 });
});

test("NOTIF-14 what is not true any more goes: a booking that its client cancelled is told as cancelled alone", async () => {
  const { system, desk, visit } = await withNotice();
  succeeded(await cancelByLink(visit.context, { reason: "" }));
  await ringBell(system, { what: "cancelled", appointmentId: visit.id, version: 3 });
  expect((await told(desk)).map(({ kind }) => kind)).toEqual(["cancelled"]);
});

test("NOTIF-13 a notice goes by itself once it is over, at night also from the table, and holds no word about anybody", async () => {
  const { studio, system, desk } = await withNotice();
  const [row] = await query("select * from bell_notice where tenant_id = $1", [studio.tenantId]);
  expect(JSON.stringify(row)).not.toMatch(/Nora|Okafor|@/);
  await markNotices(desk, { noticeIds: [asId<BellNoticeId>(String(row?.["id"]))], as: "read" });
  expect(await purgeNotices(system, {})).toEqual({ purged: 0 });
  const { studio: elsewhere, desk: theirs } = await withNotice();
  const over = "update bell_notice set expires_at = app.now() where tenant_id = any($1)";
  await query(over, [[studio.tenantId, elsewhere.tenantId]]);
  expect([await told(desk), await told(theirs)]).toEqual([[], []]);

  expect(await purgeNotices(system, {})).toEqual({ purged: 1 });
  const kept = async (table: string) =>
    await query(`select tenant_id from ${table} where tenant_id = any($1)`, [
      [studio.tenantId, elsewhere.tenantId],
    ]);
  expect(await kept("bell_notice")).toEqual([{ tenant_id: elsewhere.tenantId }]);
  expect(await kept("bell_mark")).toEqual([]);
});

const { repeat, visitOn, versionOf } = plannedSeries(query);

/** What the bell says when it is told all that a studio's visits have announced so far, as its job tells it. */
async function rungBy(studio: TestStudio): Promise<string[]> {
  for (const what of ["booked", "cancelled"] as const) {
    const name = `appointment/${what}` as const;
    const events = await query("select data from outbox where tenant_id = $1 and name = $2 order by seq", [
      studio.tenantId,
      name,
    ]);
    for (const { data } of events) {
      const { appointmentId, version, by } = eventSchemas[name].parse(data);
      await ringBell(studio.as("system"), { what, appointmentId, version, by });
    }
  }
  const rung = await query("select kind from bell_notice where tenant_id = $1 order by id", [
    studio.tenantId,
  ]);
  return rung.map(({ kind }) => String(kind));
}

const startsAt = wallTime(4, "10:00");
const at = async (id: string) => ({ appointmentId: asId<AppointmentId>(id), version: await versionOf(id) });

test("NOTIF-14 a request that staff approve is no booking of the client's, nor is a visit whose cancelling staff undo", async () => {
  const approving = await createStudio(runtime, { service: { approval: "request" } });
  const asked = await bookVisit(approving, { startsAt });
  const desk = approving.as("receptionist");
  succeeded(await answerBookingRequest(desk, { ...(await at(asked.id)), answer: "approve", word: "" }));
  expect(await rungBy(approving)).toEqual([]);

  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt });
  const admin = studio.as("admin");
  succeeded(await cancelAsStaff(admin, { ...(await at(visit.id)), reason: "", wishOf: "client" }));
  succeeded(await undoCancellation(admin, await at(visit.id)));
  expect(await rungBy(studio)).toEqual(["booked"]); // once: when it was booked
});

test("NOTIF-14 what staff cancel because the client asked is no act of the client's: a visit, one they asked for late, a series", async () => {
  const studio = await createStudio(runtime);
  const desk = studio.as("receptionist");
  const called = await bookVisit(studio, { startsAt: wallTime(5, "10:00") });
  succeeded(await cancelAsStaff(desk, { ...(await at(called.id)), reason: "", wishOf: "client" }));
  const late = await bookVisit(studio, { startsAt });
  await query("update appointment set cancel_deadline = app.now() where id = $1", [late.id]);
  succeeded(await askToCancelByLink(late.context, { reason: "" }));
  succeeded(await answerCancellationRequest(desk, { ...(await at(late.id)), answer: "confirm", word: "" }));
  const { seriesId, visit } = await repeat(studio, wallTime(3, "10:00"), weekly(3));
  const [first] = await query("select series_date::text as day from appointment where id = $1", [visit.id]);
  const part = {
    ...(await visitOn(seriesId, String(first?.["day"]))),
    scope: "all",
    exceptionsToo: false,
  } as const;
  expect(succeeded(await cancelSeries(desk, { ...part, reason: "", wishOf: "client" })).cancelled).toBe(3);
  const own = await bookVisit(studio, { startsAt: wallTime(6, "10:00") });
  succeeded(await cancelByLink(own.context, { reason: "" }));
  expect((await rungBy(studio)).filter((kind) => kind === "cancelled")).toEqual(["cancelled"]);
});

test("NOTIF-14 AUTH-53 how a freed hour ended is told to whoever works in it and to the desk, and to no colleague", async () => {
  const { studio, system, staff } = await withNotice();
  const [first, second] = studio.practitionerIds;
  if (first === undefined || second === undefined) throw new Error("two practitioners");
  const openingId = await freedHour(studio, query, { startsAt: wallTime(5, "10:00"), waiting: [] });
  const closed = { what: "opening_closed", openingId } as const;
  expect(await ringBell(system, closed)).toEqual({ rang: false }); // it is still offered
  await query("update opening set status = 'exhausted', closed_at = app.now() where id = $1", [openingId]);
  expect(await ringBell(system, closed)).toEqual({ rang: true });
  const kinds = async (as: Parameters<typeof staff>[0]) =>
    (await told(await staff(as))).map(({ kind }) => kind);
  expect(await kinds({ therapist: first })).toEqual(["booked", "waitlist_exhausted"]);
  expect(await kinds("admin")).toEqual(["booked", "waitlist_exhausted"]);
  expect(await kinds({ therapist: second })).toEqual([]);
});

test("NOTIF-14 COMP-03 mail that came back for good is told, a full mailbox is not; what is about a removed record goes", async () => {
  const { studio, system, staff, visit } = await withNotice();
  const [first, second] = studio.practitionerIds;
  if (first === undefined || second === undefined) throw new Error("two practitioners");
  const news = { kind: "confirmation", appointmentId: visit.id, version: 2 } as const;
  const { notificationId } = await planMessage(system, news);
  const reported = { what: "mail_reported", notificationId } as const;
  const cameBack = async (bounce: string) =>
    await query("update notification set bounced_at = app.now(), bounce = $2 where id = $1", [
      notificationId,
      bounce,
    ]);
  await cameBack("for_now");
  expect(await ringBell(system, reported)).toEqual({ rang: false });
  await cameBack("for_good");
  expect(await ringBell(system, reported)).toEqual({ rang: true });
  const admin = await staff("admin");
  const ofTheirs = await staff({ therapist: first });
  const returned = { kind: "mail_returned", priority: "high", clientName: "Nora Okafor" };
  expect((await told(admin))[0]).toMatchObject(returned);
  expect((await told(ofTheirs))[0]).toMatchObject(returned);
  expect(await told(await staff({ therapist: second }))).toEqual([]);

  succeeded(await cancelByLink(visit.context, { reason: "" }));
  await ringBell(system, { what: "cancelled", appointmentId: visit.id, version: 3 });
  expect(await countUnread(admin, {})).toEqual({ unread: 2 });
  const clientId = asId<ClientId>(await clientCalled(runtime, studio.tenantId, "Nora"));
  succeeded(
    await removeClient(await staffOf(studio, query), { clientId, reason: "Asked for by the client" }),
  );
  expect([await told(admin), await countUnread(admin, {})]).toEqual([[], { unread: 0 }]);
});
