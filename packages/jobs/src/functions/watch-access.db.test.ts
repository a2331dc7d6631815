import { createAuditSigner } from "@quietroom/services/evidence";
import type { AnchoredHead } from "@quietroom/services/ports";
import { searchClients } from "@quietroom/services/clients";
import { createStaffUser } from "@quietroom/services/staff";
import { asId, type StaffUserId } from "@quietroom/domain/ids";
import { minuteMs, plus } from "@quietroom/domain/time";
import { addClient, letAuditBeDated, person, succeeded } from "@quietroom/testing";
import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tellStory } from "../../test/story.ts";
import { createJobs } from "../index.ts";

const story = await tellStory({ timeZone: "Etc/UTC" });
const { query, studio, runtime, database } = story;
let people = 0;

beforeAll(async () => {
  await letAuditBeDated(query);
  await hire("admin");
  await story.settle();
});

async function hire(role: "admin" | "therapist" | "receptionist", practitionerId: string | null = null) {
  people += 1;
  const person = {
    email: `watch${people}@example.com`,
    password: "a kettle sings at dawn",
    displayName: `Robin ${people}`,
  };
  const made = succeeded(
    await createStaffUser(studio.as("system"), { ...person, roles: [role], practitionerId }),
  );
  return made.staffUserId;
}

/** What the audit holds of somebody who opened this many records over these seconds. */
async function open(
  staffUserId: string,
  count: number,
  overSeconds: number,
  clientId: string | null = null,
): Promise<void> {
  await query(
    `insert into audit_event (tenant_id, at, actor_kind, actor_id, verb, action, resource, client_id, outcome, request_id)
     select $1, now() - make_interval(secs => $3::float8 - (n - 1) * $3::float8 / $4::int), 'staff', $2, 'clients.view', 'read', 'client',
       coalesce($5::uuid, gen_random_uuid()), 'done', 'x' from generate_series(1, $4::int) n`,
    [studio.tenantId, staffUserId, overSeconds, count, clientId],
  );
}

/** Lets a minute pass, and answers what was raised about somebody and mailed to the admins by its end. */
async function afterAMinute(staffUserId: string) {
  await story.settleAt(plus(await story.now(), minuteMs));
  const rows = await query(
    "select kind, alerted_at is not null as alerted from security_incident where tenant_id = $1 and staff_user_id = $2 order by kind",
    [studio.tenantId, staffUserId],
  );
  return rows.map(({ kind, alerted }) => `${String(kind)}${alerted === true ? " mailed" : ""}`);
}

test("check 91 AUD-11 fifty records in ten minutes raise nothing; the fifty-first is an incident and mail within a minute, once", async () => {
  const clerk = await hire("receptionist");
  await open(clerk, 50, 500);
  expect(await afterAMinute(clerk)).toEqual([]);
  await open(clerk, 1, 0);
  expect(await afterAMinute(clerk)).toEqual(["many_charts mailed"]);
  await open(clerk, 30, 0);
  expect(await afterAMinute(clerk)).toEqual(["many_charts mailed"]);
  expect(story.sender.sent.filter(({ to }) => to === "watch1@example.com")).toHaveLength(1);
});

test("check 91 AUD-11 all at once is seen as one after the other is, and slowly enough is none", async () => {
  const [hasty, steady] = [await hire("receptionist"), await hire("receptionist")];
  await open(hasty, 51, 0);
  await open(steady, 51, 700);
  const raised = await afterAMinute(hasty);
  expect(raised.map((kind) => kind.split(" ")[0])).toEqual(["many_charts"]);
  expect(await afterAMinute(steady)).toEqual([]);
});

/** What the audit holds of somebody to whom a list showed these clients, so many times over the last ten minutes. */
async function listed(staffUserId: string, clientIds: readonly string[], times: number): Promise<void> {
  await query(
    `insert into audit_event (tenant_id, at, actor_kind, actor_id, verb, action, resource, outcome, request_id, detail)
     select $1, now() - make_interval(secs => 590.0 * (n - 1) / $4::int), 'staff', $2, 'scheduling.calendar_range', 'read', 'calendar',
       'done', 'x', jsonb_build_object('clientIds', $3::text[]) from generate_series(1, $4::int) n`,
    [studio.tenantId, staffUserId, clientIds, times],
  );
}

test("check 91 AUD-11 somebody who gathers clients by searching, letter by letter, is an incident and mail within a minute; two hundred of them raise nothing", async () => {
  const harvester = await hire("receptionist");
  const syllables = ["Ba", "Ce", "Di", "Fo", "Gu", "Ha", "Je", "Ki", "Lo", "Mu", "Na"];
  for (const syllable of syllables)
    for (let number = 0; number < 20; number += 1)
      await addClient(runtime, studio.tenantId, {
        ...person(`${syllable}${String.fromCharCode(97 + number)}`),
        familyName: "Quist",
      });
  const asked = studio.as("receptionist");
  if (asked.actor.kind !== "staff") throw new Error("staff was asked for");
  const context = { ...asked, actor: { ...asked.actor, staffUserId: asId<StaffUserId>(harvester) } };
  const search = async (text: string) => (await searchClients(context, { text })).clients.length;
  for (const syllable of syllables.slice(0, 10)) expect(await search(syllable)).toBe(20);
  expect(await afterAMinute(harvester)).toEqual([]);
  expect(await search("Na")).toBe(20);
  expect(await afterAMinute(harvester)).toEqual(["many_found mailed"]);
  const [raised] = await query("select detail from security_incident where staff_user_id = $1", [harvester]);
  expect(raised).toEqual({ detail: { clients: 220 } });
});

test("check 91 AUD-11 pages of lists turned until five hundred and one clients were shown are an incident; a busy front desk's ordinary day is none", async () => {
  const [pager, clerk] = [await hire("receptionist"), await hire("receptionist")];
  const [week, next] = [ids(200), ids(200)];
  // The front desk: this week's two hundred visits again and again, the next week's as well, forty records, callers and the line.
  await listed(clerk, week, 300);
  await listed(clerk, next, 20);
  await open(clerk, 40, 500);
  await listed(clerk, ids(60), 3);
  for (const page of [1, 2, 3, 4, 5]) await listed(pager, ids(100), page);
  expect(await afterAMinute(clerk)).toEqual([]);
  expect(await afterAMinute(pager)).toEqual([]);
  await listed(pager, ids(1), 1);
  const raised = await afterAMinute(pager);
  expect(raised.map((kind) => kind.split(" ")[0])).toEqual(["many_shown"]);
  expect(await afterAMinute(clerk)).toEqual([]);
});

test("AUD-11 all the accounts that are read to find those that have to wait were not shown", async () => {
  const admin = await hire("admin");
  const locked = async (state: string) =>
    await query(
      `insert into audit_event (tenant_id, actor_kind, actor_id, verb, action, resource, outcome, request_id, detail)
       values ($1, 'staff', $2, 'portal.list_accounts', 'read', 'client_account', 'done', 'x',
         jsonb_build_object('state', $3::text, 'clientIds', $4::text[]))`,
      [studio.tenantId, admin, state, ids(501)],
    );
  await locked("locked");
  expect(await afterAMinute(admin)).toEqual([]);
  await locked("all");
  expect(await afterAMinute(admin)).toHaveLength(1);
});

function ids(count: number): readonly string[] {
  return Array.from({ length: count }, () => randomUUID());
}

test("check 91 AUD-11 a therapist who reads a record without a care relation is an incident; a receptionist is not", async () => {
  const therapist = await hire("therapist", studio.practitionerId);
  const clerk = await hire("receptionist");
  const stranger = randomUUID();
  await open(therapist, 1, 0, stranger);
  await open(clerk, 1, 0, stranger);
  expect(await afterAMinute(therapist)).toEqual(["no_care_relation mailed"]);
  expect(await afterAMinute(clerk)).toEqual([]);
});

test("check 91 AUD-11 an export of more than fifty rows while the studio sleeps is an incident within a minute, by day it is none", async () => {
  const [owl, lark] = [await hire("admin"), await hire("admin")];
  const exported = async (staffUserId: string, rows: number) =>
    await query(
      `insert into audit_event (tenant_id, at, actor_kind, actor_id, verb, action, resource, outcome, request_id, detail)
       values ($1, app.now(), 'staff', $2, 'trail.export_audit', 'export', 'audit_event', 'done', 'x', jsonb_build_object('rows', $3::int))`,
      [studio.tenantId, staffUserId, rows],
    );
  /** Makes it so many o'clock at the studio, by moving the studio: the audit's own time is nobody's to move. */
  const makeIt = async (hour: number) => {
    const east = ((hour - new Date(await story.now()).getUTCHours() + 36) % 24) - 12;
    const zone = `Etc/GMT${east > 0 ? "-" : "+"}${Math.abs(east)}`;
    await query("update tenant set time_zone = $2 where id = $1", [studio.tenantId, zone]);
  };
  await makeIt(3);
  await exported(owl, 50);
  expect(await afterAMinute(owl)).toEqual([]);
  await exported(owl, 51);
  expect(await afterAMinute(owl)).toEqual(["odd_hours_export mailed"]);
  await makeIt(12);
  await exported(lark, 51);
  expect(await afterAMinute(lark)).toEqual([]);
  await query("update tenant set time_zone = 'Etc/UTC' where id = $1", [studio.tenantId]);
});

test("AUD-06 AUD-07 every minute what was written is sealed and its heads leave the database; while they cannot, the log says why, and the next minute makes up for it", async () => {
  const kept: AnchoredHead[] = [];
  let closed = true;
  const jobs = createJobs({
    mode: { kind: "embedded" },
    runtime,
    databaseUrl: database.appUrl,
    log: runtime.log,
    auditKeeping: {
      signer: createAuditSigner(randomBytes(32)),
      anchors: {
        append: async (heads) => {
          if (closed) throw Object.assign(new Error("denied"), { name: "BucketError", code: "denied" });
          kept.push(...(await Promise.resolve(heads)));
        },
        last: async () => await Promise.resolve(kept.length === 0 ? null : kept.length),
        async *all() {
          yield* await Promise.resolve(kept);
        },
      },
      archives: {
        put: async () => await Promise.resolve(),
        get: async () => await Promise.resolve(null),
        list: async () => await Promise.resolve([]),
      },
    },
  });
  afterAll(() => jobs.stop());
  await jobs.settle();
  await database.advanceClock(minuteMs);
  await jobs.settle();
  expect(kept).toEqual([]);
  expect(runtime.logged).toContainEqual({
    level: "error",
    code: "audit_not_kept",
    fields: { tenantId: studio.tenantId, error: "BucketError", reason: "denied" },
  });
  closed = false;
  await database.advanceClock(minuteMs);
  await jobs.settle();
  expect(kept[0]).toMatchObject({ tenantId: studio.tenantId, number: 1 });
  const [waiting] = await query(
    "select count(*)::int as rows from audit_unsealed where at < now() - interval '1 second'",
  );
  const [sealed] = await query("select sum(row_count)::int as rows from audit_seal");
  expect(Number(sealed?.["rows"])).toBeGreaterThan(100);
  expect(Number(waiting?.["rows"])).toBeLessThan(20);
});
