import { asId, type AppointmentId, type CancellationReasonId } from "@quietroom/domain/ids";
import { firstCancellationReasons } from "@quietroom/domain/scheduling";
import { addDays, instant, localDate } from "@quietroom/domain/time";
import {
  bookVisit,
  createStudio,
  inspect,
  person,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { appointmentPanel, cancelAsStaff, cancelByLink } from "../scheduling/index.ts";
import { countCancellations, saveCancellationReasons, viewCancellationReasons } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

const first = [...firstCancellationReasons];

/** The id of a reason on the studio's list, whether it is offered or not. */
async function reasonCalled(studio: TestStudio, label: string): Promise<CancellationReasonId> {
  const [row] = await query("select id from cancellation_reason where tenant_id = $1 and label = $2", [
    studio.tenantId,
    label,
  ]);
  return asId(String(row?.["id"]));
}

async function visitAt(studio: TestStudio, time: string, name: string) {
  const { id, context } = await bookVisit(studio, { startsAt: wallTime(5, time), who: person(name) });
  return { id: asId<AppointmentId>(id), context };
}

function cancel(
  studio: TestStudio,
  visit: { readonly id: AppointmentId },
  reasonId: CancellationReasonId | null,
) {
  return cancelAsStaff(studio.as("admin"), {
    appointmentId: visit.id,
    version: 2,
    reasonId,
    reason: "Rang at nine",
  });
}

test("SCHED-19 a new studio has reasons to choose from; a cancellation names one, with a note that is sealed, and the visit shows both", async () => {
  const studio = await createStudio(runtime);
  expect(await viewCancellationReasons(studio.as("admin"), {})).toEqual({ reasons: first });
  const visit = await visitAt(studio, "10:00", "Nora");
  const before = await appointmentPanel(studio.as("admin"), { appointmentId: visit.id });
  expect(before.reasonsToCancel.map(({ label }) => label)).toEqual(first);
  expect(before.cancelledBecause).toBeNull();
  const unwell = await reasonCalled(studio, "Unwell");
  expect(await cancel(studio, visit, unwell)).toMatchObject({ ok: true });
  const panel = await appointmentPanel(studio.as("admin"), { appointmentId: visit.id });
  expect(panel).toMatchObject({
    status: "cancelled",
    cancelledBecause: "Unwell",
    cancelReason: "Rang at nine",
    reasonsToCancel: [],
  });
  const [row] = await query(
    "select cancel_reason_id as id, cancel_reason as note from appointment where id = $1",
    [visit.id],
  );
  expect(row).toMatchObject({ id: unwell });
  expect(row?.["note"]).not.toBe("Rang at nine");
});

test("SCHED-19 a reason that is taken off the list is offered no more, stays with its visits, and is the same one when it is written again", async () => {
  const studio = await createStudio(runtime);
  const admin = studio.as("admin");
  const [one, other] = [await visitAt(studio, "10:00", "Nora"), await visitAt(studio, "11:00", "Emil")];
  const unwell = await reasonCalled(studio, "Unwell");
  await cancel(studio, one, unwell);
  const reasons = ["Moved away", "Work or family"];
  expect(await saveCancellationReasons(admin, { seen: first, reasons })).toEqual({
    ok: true,
    value: { reasons },
  });
  expect(await viewCancellationReasons(admin, {})).toEqual({ reasons });
  await expect(cancel(studio, other, unwell)).rejects.toThrow("not_found");
  const panel = await appointmentPanel(admin, { appointmentId: one.id });
  expect(panel.cancelledBecause).toBe("Unwell");
  expect(await saveCancellationReasons(admin, { seen: first, reasons: [] })).toEqual({
    ok: false,
    refusal: "changed_meanwhile",
  });
  await saveCancellationReasons(admin, { seen: reasons, reasons: ["Unwell", ...reasons] });
  expect(await reasonCalled(studio, "Unwell")).toBe(unwell);
  expect(await cancel(studio, other, unwell)).toMatchObject({ ok: true });
});

test("SCHED-19 cancelled visits are counted by reason, those without one and a client's own among them, in the dates asked for", async () => {
  const studio = await createStudio(runtime);
  const unwell = await reasonCalled(studio, "Unwell");
  for (const [time, name] of [
    ["09:00", "Nora"],
    ["10:00", "Emil"],
  ] as const)
    await cancel(studio, await visitAt(studio, time, name), unwell);
  await cancelByLink((await visitAt(studio, "11:00", "Ada")).context, { reason: "" });
  await visitAt(studio, "12:00", "Ines");
  const today = localDate(instant(Date.now()), "America/New_York");
  const dates = { from: today, until: addDays(today, 1) };
  expect(await countCancellations(studio.as("admin"), dates)).toEqual({
    counts: [
      { reason: "Unwell", visits: 2 },
      { reason: null, visits: 1 },
    ],
  });
  const before = { from: addDays(today, -9), until: today };
  expect(await countCancellations(studio.as("admin"), before)).toEqual({ counts: [] });
});

test("SCHED-19 TEN-07 another studio's reason is not there to be named, and the list is the admin's to change", async () => {
  const [ours, theirs] = [await createStudio(runtime), await createStudio(runtime)];
  const visit = await visitAt(ours, "10:00", "Nora");
  await expect(cancel(ours, visit, await reasonCalled(theirs, "Unwell"))).rejects.toThrow("not_found");
  const asked = { seen: first, reasons: [] };
  await expect(saveCancellationReasons(ours.as("receptionist"), asked)).rejects.toThrow("forbidden");
});
