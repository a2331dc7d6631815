import type { StaffRole } from "@quietroom/domain/access";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import {
  bookVisit,
  createStudio,
  inspect,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { appointmentPanel } from "../scheduling/index.ts";
import { staffActivity } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
await query("set session_replication_role = replica"); // past what keeps the audit as it is

/** Somebody of the studio's staff, and the context they act in. */
async function colleague(studio: TestStudio, role: StaffRole) {
  const [row] = await query(
    `insert into staff_user (tenant_id, email, display_name, password_hash, roles)
     values ($1, $2, 'Robin Sample', '-', array[$3]) returning id`,
    [studio.tenantId, `${randomUUID()}@example.com`, role],
  );
  const staffUserId = String(row?.["id"]);
  const who = {
    kind: "staff",
    tenantId: studio.tenantId,
    sessionId: randomUUID(),
    practitionerId: null,
  } as const;
  return {
    staffUserId,
    context: { runtime, actor: { ...who, staffUserId, roles: [role] }, requestId: "test" },
  };
}

const ask = (staffUserId: string, before: string | null = null) => ({ staffUserId, before });

test("AUTH-61 AUD-09 what a leaver did in their last 30 days is one report, refusals included, and reading it is recorded", async () => {
  const studio = await createStudio(runtime);
  const { id: appointmentId } = await bookVisit(studio, { startsAt: wallTime(4, "10:00") });
  const { staffUserId, context } = await colleague(studio, "receptionist");
  await appointmentPanel(context, { appointmentId: asId<AppointmentId>(appointmentId) });
  await expect(staffActivity(context, ask(staffUserId))).rejects.toThrow("forbidden");
  // What lies further back than 30 days before their last act is not part of it, however long ago that was.
  await query(
    "update audit_event set at = at - interval '31 days' where actor_id = $1 and outcome = 'forbidden'",
    [staffUserId],
  );
  await query("update audit_event set at = at - interval '90 days' where actor_id = $1", [staffUserId]);
  await query("update staff_user set active = false where id = $1", [staffUserId]);
  const compliance = await colleague(studio, "compliance");
  const report = await staffActivity(compliance.context, ask(staffUserId));
  expect(report).toMatchObject({ person: { active: false }, clients: 1, next: null });
  expect(report.acts).toMatchObject([{ action: "read", resource: "appointment", outcome: "done" }]);

  const own = await staffActivity(compliance.context, ask(compliance.staffUserId));
  expect(own.acts.map(({ resource }) => resource)).toContain("audit_event");
});

test("AUD-03 clients that a list returned count as seen, each once", async () => {
  const studio = await createStudio(runtime);
  await bookVisit(studio, { startsAt: wallTime(4, "10:00") });
  const { staffUserId, context } = await colleague(studio, "admin");
  await query(
    `insert into audit_event (tenant_id, actor_kind, actor_id, verb, action, resource, outcome, request_id, detail)
     select $1, 'staff', $2, 'messages.log', 'read', 'notification', 'done', 'x', jsonb_build_object('clientIds', jsonb_agg(id))
     from client where tenant_id = $1`,
    [studio.tenantId, staffUserId],
  );
  expect((await staffActivity(context, ask(staffUserId))).clients).toBe(1);
});

test("AUTH-61 it goes on a page at a time", async () => {
  const studio = await createStudio(runtime);
  const { staffUserId, context } = await colleague(studio, "admin");
  await query(
    `insert into audit_event (tenant_id, actor_kind, actor_id, verb, action, resource, outcome, request_id)
     select $1, 'staff', $2, 'test', 'read', 'client', 'done', 'x' from generate_series(1, 70)`,
    [studio.tenantId, staffUserId],
  );
  const first = await staffActivity(context, ask(staffUserId));
  const second = await staffActivity(context, ask(staffUserId, first.next));
  expect([first.acts.length, second.next]).toEqual([50, null]);
  expect(new Set([...first.acts, ...second.acts].map(({ id }) => id)).size).toBe(70);
});

test("TEN-07 a colleague of another studio is not found", async () => {
  const [ours, theirs] = [await createStudio(runtime), await createStudio(runtime)];
  const stranger = await colleague(theirs, "therapist");
  await expect(staffActivity(ours.as("admin"), ask(stranger.staffUserId))).rejects.toThrow("not_found");
});
