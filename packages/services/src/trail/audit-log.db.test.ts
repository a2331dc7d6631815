import type { StaffRole } from "@quietroom/domain/access";
import { asId, type AppointmentId } from "@quietroom/domain/ids";
import {
  bookVisit,
  clientsOf,
  createStudio,
  inspect,
  letAuditBeDated,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { appointmentPanel, calendarRange } from "../scheduling/index.ts";
import { accessHistory, exportAudit, listAudit } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

const everything = {
  report: null,
  staffUserId: null,
  recordId: null,
  action: null,
  resource: null,
  from: null,
  until: null,
  records: "any",
  outcome: "any",
} as const;

/** Somebody of the staff with a session that has just passed its second factor, and the context they act in. */
async function colleague(studio: TestStudio, role: StaffRole, displayName = "Robin Sample") {
  const [row] = await query(
    `insert into staff_user (tenant_id, email, display_name, password_hash, roles) values ($1, $2, $3, '-', array[$4]) returning id`,
    [studio.tenantId, `${randomUUID()}@example.com`, displayName, role],
  );
  const staffUserId = String(row?.["id"]);
  const [session] = await query(
    "insert into session (tenant_id, staff_user_id, expires_at, mfa_passed_at) values ($1, $2, now() + interval '1 hour', now()) returning id",
    [studio.tenantId, staffUserId],
  );
  const who = {
    kind: "staff",
    tenantId: studio.tenantId,
    practitionerId: null,
    sessionId: String(session?.["id"]),
  } as const;
  return {
    staffUserId,
    context: { runtime, actor: { ...who, staffUserId, roles: [role] }, requestId: "test" },
  };
}

async function visited() {
  const studio = await createStudio(runtime);
  const { id } = await bookVisit(studio, { startsAt: wallTime(4, "10:00") });
  const [row] = await query("select client_id from appointment where id = $1", [id]);
  return { studio, appointmentId: asId<AppointmentId>(id), clientId: String(row?.["client_id"]) };
}

test("check 90 AUD-09 the audit is found by person, record, act, outcome and day, and looking at it is audited with what was looked for", async () => {
  const { studio, appointmentId, clientId } = await visited();
  const [clerk, compliance] = [
    await colleague(studio, "receptionist", "Cam Clerk"),
    await colleague(studio, "compliance"),
  ];
  await appointmentPanel(clerk.context, { appointmentId });
  await expect(listAudit(clerk.context, { ...everything, before: null })).rejects.toThrow("forbidden");
  const look = async (filter: Partial<Parameters<typeof listAudit>[1]>) =>
    (await listAudit(compliance.context, { ...everything, before: null, ...filter })).rows;
  expect(await look({ staffUserId: clerk.staffUserId })).toMatchObject([
    { who: "Cam Clerk", action: "attempt", outcome: "forbidden" },
    {
      who: "Cam Clerk",
      action: "read",
      resource: "appointment",
      resourceId: appointmentId,
      clientId,
      phi: true,
      outcome: "done",
    },
  ]);
  expect(await look({ staffUserId: clerk.staffUserId, outcome: "refused" })).toHaveLength(1);
  expect(await look({ recordId: clientId, action: "read", records: "protected" })).toHaveLength(1);
  expect(await look({ recordId: appointmentId, action: "delete" })).toEqual([]);
  const [yesterday] = await query("select (now() - interval '30 hours')::date::text as date");
  const date = String(yesterday?.["date"]);
  expect(await look({ until: date })).toEqual([]);
  expect((await look({ from: date, until: "2999-01-01" })).length).toBeGreaterThan(5);
  const looked = await query(
    "select detail from audit_event where tenant_id = $1 and verb = 'trail.list_audit' and outcome = 'done' order by id limit 1",
    [studio.tenantId],
  );
  expect(looked).toEqual([{ detail: { staffUserId: clerk.staffUserId } }]);
});

test("AUD-03 AUD-10 a client's record is found where a list returned it, and clients see by whom, never by what id", async () => {
  const { studio, appointmentId, clientId } = await visited();
  const clerk = await colleague(studio, "receptionist", "Cam Clerk");
  const [visit] = await query(
    "select (starts_at at time zone 'America/New_York')::date::text as day from appointment where id = $1",
    [appointmentId],
  );
  const day = String(visit?.["day"]);
  const [next] = await query("select ($1::date + 1)::text as day", [day]);
  await calendarRange(clerk.context, { from: day, until: String(next?.["day"]) });
  await appointmentPanel(clerk.context, { appointmentId });
  const compliance = await colleague(studio, "compliance");
  const about = { ...everything, recordId: clientId, staffUserId: clerk.staffUserId, before: null };
  expect((await listAudit(compliance.context, about)).rows).toMatchObject([
    { resource: "appointment" },
    { resource: "calendar", listed: 1 },
  ]);

  const client = studio.as({ client: clientId });
  const history = await accessHistory(client, { studio: studio.slug, before: null });
  expect(history.rows).toMatchObject([
    { who: "Cam Clerk", roles: ["receptionist"], what: "looked" },
    { who: "Cam Clerk", roles: ["receptionist"], what: "listed" },
  ]);
  expect(JSON.stringify(history)).not.toContain(clerk.staffUserId);
  const { clientId: stranger, studio: elsewhere } = await visited();
  expect(
    (await accessHistory(elsewhere.as({ client: stranger }), { studio: elsewhere.slug, before: null })).rows,
  ).toEqual([]);
  await expect(accessHistory(clerk.context, { studio: studio.slug, before: null })).rejects.toThrow(
    "forbidden",
  );
});

test("AUD-09 it goes on a page at a time, and no row is on two", async () => {
  const { studio } = await visited();
  const compliance = await colleague(studio, "compliance");
  await query(
    `insert into audit_event (tenant_id, actor_kind, verb, action, resource, outcome, request_id)
     select $1, 'system', 'test', 'read', 'page', 'done', 'x' from generate_series(1, 120)`,
    [studio.tenantId],
  );
  const seen: string[] = [];
  for (let before: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof listAudit>> = await listAudit(compliance.context, {
      ...everything,
      resource: "page",
      before,
    });
    seen.push(...page.rows.map(({ id }) => id));
    before = page.next;
    if (before === null) break;
  }
  expect([seen.length, new Set(seen).size]).toEqual([120, 120]);
});

test("AUD-10 the reports find failed sign-ins, changes of access, exports, and what was done at night by the studio's clock", async () => {
  const { studio } = await visited();
  const compliance = await colleague(studio, "compliance");
  await letAuditBeDated(query);
  const plant = async (action: string, resource: string, outcome: string, at: string, by = "staff") =>
    await query(
      `insert into audit_event (tenant_id, at, actor_kind, actor_id, verb, action, resource, outcome, request_id)
       values ($1, $2, $7, $3, 'test', $4, $5, $6, 'x')`,
      [studio.tenantId, at, compliance.staffUserId, action, resource, outcome, by],
    );
  await plant("sign_in", "session", "wrong_credentials", "2026-03-03T15:00Z");
  await plant("sign_in", "app", "wrong_code", "2026-03-03T15:30Z");
  await plant("update", "staff_user", "done", "2026-03-03T16:00Z");
  await plant("update", "data_key", "done", "2026-03-03T16:10Z");
  await plant("update", "password_rules", "done", "2026-03-03T16:20Z");
  await plant("delete", "client", "done", "2026-03-03T16:30Z");
  await plant("restore", "client", "done", "2026-03-03T16:31Z");
  await plant("update", "client", "done", "2026-03-03T16:32Z"); // a visit was booked with a new number
  await plant("update", "rights_request", "done", "2026-03-03T16:40Z");
  await plant("create", "rights_request", "done", "2026-03-03T16:41Z", "client");
  await plant("create", "passkey", "done", "2026-03-03T16:50Z");
  await plant("update", "recovery_codes", "done", "2026-03-03T16:51Z");
  await plant("create", "app_pairing", "done", "2026-03-03T16:52Z");
  await plant("sign_in", "second_factor", "done", "2026-03-03T16:53Z");
  await plant("delete", "second_factor", "done", "2026-03-03T16:54Z", "client");
  await plant("export", "audit_event", "done", "2026-03-03T17:00Z");
  await plant("read", "calendar", "done", "2026-03-03T10:59:59Z"); // 05:59:59 in New York
  const report = async (name: "failed_sign_ins" | "privileged" | "exports" | "after_hours") =>
    (
      await listAudit(compliance.context, { ...everything, until: "2026-03-31", report: name, before: null })
    ).rows.map(({ action, resource }) => `${action} ${resource}`);
  expect(await report("failed_sign_ins")).toEqual(["sign_in app", "sign_in session"]);
  expect(await report("privileged")).toEqual([
    "create app_pairing",
    "update recovery_codes",
    "create passkey",
    "update rights_request",
    "restore client",
    "delete client",
    "update password_rules",
    "update data_key",
    "update staff_user",
  ]);
  expect(await report("exports")).toEqual(["export audit_event"]);
  expect(await report("after_hours")).toEqual(["read calendar"]);
});

test("check 38 check 90 AUTH-21 an export needs a fresh second factor, holds no formula and no word of a record, and is audited", async () => {
  const { studio, appointmentId } = await visited();
  const compliance = await colleague(studio, "compliance", "=HYPERLINK(1)");
  const admin = await colleague(studio, "admin");
  await appointmentPanel(admin.context, { appointmentId });
  await listAudit(compliance.context, { ...everything, before: null });
  await expect(exportAudit(admin.context, everything)).rejects.toThrow("forbidden");
  const { csv, rows } = succeeded(await exportAudit(compliance.context, everything));
  expect(csv.split("\r\n")).toHaveLength(rows + 2);
  expect(csv).toContain(",'=HYPERLINK(1),");
  const [client] = await clientsOf(runtime, studio.tenantId);
  const words = [client?.givenName, client?.familyName, client?.email, client?.phone, client?.birthDate];
  for (const word of words) expect(csv, word).not.toContain(word ?? "nobody");
  const exported = async () =>
    await query(
      "select outcome, detail ->> 'rows' as rows from audit_event where verb = 'trail.export_audit' and tenant_id = $1 order by id desc limit 1",
      [studio.tenantId],
    );
  expect(await exported()).toEqual([{ outcome: "done", rows: String(rows) }]);
  await query("update session set mfa_passed_at = now() - interval '6 minutes' where tenant_id = $1", [
    studio.tenantId,
  ]);
  expect(await exportAudit(compliance.context, everything)).toEqual({
    ok: false,
    refusal: "second_factor_needed",
  });
  expect(await exported()).toMatchObject([{ outcome: "second_factor_needed" }]);
});

test("TEN-07 another studio's audit is not there", async () => {
  const [ours, theirs] = [await visited(), await visited()];
  const compliance = await colleague(ours.studio, "compliance");
  const asked = { ...everything, recordId: theirs.clientId, before: null };
  expect((await listAudit(compliance.context, asked)).rows).toEqual([]);
});
