import { createHash, randomBytes, randomUUID } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { can, permissions } from "@quietroom/domain/access";
import { dayMs, minuteMs, plus } from "@quietroom/domain/time";
import { systemContext } from "@quietroom/services";
import { createAuditSigner } from "@quietroom/services/evidence";
import { scheduleGroupSession } from "@quietroom/services/groups";
import { askKeyRotation } from "@quietroom/services/keys";
import { askWayIn } from "@quietroom/services/portal";
import { cancelByLink, rescheduleByLink } from "@quietroom/services/scheduling";
import { askPasswordReset, createStaffUser } from "@quietroom/services/staff";
import {
  enrolClientApp,
  person,
  protectedTables,
  sessionInput,
  signedInClient,
  succeeded,
  unaudited,
  watchTransactions,
} from "@quietroom/testing";
import { afterAll, expect, test } from "vitest";
import { tellStory } from "../../test/story.ts";
import { createJobs } from "../index.ts";

const story = await tellStory();
const { query, studio, runtime, database } = story;
const { tenantId } = studio;
const tables = await protectedTables(query);
const { db, taken } = watchTransactions(runtime.db);
const jobs = createJobs({
  mode: { kind: "embedded" },
  runtime: { ...runtime, db },
  databaseUrl: database.appUrl,
  log: runtime.log,
  auditKeeping: { signer: createAuditSigner(randomBytes(32)), ...keptNowhere() },
});
afterAll(() => jobs.stop());

/** What is set up by nobody's job: a studio, its people, and what a tool of the command line looks at. */
const asksAnotherWay: readonly string[] = ["staff:manage", "tenant:provision"];

/** Verbs that jobs run and that write no row, each with the reason why none is owed. Whoever adds one says so in review. */
const needsNoRow: Readonly<Record<string, string>> = {
  "scheduling.expire_holds": "a hold is nobody's yet: what ran out an hour ago names no client",
  "waitlist.list_offered_openings": "ids of hours that are being offered; taking one back has its rows",
  "outbox.waiting_events": "ids of what was announced; the act behind each has its row",
  "outbox.mark_relayed": "that an event was handed on, which is the engine's own bookkeeping",
  "outbox.purge": "ids of what was announced long ago; the act behind each has its row",
  "dead_letters.purge": "ids of what somebody settled long ago; settling it has its row",
  "bell.purge_notices": "ids of what the bell told and tells no more; the act behind each has its row",
  "dead_letters.note": "that a job failed, with ids; what is done about it has its rows",
  "keys.due_rotation": "ages of keys; the rotation that follows has its rows",
  "keys.read_stored": "wrapped keys, which open nothing; opening one is keys.open",
  "keys.plan_moves": "counts rows and opens none; moving them is keys.move_rows",
  "keys.describe_sealed": "the catalogue's list of sealed columns, no row of anyone",
  "evidence.months_to_archive": "names months of the audit itself",
  "evidence.month_lines":
    "the audit's own rows on their way to its archive, which evidence.record_archive puts down",
  "evidence.seal_batch": "seals rows of the audit: one that wrote a row would never come to an end",
  "messages.when_text_reply_heard": "when a text was heard by its provider's id, and not whose it is",
  "evidence.seals_after": "heads of seals, for the anchor outside",
  "security.watch_access": "reads the audit and no record; what it finds is an incident, a record of its own",
};

/** Verbs of theirs that this story does not come by, each with where its row is shown. */
const shownElsewhere: Readonly<Record<string, string>> = {
  "keys.sweep_sealed": "a command's, not a job's: phi-check.db.test.ts",
  "scheduling.extend_series": "needs months gone by: extend-series.db.test.ts",
  "waitlist.withdraw_lost_offer": "needs hours to change while an offer is out: fill-opening.db.test.ts",
  "messages.plan_together": "needs a series: series-news.db.test.ts",
  "messages.record_delivery": "a provider's word, not a job's: record-delivery.db.test.ts",
  "messages.keep_text_reply": "somebody's answer to a text: serve-text-replies.db.test.ts in packages/api",
  "messages.end_stale_mail": "needs days gone by: account-mail.db.test.ts",
  "rezone.list_visits": "at night: watch-time-zones.db.test.ts",
  "scheduling.replace_external_busy": "a connector's, which is still to come: external-busy.db.test.ts",
  "rezone.rezone_visit": "a command's, not a job's: rezone.db.test.ts",
  "evidence.record_archive": "needs months gone by: evidence.db.test.ts",
};

/** Statements about tables of clients that owe no row, as the reasons above say. */
const owesNoRow: readonly RegExp[] = [
  /^DELETE FROM "public"."appointment" WHERE [^;]*"hold_expires_at" </, // scheduling.expire_holds
  /^\s*select count\(\*\)::integer as total,/, // keys.plan_moves
  // Sweeps ask for what is due by changing it; that each record they did change has its row is looked at below.
  /^\s*with of_staff as \(\s*update session/,
  /^UPDATE "public"."waitlist_entry" SET "status" = [^;]*"date_until" </,
  /^\s*update notification set status = 'skipped', reason = 'stale'/,
  /^\s*delete from client_way_in where [^;]*interval '1 day'\s*returning id/,
];

/** Every verb of the services that the jobs' own actor may run, by what stands in their sources. */
const verbs = (() => {
  const rooms = path.resolve(import.meta.dirname, "../../../services/src");
  const system = systemContext(runtime, tenantId, "test").actor;
  return globSync("**/*.ts", { cwd: rooms })
    .filter((file) => !file.endsWith(".test.ts"))
    .flatMap((file) => [
      ...readFileSync(path.join(rooms, file), "utf8").matchAll(
        /^ {2}name: "(?<name>[a-z_.]+)",\n {2}permission: "(?<permission>[a-z_:]+)",[^}]*?^ {2}trace: "(?<trace>[a-z]+)"/gm,
      ),
    ])
    .map(({ groups }) => ({ name: "", permission: "", trace: "", ...groups }))
    .filter(({ permission }) => !asksAnotherWay.includes(permission))
    .filter(({ permission }) => permissions.some((known) => known === permission && can(system, known)));
})();

function keptNowhere() {
  return {
    anchors: {
      append: async () => await Promise.resolve(),
      last: async () => await Promise.resolve(null),
      async *all() {
        yield* await Promise.resolve([]);
      },
    },
    archives: {
      put: async () => await Promise.resolve(),
      get: async () => await Promise.resolve(null),
      list: async () => await Promise.resolve([]),
    },
  };
}

async function settleAt(at: Parameters<typeof story.settleAt>[0]): Promise<void> {
  await database.advanceClock(at - (await story.now()));
  await jobs.settle();
}

/** A studio's month in short: everything that makes a job do something. */
async function aMonth(): Promise<void> {
  const startsAt = await story.at(4, "10:00");
  const ana = person("Ana");
  const first = await story.book(startsAt, ana);
  const second = await story.book(plus(startsAt, 120 * minuteMs), person("Ben"));
  await story.join(person("Cleo"));
  await story.join(person("Dora"));
  const minimum = { people: 2, hoursBefore: 48 };
  const group = { ...sessionInput(studio, { day: 5, time: "13:00" }), minimum };
  succeeded(await scheduleGroupSession(studio.as("admin"), group));
  await jobs.settle();
  const link = (id: string) => studio.as({ link: "appointment", id });
  succeeded(await cancelByLink(link(first.appointmentId), { reason: "Away" }));
  const later = { practitionerId: null, startsAt: plus(startsAt, 240 * minuteMs) };
  succeeded(await rescheduleByLink(link(second.appointmentId), later));
  await jobs.settle();

  const admin = { email: "robin@example.com", displayName: "Robin", roles: ["admin"] as const };
  const secrets = { practitionerId: null, password: "a kettle sings at dawn" };
  const { staffUserId } = succeeded(await createStaffUser(studio.as("system"), { ...admin, ...secrets }));
  succeeded(await askPasswordReset(runtime, { email: admin.email }));
  const mails = story.sender.sent;
  const { token } = await signedInClient(studio, { mails }, ana);
  await enrolClientApp(studio, token);
  succeeded(await askWayIn(runtime, { tenantId, email: ana.email, birthDate: ana.birthDate }));
  await query(
    "insert into session (tenant_id, staff_user_id, expires_at) values ($1, $2, now() - interval '1 hour')",
    [tenantId, staffUserId],
  );
  const incidentId = randomUUID();
  await query(
    "insert into security_incident (tenant_id, id, kind, dedupe_key, staff_user_id) values ($1, $2, 'many_charts', 'story', $3)",
    [tenantId, incidentId, staffUserId],
  );
  await jobs.client.send({ name: "security/incident-raised", data: { tenantId, incidentId } });
  await askKeyRotation(studio.as("system"), {});
  await settleAt(plus(await story.now(), 5 * minuteMs));
  await settleAt(plus(startsAt, -119 * minuteMs));
  await settleAt(plus(await story.now(), 60 * dayMs));
  await query("update service set approval = 'request' where tenant_id = $1", [tenantId]);
  await story.book(await story.at(4, "10:00"), person("Eve"));
  await settleAt(plus(await story.now(), 2 * dayMs));
}

test("check 89 AUD-01 AUD-04 every verb that a job runs leaves a row in the transaction of whatever it opens or writes of clients, or says why it owes none", async () => {
  expect(verbs.length).toBeGreaterThan(35);
  taken();
  await aMonth();
  const transactions = taken();
  expect(transactions.length).toBeGreaterThan(100);
  const asked = transactions.map((one) => ({
    ...one,
    statements: one.statements.filter((statement) => !owesNoRow.some((known) => known.test(statement))),
  }));
  expect(unaudited(tables, asked)).toEqual([]);
  const [swept] = await query(
    `select count(*)::int as n, count(*) filter (where exists (
       select from audit_event e where e.resource_id = s.id and e.actor_kind = 'system'))::int as told
     from (select id from session where revoked_reason in ('idle', 'expired') union all
       select id from client_session where revoked_reason in ('idle', 'expired') union all
       select id from appointment where request_ended = 'expired' union all
       select id from waitlist_entry where status = 'expired') s`,
  );
  expect(swept?.["n"]).toBeGreaterThanOrEqual(3);
  expect(swept?.["told"]).toBe(swept?.["n"]);

  const seen = await query("select distinct verb from audit_event where tenant_id = $1", [tenantId]);
  const heard = new Set(seen.map(({ verb }) => String(verb)));
  const undeclared = verbs
    .filter(({ name }) => !heard.has(name) && !(name in needsNoRow) && !(name in shownElsewhere))
    .map(({ name, trace }) => `${name} (${trace})`);
  expect(undeclared).toEqual([]);
}, 300_000);

test("check 89 what is said to owe no row, or to be shown elsewhere, is a verb of theirs, and writes none", async () => {
  const names = verbs.map(({ name }) => name);
  for (const name of [...Object.keys(needsNoRow), ...Object.keys(shownElsewhere)])
    expect(names, name).toContain(name);
  const wrong = verbs.filter(
    ({ name, trace }) => name in needsNoRow !== (trace === "bookkeeping" || trace === "public"),
  );
  expect(wrong).toEqual([]);
});

test("check 89 AUD-01 where the audit takes no row, no job changes or sends anything", async () => {
  const startsAt = await story.at(9, "10:00");
  const visit = await story.book(startsAt, person("Eve"));
  await query(`
    create function refuse_this_audit() returns trigger language plpgsql as $$ begin raise exception 'no audit now'; end $$;
    grant execute on function refuse_this_audit() to public;
    create trigger refuse_this_audit before insert on audit_event for each row
      when (new.actor_kind = 'system') execute function refuse_this_audit()`);
  const before = await everything();
  const sent = story.sender.sent.length;
  await jobs.settle();
  expect(await everything()).toEqual(before);
  expect(story.sender.sent.length).toBe(sent);
  await query("drop trigger refuse_this_audit on audit_event");
  await settleAt(plus(await story.now(), 60 * minuteMs));
  expect(story.sender.sent.length).toBeGreaterThan(sent);
  const [row] = await query("select count(*)::int as n from notification where appointment_id = $1", [
    visit.appointmentId,
  ]);
  expect(row?.["n"]).toBeGreaterThan(0);
});

/** Every row about clients and staff in short. */
async function everything(): Promise<Readonly<Record<string, string>>> {
  const words: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await query(
      `select coalesce(string_agg(t::text, '|' order by t::text), '') as words from "${name}" t`,
    );
    words[name] = createHash("sha256").update(String(row?.["words"])).digest("hex");
  }
  return words;
}
