import { dayMs, instant, plus } from "@quietroom/domain/time";
import { asId, type AppointmentId, type Id } from "@quietroom/domain/ids";
import type { StaffRole } from "@quietroom/domain/access";
import {
  bookVisit,
  createStudio,
  inspect,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import type { VerbContext } from "../runtime.ts";
import { appointmentPanel, calendarRange, cancelAsStaff } from "../scheduling/index.ts";
import { createStaffUser } from "../staff/index.ts";
import { viewAvailability } from "../studio/index.ts";
import { assignSupervisor, endCover, endSupervision, grantCover, listRelations } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const now = instant(Date.now());
const always = { startsAt: plus(now, -dayMs), endsAt: null };
const aWeek = { startsAt: plus(now, -dayMs), endsAt: plus(now, 7 * dayMs) };

/** A studio of three practitioners with an account each, and a visit of the first one's client. */
async function arrange() {
  const studio = await createStudio(runtime, { practitioners: 3, rooms: 3 });
  const [ann = studio.practitionerId, sue = ann, tom = ann] = studio.practitionerIds;
  const { id } = await bookVisit(studio, { startsAt: wallTime(4, "10:00"), who: person("Ana") });
  const account = async (email: string, roles: readonly StaffRole[], practitionerId: string | null) =>
    asId<Id<"staff_user">>(
      succeeded(
        await createStaffUser(studio.as("system"), {
          email,
          displayName: email,
          roles,
          practitionerId,
          password: "a lamp left on all night",
        }),
      ).staffUserId,
    );
  return {
    studio,
    ann: asId<Id<"practitioner">>(ann),
    sue: await account("sue@example.com", ["supervisor"], sue),
    tom: await account("tom@example.com", ["therapist"], tom),
    bea: await account("bea@example.com", ["supervisor"], null),
    appointmentId: asId<AppointmentId>(id),
    as: (staffUserId: string, roles: readonly StaffRole[], practitionerId: string | null): VerbContext => ({
      ...studio.as("admin"),
      actor: {
        kind: "staff",
        tenantId: studio.tenantId,
        staffUserId,
        sessionId: staffUserId,
        roles,
        practitionerId,
      },
    }),
    suesRecord: sue,
    tomsRecord: tom,
  };
}

const lastAudit = async (studio: TestStudio, verb: string) =>
  (
    await query(
      "select actor_id, outcome, resource_id from audit_event where tenant_id = $1 and verb = $2 order by id desc limit 1",
      [studio.tenantId, verb],
    )
  )[0];

test("check 28 AUTH-56 a supervisor reaches a supervisee's visits from the next call on, and no longer once it is ended", async () => {
  const { studio, ann, sue, suesRecord, appointmentId, as } = await arrange();
  const admin = studio.as("admin");
  const supervisor = as(sue, ["supervisor"], suesRecord);
  await expect(appointmentPanel(supervisor, { appointmentId })).rejects.toThrow("not_found");
  const { id } = succeeded(
    await assignSupervisor(admin, { supervisorId: sue, superviseeId: ann, kind: "primary", ...always }),
  );
  expect((await appointmentPanel(supervisor, { appointmentId })).client).toMatchObject({
    birthDate: expect.any(String),
  });
  await viewAvailability(supervisor, { practitionerId: ann });
  const supervisionId = asId<Id<"supervision">>(id);
  await endSupervision(admin, { supervisionId });
  await expect(appointmentPanel(supervisor, { appointmentId })).rejects.toThrow("not_found");
  await expect(cancelAsStaff(supervisor, { appointmentId, version: 1, reason: "" })).rejects.toThrow(
    "not_found",
  );
  expect(await lastAudit(studio, "scheduling.cancel_as_staff")).toEqual({
    actor_id: sue,
    outcome: "not_found",
    resource_id: appointmentId,
  });
  const { supervisions } = await listRelations(admin, {});
  expect(supervisions).toEqual([
    expect.objectContaining({ id, kind: "primary", endsAt: expect.any(Number) }),
  ]);
  const again = await endSupervision(admin, { supervisionId });
  expect(again.endsAt).toBe(supervisions[0]?.endsAt);
});

test("AUTH-56 the relation alone gives nothing: a role that the table gives no team sees its own", async () => {
  const { studio, ann, sue, suesRecord, appointmentId, as } = await arrange();
  const give = { supervisorId: sue, superviseeId: ann, kind: "primary", ...always } as const;
  succeeded(await assignSupervisor(studio.as("admin"), give));
  const lowered = as(sue, ["therapist"], suesRecord);
  await expect(appointmentPanel(lowered, { appointmentId })).rejects.toThrow("not_found");
});

test("AUTH-56 one primary supervisor at a time, also of two given at once; a backup stands beside them", async () => {
  const { studio, ann, sue, bea, as, appointmentId } = await arrange();
  const admin = studio.as("admin");
  const give = (supervisorId: typeof sue) =>
    ({ supervisorId, superviseeId: ann, kind: "primary", ...always }) as const;
  const both = await Promise.all([assignSupervisor(admin, give(sue)), assignSupervisor(admin, give(bea))]);
  expect(both.map((one) => (one.ok ? "given" : one.refusal)).toSorted()).toEqual(["given", "has_primary"]);
  const loser = both[0].ok ? bea : sue;
  expect(await lastAudit(studio, "relations.assign_supervisor")).toMatchObject({ outcome: "has_primary" });
  succeeded(await assignSupervisor(admin, { ...give(loser), kind: "backup", endsAt: aWeek.endsAt }));
  expect(await assignSupervisor(admin, { ...give(loser), kind: "backup" })).toEqual({
    ok: false,
    refusal: "already_assigned",
  });
  await appointmentPanel(as(loser, ["supervisor"], null), { appointmentId });
});

test("AUTH-56 a supervision that has not begun, or is over, gives nothing, and a successor may follow", async () => {
  const { studio, ann, sue, bea, as, appointmentId } = await arrange();
  const admin = studio.as("admin");
  const base = { superviseeId: ann, kind: "primary" } as const;
  const until = plus(now, 7 * dayMs);
  succeeded(await assignSupervisor(admin, { ...base, supervisorId: sue, ...always, endsAt: until }));
  succeeded(await assignSupervisor(admin, { ...base, supervisorId: bea, startsAt: until, endsAt: null }));
  await appointmentPanel(as(sue, ["supervisor"], null), { appointmentId });
  await expect(appointmentPanel(as(bea, ["supervisor"], null), { appointmentId })).rejects.toThrow(
    "not_found",
  );
  // Seven days pass.
  await query(
    "update supervision set starts_at = starts_at - interval '8 days', ends_at = ends_at - interval '8 days' where tenant_id = $1 and ends_at is not null",
    [studio.tenantId],
  );
  await query(
    "update supervision set starts_at = starts_at - interval '8 days' where tenant_id = $1 and ends_at is null",
    [studio.tenantId],
  );
  await expect(appointmentPanel(as(sue, ["supervisor"], null), { appointmentId })).rejects.toThrow(
    "not_found",
  );
  await appointmentPanel(as(bea, ["supervisor"], null), { appointmentId });
});

test("AUTH-56 who is no supervisor, and people of another studio, supervise nobody", async () => {
  const { studio, ann, tom } = await arrange();
  const theirs = await arrange();
  const admin = studio.as("admin");
  const base = { kind: "primary", ...always } as const;
  expect(await assignSupervisor(admin, { ...base, supervisorId: tom, superviseeId: ann })).toEqual({
    ok: false,
    refusal: "not_a_supervisor",
  });
  const foreign = { ...base, supervisorId: theirs.sue, superviseeId: ann };
  await expect(assignSupervisor(admin, foreign)).rejects.toThrow("not_found");
  const { sue } = await arrange();
  await expect(
    assignSupervisor(admin, { ...base, supervisorId: sue, superviseeId: theirs.ann }),
  ).rejects.toThrow("not_found");
  expect(
    await query("select 1 from supervision where tenant_id = any($1)", [
      [studio.tenantId, theirs.studio.tenantId],
    ]),
  ).toEqual([]);
});

test("check 28 AUTH-58 a cover opens the colleague's visits for its time, is audited, and ends with the next call", async () => {
  const { studio, ann, tom, tomsRecord, appointmentId, as } = await arrange();
  const admin = studio.as("admin");
  const therapist = as(tom, ["therapist"], tomsRecord);
  await expect(appointmentPanel(therapist, { appointmentId })).rejects.toThrow("not_found");
  const { id } = succeeded(await grantCover(admin, { coveringId: tom, coveredId: ann, ...aWeek }));
  expect(await lastAudit(studio, "relations.grant_cover")).toMatchObject({ outcome: "done" });
  const panel = await appointmentPanel(therapist, { appointmentId });
  expect(panel).toMatchObject({ canCancel: true, client: { birthDate: expect.any(String) } });
  const range = await calendarRange(therapist, { from: wallDate(3), until: wallDate(6) });
  expect(range.appointments.map((one) => one.id)).toEqual([appointmentId]);
  await expect(viewAvailability(therapist, { practitionerId: ann })).rejects.toThrow();
  await endCover(admin, { coverId: asId<Id<"cover">>(id) });
  await expect(appointmentPanel(therapist, { appointmentId })).rejects.toThrow("not_found");
  expect((await listRelations(admin, {})).covers).toEqual([expect.objectContaining({ id })]);
});

function wallDate(days: number): string {
  return new Date(wallTime(days, "12:00")).toISOString().slice(0, 10);
}

test("check 28 AUTH-58 a cover that has run out gives nothing, without anybody ending it", async () => {
  const { studio, ann, tom, tomsRecord, appointmentId, as } = await arrange();
  succeeded(await grantCover(studio.as("admin"), { coveringId: tom, coveredId: ann, ...aWeek }));
  await query("update cover set ends_at = now() - interval '1 millisecond' where tenant_id = $1", [
    studio.tenantId,
  ]);
  await expect(appointmentPanel(as(tom, ["therapist"], tomsRecord), { appointmentId })).rejects.toThrow(
    "not_found",
  );
});

test("AUTH-58 a supervisor grants cover for their team only, and nobody to themselves", async () => {
  const { studio, ann, sue, suesRecord, tom, as } = await arrange();
  const supervisor = as(sue, ["supervisor"], suesRecord);
  const cover = { coveringId: tom, coveredId: ann, ...aWeek };
  await expect(grantCover(supervisor, cover)).rejects.toThrow("not_found");
  const admin = studio.as("admin");
  succeeded(
    await assignSupervisor(admin, { supervisorId: sue, superviseeId: ann, kind: "primary", ...always }),
  );
  const { id } = succeeded(await grantCover(supervisor, cover));
  expect(await grantCover(supervisor, { ...cover, coveringId: sue })).toEqual({
    ok: false,
    refusal: "own_account",
  });
  expect((await listRelations(supervisor, {})).covers).toHaveLength(1);
  const other = as(tom, ["supervisor"], null);
  expect(await listRelations(other, {})).toMatchObject({
    supervisions: [],
    covers: [],
    choices: { supervisors: [], practitioners: [] },
  });
  await expect(endCover(other, { coverId: asId<Id<"cover">>(id) })).rejects.toThrow("not_found");
  await endCover(supervisor, { coverId: asId<Id<"cover">>(id) });
});

test("AUTH-52 reception and billing see a client's contact and year of birth; billing no words and no history", async () => {
  const { studio, sue, appointmentId, as } = await arrange();
  succeeded(
    await cancelAsStaff(studio.as("admin"), {
      appointmentId,
      version: await versionOf(appointmentId),
      reason: "Unwell",
    }),
  );
  const seen = async (role: StaffRole) => await appointmentPanel(as(sue, [role], null), { appointmentId });
  const whole = await seen("admin");
  expect(whole.client?.birthDate).toMatch(/^\d{4}-\d\d-\d\d$/);
  const reception = await seen("receptionist");
  expect(reception.client).toEqual({ ...whole.client, birthDate: null });
  expect(reception).toMatchObject({ cancelReason: "Unwell", history: whole.history });
  const billing = await seen("billing");
  expect(billing).toMatchObject({
    cancelReason: null,
    history: [],
    messages: [],
    priceMinor: whole.priceMinor,
  });
  expect(billing.client).toEqual({ ...reception.client, canCorrect: false, missed: null });
});

async function versionOf(appointmentId: string): Promise<number> {
  const [row] = await query("select version from appointment where id = $1", [appointmentId]);
  return Number(row?.["version"]);
}

test("check 28 TEN-12 the staff of a suspended studio still look, and change nothing, from the next call on", async () => {
  const { studio, appointmentId, ann, tom } = await arrange();
  const admin = studio.as("admin");
  const version = await versionOf(appointmentId);
  await query("update tenant set status = 'suspended' where id = $1", [studio.tenantId]);
  expect((await appointmentPanel(admin, { appointmentId })).id).toBe(appointmentId);
  await expect(cancelAsStaff(admin, { appointmentId, version, reason: "" })).rejects.toThrow("forbidden");
  await expect(grantCover(admin, { coveringId: tom, coveredId: ann, ...aWeek })).rejects.toThrow("forbidden");
  expect(await lastAudit(studio, "scheduling.cancel_as_staff")).toMatchObject({ outcome: "forbidden" });
  await query("update tenant set status = 'active' where id = $1", [studio.tenantId]);
  succeeded(await cancelAsStaff(admin, { appointmentId, version, reason: "" }));
});
