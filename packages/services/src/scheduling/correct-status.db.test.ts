import { type AppointmentId, asId } from "@quietroom/domain/ids";
import {
  bookVisit,
  createStudio,
  holdTime,
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
import { appointmentPanel, changeStatus, correctStatus } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const reason = "Came twenty minutes late, by the wrong door";
const refused = (code: string) => ({ ok: false, refusal: { code } });

/** A studio with an admin who is one of its staff, since a reason is somebody's. */
async function studioWithAdmin() {
  const studio = await createStudio(runtime);
  return { studio, admin: await staffOf(studio, query) };
}

/** A visit that began so many minutes ago, whose client was taken for absent. */
async function takenForAbsent(studio: TestStudio, minutes: number): Promise<AppointmentId> {
  const { id } = await bookVisit(studio, { startsAt: wallTime(3, "10:00"), who: person("Ana") });
  await beganAgo(id, minutes);
  const appointmentId = asId<AppointmentId>(id);
  succeeded(await changeStatus(studio.as("admin"), { appointmentId, version: 2, to: "no_show" }));
  return appointmentId;
}

async function beganAgo(id: string, minutes: number): Promise<void> {
  await query(
    `update appointment set starts_at = begins, ends_at = begins + '60 minutes', blocked_from = begins, blocked_until = begins + '60 minutes'
     from (select date_trunc('minute', app.now()) - $2 * interval '1 minute' as begins) clock where id = $1`,
    [id, minutes],
  );
}

async function rowOf(id: string) {
  const [row] = await query(
    "select status, version, checked_in_at as arrived, checked_out_at as left from appointment where id = $1",
    [id],
  );
  return row;
}

test("ec-J8 ec-H2 a time that a visitor chose and left keeps no no-show from being put right", async () => {
  const { studio, admin } = await studioWithAdmin();
  const appointmentId = await takenForAbsent(studio, 45);
  const left = await holdTime(studio, { startsAt: wallTime(4, "10:00") });
  await beganAgo(left.id, 15);
  await query("update appointment set hold_expires_at = app.now() - interval '1 second' where id = $1", [
    left.id,
  ]);
  succeeded(await correctStatus(admin, { appointmentId, version: 3, to: "checked_in", reason }));
  expect(await query("select superseded from appointment where id = $1", [left.id])).toEqual([
    { superseded: true },
  ]);
});

test("SCHED-09 ec-J8 a no-show who came late is put right with a reason, counts as missed no more, and all of it is audited", async () => {
  const { studio, admin } = await studioWithAdmin();
  const appointmentId = await takenForAbsent(studio, 20);
  const before = await appointmentPanel(admin, { appointmentId });
  expect(before).toMatchObject({ nextStatuses: [], correctableTo: ["checked_in", "in_progress"] });
  expect(before.client?.missed?.noShows).toBe(1);

  expect(await correctStatus(admin, { appointmentId, version: 3, to: "checked_in", reason })).toEqual({
    ok: true,
    value: { version: 4 },
  });
  expect(await rowOf(appointmentId)).toMatchObject({ status: "checked_in", arrived: expect.any(Date) });
  const after = await appointmentPanel(admin, { appointmentId });
  expect(after.client?.missed?.noShows).toBe(0);
  expect(after.corrections).toMatchObject([{ reason }]);
  expect(after.history.at(-1)).toMatchObject({ action: "put right to checked in" });
  expect(after.nextStatuses).toContain("in_progress");

  const [audited] = await query(
    "select action, outcome, detail, phi from audit_event where tenant_id = $1 and verb = 'scheduling.correct_status'",
    [studio.tenantId],
  );
  expect(audited).toMatchObject({
    action: "update",
    outcome: "done",
    phi: true,
    detail: { from: "no_show", to: "checked_in", reasonId: expect.any(String) },
  });
  expect(JSON.stringify(audited)).not.toContain("twenty");
});

test("SCHED-09 what was completed by mistake is no-show, has neither come nor gone, and can be put right again", async () => {
  const { studio, admin } = await studioWithAdmin();
  const { id } = await bookVisit(studio, { startsAt: wallTime(3, "12:00"), who: person("Ben") });
  await beganAgo(id, 20);
  const appointmentId = asId<AppointmentId>(id);
  for (const [version, to] of [
    [2, "checked_in"],
    [3, "in_progress"],
    [4, "completed"],
  ] as const)
    succeeded(await changeStatus(admin, { appointmentId, version, to }));
  succeeded(await correctStatus(admin, { appointmentId, version: 5, to: "no_show", reason }));
  expect(await rowOf(id)).toEqual({ status: "no_show", version: 6, arrived: null, left: null });
  // Not over yet, so it cannot have been completed.
  expect(await correctStatus(admin, { appointmentId, version: 6, to: "completed", reason })).toEqual(
    refused("too_early"),
  );
  succeeded(await correctStatus(admin, { appointmentId, version: 6, to: "in_progress", reason }));
  expect(await rowOf(id)).toMatchObject({ status: "in_progress", arrived: expect.any(Date), left: null });
});

test("SCHED-09 SCHED-11 a no-show does not take its time back from whoever has it since", async () => {
  const { studio, admin } = await studioWithAdmin();
  const appointmentId = await takenForAbsent(studio, 30);
  const walkIn = await bookVisit(studio, { startsAt: wallTime(4, "10:00"), who: person("Walk-in") });
  await beganAgo(walkIn.id, 10);
  await query("update appointment set room_id = null, room_until = null where id = $1", [walkIn.id]); // in another room
  expect(await correctStatus(admin, { appointmentId, version: 3, to: "checked_in", reason })).toEqual(
    refused("slot_taken"),
  );
  expect(await rowOf(appointmentId)).toMatchObject({ status: "no_show", version: 3 });
  expect(await query("select 1 from client_reason where tenant_id = $1", [studio.tenantId])).toEqual([]);
});

test("SCHED-09 only an admin corrects, on the version that was seen, and never what was cancelled", async () => {
  const { studio, admin } = await studioWithAdmin();
  const appointmentId = await takenForAbsent(studio, 20);
  const asked = { appointmentId, version: 3, to: "checked_in", reason } as const;
  for (const who of ["receptionist", { therapist: studio.practitionerId }] as const)
    await expect(correctStatus(studio.as(who), asked)).rejects.toThrow("forbidden");
  expect((await appointmentPanel(studio.as("receptionist"), { appointmentId })).correctableTo).toEqual([]);
  expect(await correctStatus(admin, { ...asked, version: 2 })).toEqual(refused("changed_meanwhile"));
  await query(
    "update appointment set status = 'cancelled', cancelled_at = app.now(), cancelled_by = 'staff' where id = $1",
    [appointmentId],
  );
  expect(await correctStatus(admin, { ...asked, to: "scheduled" })).toEqual(refused("not_allowed"));
});
