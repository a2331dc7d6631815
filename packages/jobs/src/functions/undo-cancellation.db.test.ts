import { asId, type ClientId, type OpeningId, type WaitlistEntryId } from "@quietroom/domain/ids";
import { hourMs, instant, minuteMs, plus } from "@quietroom/domain/time";
import {
  appointmentPanel,
  bookForClient,
  cancelAsStaff,
  changeStatus,
  rescheduleAsStaff,
  undoCancellation,
} from "@quietroom/services/scheduling";
import { offerByHand } from "@quietroom/services/waitlist";
import { createStudio, succeeded } from "@quietroom/testing";
import { expect, test } from "vitest";
import { withFreedHour } from "../../test/freed-hour.ts";

/** An hour that the desk has just cancelled, with Ben in line for it. */
async function cancelledByTheDesk() {
  const freed = await withFreedHour(["ben@example.com"]);
  const desk = freed.studio.as("receptionist");
  const { appointmentId } = freed;
  const booked = await appointmentPanel(desk, { appointmentId });
  const confirmed = { appointmentId, version: booked.version, to: "confirmed" } as const;
  const { version } = succeeded(await changeStatus(desk, confirmed));
  const cancelledAt = await freed.now();
  const cancelled = await cancelAsStaff(desk, { appointmentId, version, reason: "", wishOf: "client" });
  const answer = succeeded(cancelled);
  const seen = { appointmentId, version: answer.version };
  return { ...freed, desk, cancelledAt, seen, told: answer, undo: () => undoCancellation(desk, seen) };
}

test("ec-I15 what staff cancelled is offered to nobody before the grace ends, kept from the public until then, and offered from then on", async () => {
  const freed = await cancelledByTheDesk();
  await freed.settle();
  const { offeredFrom } = (await freed.board()).opening;
  if (offeredFrom === null) throw new Error("there is no grace");
  expect(freed.told).toMatchObject({ undoUntil: offeredFrom, freedFor: "waitlist" });
  expect(offeredFrom - freed.cancelledAt).toBeGreaterThanOrEqual(10 * minuteMs);
  expect(offeredFrom - freed.cancelledAt).toBeLessThan(11 * minuteMs);
  await freed.settleAt(plus(instant(offeredFrom), -30_000));
  expect(freed.offersTo("ben@example.com")).toEqual([]);
  expect(await freed.isFree()).toBe(false);
  expect((await freed.board()).opening).toMatchObject({ status: "offering", offers: [], undone: false });

  await freed.settleAt(plus(instant(offeredFrom), 1_000));
  expect(freed.offersTo("ben@example.com")).toHaveLength(1);
  expect(await freed.undo()).toEqual({ ok: false, refusal: { code: "too_late" } });
  succeeded(await freed.answer("ben@example.com", "accept"));
  expect(await freed.visitsAt()).toBe(1);
});

test.each([
  [135, "nobody"],
  [145, "waitlist"],
] as const)(
  "ec-I15 ec-I7 %i minutes before its start staff are told who is asked once the grace is over, and so it is: %s",
  async (minutes, freedFor) => {
    const freed = await withFreedHour(["ben@example.com"]);
    await freed.settleAt(plus(freed.startsAt, -minutes * minuteMs));
    const { appointmentId, studio } = freed;
    const desk = studio.as("receptionist");
    const { version } = await appointmentPanel(desk, { appointmentId });
    const told = succeeded(await cancelAsStaff(desk, { appointmentId, version, reason: "" }));
    expect(told).toMatchObject({ freedFor });
    if (told.undoUntil === null) throw new Error("there is no grace");
    await freed.settleAt(plus(instant(told.undoUntil), 1_000));
    expect(freed.offersTo("ben@example.com")).toHaveLength(freedFor === "waitlist" ? 1 : 0);
  },
);

test("ec-I15 SCHED-09 a cancellation that is undone leaves the visit as it was, its client told, and no offer behind", async () => {
  const freed = await cancelledByTheDesk();
  await freed.settle();
  const shown = await appointmentPanel(freed.desk, freed.seen);
  expect(shown.undoUntil).toBe((await freed.board()).opening.offeredFrom);
  succeeded(await freed.undo());
  expect(await freed.undo()).toEqual({ ok: false, refusal: { code: "changed_meanwhile" } });
  const after = await appointmentPanel(freed.desk, freed.seen);
  expect(after).toMatchObject({
    status: "confirmed",
    lateCancel: false,
    cancelReason: null,
    undoUntil: null,
  });
  expect(after.history.map(({ action }) => action).slice(-2)).toEqual(["cancelled", "cancellation undone"]);
  await freed.settleAt(plus(await freed.now(), 11 * minuteMs));
  expect(freed.offersTo("ben@example.com")).toEqual([]);
  expect(await freed.visitsAt()).toBe(1);
  expect(await freed.isFree()).toBe(false);
  expect((await freed.board()).opening).toMatchObject({ status: "withdrawn", offers: [], undone: true });
  expect((await freed.board()).entries[0]).toMatchObject({ status: "waiting", position: 1 });
  expect(freed.sentTo("first@example.com").map(({ template }) => template)).toEqual([
    "appointment-confirmation",
    "appointment-cancelled",
    "appointment-confirmation",
  ]);
  const reminders = await freed.query(
    "select status::text from notification where appointment_id = $1 and kind like 'reminder%' and appointment_version = $2",
    [freed.appointmentId, freed.seen.version + 1],
  );
  expect(reminders.map(({ status }) => status)).toContain("planned");
  const held = await freed.query("select 1 from appointment where status = 'held'");
  expect(held).toEqual([]);
});

test("ec-I15 ec-I11 what staff book there meanwhile stays: the undo is refused in words, and nobody is asked", async () => {
  const freed = await cancelledByTheDesk();
  const { serviceId, practitionerId, locationId } = freed.studio;
  const clientId = asId<ClientId>(await freed.clientCalled("ben"));
  const choice = { serviceId, practitionerId, locationId, mode: "in_person", durationMin: null } as const;
  const asked = { ...choice, clientId, startsAt: freed.startsAt, idempotencyKey: crypto.randomUUID() };
  succeeded(await bookForClient(freed.desk, asked));
  expect(await freed.undo()).toEqual({ ok: false, refusal: { code: "slot_taken" } });
  await freed.settleAt(plus(await freed.now(), 11 * minuteMs));
  expect(freed.offersTo("ben@example.com")).toEqual([]);
  expect((await freed.board()).opening).toMatchObject({ status: "withdrawn", undone: false });
  expect(await freed.visitsAt()).toBe(1);
});

test("ec-I15 WAIT-11 staff do not offer by hand what may still come back, and a studio without grace offers at once", async () => {
  const freed = await cancelledByTheDesk();
  const { opening, entries } = await freed.board();
  const byHand = {
    openingId: asId<OpeningId>(opening.id),
    entryId: asId<WaitlistEntryId>(entries[0]?.id ?? ""),
    takesBack: null,
    reason: "She rang us",
  };
  expect(await offerByHand(freed.desk, byHand)).toEqual({ ok: false, refusal: { code: "can_be_undone" } });

  const atOnce = await withFreedHour(["ben@example.com"]);
  await atOnce.query("update tenant set undo_cancel_min = 0");
  const { appointmentId } = atOnce;
  const desk = atOnce.studio.as("receptionist");
  const booked = await appointmentPanel(desk, { appointmentId });
  const asked = { appointmentId, version: booked.version, reason: "" };
  const told = succeeded(await cancelAsStaff(desk, asked));
  expect(told).toMatchObject({ undoUntil: null, freedFor: "waitlist" });
  const { version } = told;
  await atOnce.settle();
  expect(atOnce.offersTo("ben@example.com")).toHaveLength(1);
  expect((await appointmentPanel(desk, { appointmentId })).undoUntil).toBeNull();
  expect(await undoCancellation(desk, { appointmentId, version })).toEqual({
    ok: false,
    refusal: { code: "not_allowed" },
  });
});

test("ec-I15 TEN-07 twice at once is once; a stranger finds no visit to bring back", async () => {
  const freed = await cancelledByTheDesk();
  const stranger = await createStudio(freed.runtime);
  await expect(undoCancellation(stranger.as("admin"), freed.seen)).rejects.toThrow("not_found");
  const both = await Promise.all([freed.undo(), freed.undo()]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
});

test("ec-I15 the client who cancels by their link undoes nothing: the hour is offered at once", async () => {
  const freed = await withFreedHour(["ben@example.com"]);
  await freed.cancel();
  await freed.settle();
  expect(freed.offersTo("ben@example.com")).toHaveLength(1);
  const { appointmentId } = freed;
  const desk = freed.studio.as("receptionist");
  expect((await appointmentPanel(desk, { appointmentId })).undoUntil).toBeNull();
});

test.each([false, true])(
  "ec-I15 NOTIF-01 an undo sends no reminder twice, and what fell due within the grace still goes; moved before: %s",
  async (moved) => {
    const freed = await withFreedHour([]);
    const { appointmentId } = freed;
    const desk = freed.studio.as("receptionist");
    const version = async () => (await appointmentPanel(desk, { appointmentId })).version;
    if (moved) {
      const startsAt = plus(freed.startsAt, hourMs);
      const to = {
        appointmentId,
        version: await version(),
        practitionerId: freed.studio.practitionerId,
        startsAt,
      };
      succeeded(await rescheduleAsStaff(desk, to));
      await freed.settle();
    }
    const due = await freed.query(
      "select date_part('epoch', due_at) * 1000 as at from notification where kind like 'reminder%' and status = 'planned' order by due_at",
    );
    const [first, second, third] = due.map(({ at }) => instant(Number(at)));
    if (first === undefined || second === undefined || third === undefined)
      throw new Error("there are three");
    const reminders = () =>
      freed.sentTo("first@example.com").filter(({ template }) => template === "appointment-reminder").length;
    const cancelAndUndoAt = async (time: Parameters<typeof freed.settleAt>[0] | null) => {
      const asked = { appointmentId, version: await version(), reason: "" };
      const seen = { appointmentId, version: succeeded(await cancelAsStaff(desk, asked)).version };
      await (time === null ? freed.settle() : freed.settleAt(time));
      succeeded(await undoCancellation(desk, seen));
      await freed.settle();
    };
    await freed.settleAt(plus(first, minuteMs));
    expect(reminders()).toBe(1);
    await cancelAndUndoAt(null);
    expect(reminders()).toBe(1);
    await freed.settleAt(plus(second, -minuteMs));
    await cancelAndUndoAt(plus(second, minuteMs));
    expect(reminders()).toBe(2);
    await cancelAndUndoAt(null);
    expect(reminders()).toBe(2);
    await freed.settleAt(plus(third, minuteMs));
    expect(reminders()).toBe(3);
  },
);
