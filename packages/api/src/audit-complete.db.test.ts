import { can, permissions, staffRoles } from "@quietroom/domain/access";
import {
  createStudio,
  inspect,
  phiTouched,
  protectedTables,
  testDatabase,
  testRuntime,
  unaudited,
  watchTransactions,
  withKeys,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { declarations } from "../test/declared.ts";
import { signedInPortal } from "../test/portal-calls.ts";
import { isRefusal, type Reply, served } from "../test/served.ts";
import { arrange, validCalls } from "../test/valid-calls.ts";
import { publicContext, staffContext, type StaffActor } from "./context.ts";
import { bookingSiteRouter, publicRouter, staffRouter } from "./root.ts";

const database = await testDatabase();
const plain = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(plain);
const scene = await arrange(studio, query);
const portal = await signedInPortal(plain, studio, query);
const { db, taken } = watchTransactions(plain.db);
const runtime = { ...plain, db };
const tables = await protectedTables(query);
const admin = await freshAdmin();
const [arranged] = await query("select to_jsonb(a) as visit from appointment a where id = $1", [
  scene.appointmentId,
]);
const declared = new Map(
  [...declarations(bookingSiteRouter), ...declarations(staffRouter)].map((one) => [one.path, one]),
);
/** The account whose sign-ins were arranged; what one signs in with is one's own. */
const owner: StaffActor = { ...admin, staffUserId: scene.staffUserId, sessionId: scene.sessionId };
const ownPaths = /^(identity|passkey|trust|session)\./;
/** Clients first: what staff change afterwards is not theirs any more. */
const calls = [...portal.calls, ...validCalls(studio, scene)];
type Call = (typeof calls)[number];

/** Somebody who may everything, and has just passed a second factor. */
async function freshAdmin(): Promise<StaffActor> {
  const roles = ["admin", "compliance"] as const;
  const [person] = await query(
    `insert into staff_user (tenant_id, email, display_name, password_hash, roles)
     values ($1, 'ada@example.com', 'Ada Admin', '-', $2) returning id`,
    [studio.tenantId, roles],
  );
  const staffUserId = String(person?.["id"]);
  const [session] = await query(
    `insert into session (tenant_id, staff_user_id, expires_at, mfa_passed_at)
     values ($1, $2, now() + interval '8 hours', now()) returning id`,
    [studio.tenantId, staffUserId],
  );
  const { tenantId } = studio;
  return {
    kind: "staff",
    tenantId,
    staffUserId,
    sessionId: String(session?.["id"]),
    roles,
    practitionerId: null,
  };
}

let asked = 0;
/** One call under a request id of its own, which every row of the audit that it leaves carries. */
async function ask(
  call: Call,
  {
    as = ownPaths.test(call.path) ? owner : admin,
    id = "walk",
  }: { readonly as?: StaffActor; readonly id?: string } = {},
) {
  asked += 1;
  const requestId = `${id}-${asked}`;
  const site = {
    staff: served(staffRouter, () => ({
      ...staffContext(runtime, async () => await Promise.resolve(as)),
      requestId,
    })),
    public: served(publicRouter, () => ({ ...publicContext(runtime), requestId })),
    client: served(bookingSiteRouter, () => ({
      ...publicContext(runtime, async () => await Promise.resolve(portal.actor)),
      requestId,
    })),
  }[call.router];
  taken();
  const reply: Reply = await site.call(call.path, call.kind, call.input);
  const transactions = taken();
  const rows = await query(
    "select verb, action, resource, outcome, phi, client_id is not null or detail ? 'clientIds' as named from audit_event where request_id = $1 order by id",
    [requestId],
  );
  return { reply, transactions, rows };
}

/** Every row of every table in short, but those of the audit. */
async function everything(): Promise<Readonly<Record<string, unknown>>> {
  const named = await query(`
    select relname::text as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
      and relname not in ('audit_event', 'audit_unsealed')`);
  const parts = named.map(
    ({ name }) =>
      `select '${String(name)}' as name, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as words from "${String(name)}" t`,
  );
  const rows = await query(parts.join(" union all "));
  return Object.fromEntries(rows.map(({ name, words }) => [String(name), words]));
}

/** The visit as it was arranged: several calls are about it, and each is to find it so. */
async function visitAsArranged(): Promise<void> {
  await query("delete from appointment where undo_hold_of = $1", [scene.appointmentId]);
  const columns = await query(`
    select string_agg(quote_ident(attname), ', ') as names from pg_attribute
    where attrelid = 'appointment'::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attname not in ('tenant_id', 'id')`);
  const names = String(columns[0]?.["names"]);
  await query(
    `update appointment set (${names}) = (select ${names} from jsonb_populate_record(null::appointment, $1)) where id = $2`,
    [arranged?.["visit"], scene.appointmentId],
  );
}

await query(`
  create function refuse_this_audit() returns trigger language plpgsql as $$
  begin raise exception 'no audit now'; end $$;
  grant execute on function refuse_this_audit() to public;
  create trigger refuse_this_audit before insert on audit_event for each row
    when (new.request_id like 'unheard-%') execute function refuse_this_audit()`);

/** Rows beside the one for the act itself: what it brought about, or had to look at first, which is a record of its own kind. */
const besides: Readonly<Record<string, readonly string[]>> = {
  "agreements.accept": ["read legal_document"],
  "booking.confirm": ["create client", "create document_acceptance"],
  "waitlist.join": ["create document_acceptance"],
  "visit.reschedule": ["create opening"],
  "visit.cancel": ["create opening"],
  "portalAccounts.unlock": ["read client_account"], // whose failures are counted
  "portal.rescheduleVisit": ["create opening"],
  "portal.cancelVisit": ["create opening"],
  "appointment.reschedule": ["create opening"],
  "appointment.rescheduleWithOverride": ["create opening"],
  "appointment.cancel": ["create opening"],
  "series.book": ["create appointment"],
  "groups.seat": ["update appointment"], // the session whose seats are fewer
  "groups.repeat": ["create appointment"], // each date is a session of its own
  "groups.move": ["update appointment"], // each seat is somebody's own visit
  "groups.cancel": ["update appointment"], // each seat is somebody's own visit
};

/** Procedures that leave no row, each with the reason why none is owed. Whoever adds one says so in review. */
const needsNoRow: Readonly<Record<string, string>> = {
  "account.security": "one's own way of signing in, and nothing of clients",
  "account.studios": "the studios that one works at oneself",
  "appointment.slots": "hours and times of the studio, and nobody's visit",
  "availability.explain": "rules of the studio that a time breaks, and nobody's name",
  "availability.view": "hours and times of the studio, and nobody's visit",
  "availability.week": "hours and taken times of one practitioner, and whose visits they are is not read",
  "bell.unread": "a number of notices, which asks nothing about any",
  "bookingRules.view": "a rule of the studio, which whoever may change it reads",
  "cancellationReasons.view": "a list of the studio, which whoever may change it reads",
  "closure.list": "the studio's closed days",
  "practitioner.list": "the studio's own people",
  "practitioner.standing": "how one of the studio's own people stands, and nobody's visit",
  "practitioner.unsettledCount": "a number of series, which names nobody's",
  "timeOff.list": "when the studio's own people are away",
  "desk.times": "hours and times of the studio, and nobody's visit",
  "groups.list": "when the studio's own sessions are, and how many come",
  "groups.previewRepeat": "hours and times of the studio, and nobody's visit",
  "groups.open": "when the studio's own sessions are, and how many seats are left",
  "hold.view": "a time that its own visitor holds, and nobody's yet",
  "identity.list": "one's own way of signing in, and nothing of clients",
  "legal.document": "what the studio publishes for everybody",
  "legal.read": "what the studio publishes for everybody",
  me: "who one is oneself",
  "passkey.list": "one's own way of signing in, and nothing of clients",
  "licence.list": "what one of the studio's own people practises by, and nobody's visit",
  "ownZone.view": "by which clock a practitioner's hours by video go, and nothing of clients",
  "place.travel": "minutes between the studio's places",
  "place.list": "the studio's places, and how many visits are ahead there",
  "portal.clock": "when one's own session ends",
  "portal.factors": "one's own way of signing in, and nothing of clients",
  "portal.sessions": "one's own sessions",
  "portal.stay": "that somebody is still there, which is no act; that the session ended is one",
  "portalAccounts.rule": "a rule of the studio, which whoever may change it reads",
  "practitioner.photo": "a photo that its practitioner shows to everybody",
  "practitioner.profile": "what a practitioner says of themselves to everybody",
  "resource.list": "rooms and devices, with times of visits and nobody's name",
  "security.networks": "a rule of the studio, which whoever may change it reads",
  "security.openCount": "a number of incidents, which asks nothing about any",
  "security.passwordRules": "a rule of the studio, which whoever may change it reads",
  "security.signInHours": "a rule of the studio, which whoever may change it reads",
  "service.list": "what the studio offers, which visitors see",
  "session.clock": "when one's own session ends",
  "session.list": "one's own sessions",
  "session.stay": "that somebody is still there, which is no act; that the session ended is one",
  "slots.list": "hours and times of the studio, and nobody's visit",
  "series.preview": "hours and times of the studio, and nobody's visit",
  "studio.photo": "a photo that its practitioner shows to everybody",
  "studio.view": "what the studio says of itself to every visitor",
  "trust.list": "one's own way of signing in, and nothing of clients",
  "trust.rule": "a rule of the studio, which whoever may change it reads",
};

test("check 89 AUD-01 AUD-04 every procedure that opens or writes what is kept of clients leaves one row for it in the same transaction, or does nothing", async () => {
  const wrong: string[] = [];
  const refused: string[] = [];
  const free: string[] = [];
  for (const call of calls) {
    if (/^(appointment|series|visit)\./.test(call.path)) await visitAsArranged();
    const before = await everything();
    const unheard = await ask(call, { id: "unheard" });
    const after = await everything();
    const { reply, transactions, rows } = await ask(call);
    const say = (what: string) => wrong.push(`${call.path}: ${what}`);

    if (reply.status !== 200) say(`answered ${reply.status}`);
    if (isRefusal(reply.data)) refused.push(call.path);
    for (const what of unaudited(tables, transactions)) say(`${what} without a row`);
    const touched = transactions.flatMap(({ statements }) => phiTouched(tables, statements));
    if (rows.length === 0) {
      free.push(call.path);
      continue;
    }

    const extra = besides[call.path] ?? [];
    const acts = rows.map(({ action, resource }) => `${String(action)} ${String(resource)}`);
    const left = extra.reduce(
      (rest, act) => (rest.includes(act) ? rest.toSpliced(rest.indexOf(act), 1) : rest),
      acts,
    );
    if (left.length !== 1) say(`rows ${acts.join(", ")}`);
    if (touched.some((what) => what.endsWith(" read")) && !rows.some(({ phi }) => phi === true))
      say(`opened ${touched.join(", ")}, and no row says so`);
    if (
      call.router === "staff" &&
      touched.includes("client read") &&
      !rows.some(({ named }) => named === true)
    )
      say("opened who clients are, and no row says whose (AUD-03)");

    // Where no row could be written there was no act, and nobody was shown anything.
    if (unheard.reply.status !== 500 || unheard.reply.data !== null)
      say(`went on unheard: ${unheard.reply.status}`);
    if (unheard.rows.length > 0) say("left a row unheard");
    for (const [name, words] of Object.entries(after))
      if (before[name] !== words) say(`changed ${name} unheard`);
  }
  expect(wrong).toEqual([]);
  expect(free.toSorted()).toEqual(Object.keys(needsNoRow).toSorted());
  // Asked twice or of what is not so, these are refused, which is audited as well.
  expect(refused.toSorted()).toMatchInlineSnapshot(`
    [
      "appointment.correctStatus",
      "appointment.undoCancellation",
      "hold.release",
      "passkey.add",
      "portal.askToCancelVisit",
      "portalAccounts.unlock",
      "practitioner.reassignVisit",
      "records.decidePurge",
      "requests.answerBooking",
      "requests.answerCancellation",
      "series.cancel",
      "series.move",
      "series.previewMove",
      "visit.askToCancel",
      "waitlist.offer",
    ]
  `);
}, 300_000);

test("check 89 the walk is over every procedure", () => {
  const callable = [...declared.values()].filter(
    ({ type, path }) => type !== "subscription" && path !== "ping",
  );
  expect(calls.map(({ path }) => path).toSorted()).toEqual(callable.map(({ path }) => path).toSorted());
});

test("check 89 a transaction that opens or changes a client's record without a row is noticed", async () => {
  taken();
  await withKeys(runtime, studio.tenantId, async ({ tx }) => {
    const { tenantId } = studio;
    const client = await tx.client.findFirstOrThrow({
      where: { tenantId },
      select: { id: true, givenName: true },
    });
    await tx.waitlistEntry.updateMany({ where: { tenantId, clientId: client.id }, data: { declines: 0 } });
  });
  expect(unaudited(tables, taken())).toEqual(["client read", "waitlist_entry update"]);
});

test("check 89 AUD-04 whoever may not is refused by each procedure of the dashboard, with a row that says so", async () => {
  const unheard: string[] = [];
  let refusals = 0;
  for (const call of calls.filter(({ router }) => router === "staff")) {
    const permission = permissions.find((one) => one === declared.get(call.path)?.permission);
    const role = staffRoles.find(
      (one) => permission !== undefined && !can({ ...admin, roles: [one] }, permission),
    );
    if (role === undefined) continue;
    const { reply, rows } = await ask(call, { as: { ...admin, roles: [role] } });
    expect([call.path, reply.status]).toEqual([call.path, 403]);
    refusals += 1;
    if (rows.length !== 1 || rows[0]?.["outcome"] !== "forbidden") unheard.push(call.path);
  }
  expect(refusals).toBeGreaterThan(50);
  expect(unheard).toMatchInlineSnapshot(`
    [
      "series.preview",
      "groups.list",
      "groups.previewRepeat",
      "bookingRules.view",
      "desk.times",
      "cancellationReasons.view",
      "appointment.slots",
      "availability.view",
      "availability.week",
      "availability.explain",
      "closure.list",
      "timeOff.list",
      "practitioner.list",
      "practitioner.standing",
      "practitioner.profile",
      "practitioner.photo",
      "practitioner.unsettledCount",
      "licence.list",
      "ownZone.view",
      "place.list",
      "place.travel",
      "resource.list",
      "service.list",
      "trust.rule",
      "legal.document",
      "portalAccounts.rule",
      "security.openCount",
      "security.networks",
      "security.signInHours",
      "security.passwordRules",
      "bell.unread",
    ]
  `);
});
