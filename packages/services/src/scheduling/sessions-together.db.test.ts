import type { InputOf } from "@quietroom/contracts/wire";
import type { previewRepeatSession as previewContract } from "@quietroom/contracts/groups";
import { type AppointmentId, asId, type PractitionerId } from "@quietroom/domain/ids";
import { instant, weekdayOf } from "@quietroom/domain/time";
import {
  bookSeats,
  bookVisit,
  inspect,
  sessionInput,
  succeeded,
  testDatabase,
  testRuntime,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import {
  cancelGroupSession,
  changeGroupSession,
  groupRoster,
  listGroupSessions,
  moveSession,
  previewRepeatSession,
  repeatSession,
  scheduleGroupSession,
} from "../groups/index.ts";
import { cancelByLink, viewAppointment } from "./index.ts";
import { date, familySessions } from "../../test/family-sessions.ts";

const database = await testDatabase();
const runtime = await testRuntime(database, { poolSize: 16 });
const query = await inspect(database);
const { familyStudio, versionOf, free } = familySessions(runtime, query);

test("SCHED-24 SCHED-11 a co-facilitator's time is the group session's: set, moved, handed over and called off with it", async () => {
  const { alone, ana, ben, cleo } = await familyStudio();
  const admin = alone.as("admin");
  const input = { ...sessionInput(alone, { day: 4 }), coFacilitatorId: ben };
  expect(await scheduleGroupSession(admin, { ...input, coFacilitatorId: ana })).toMatchObject({
    refusal: { code: "not_allowed" },
  });
  const { groupSessionId } = succeeded(await scheduleGroupSession(admin, input));
  const session = asId<AppointmentId>(groupSessionId);
  expect(await free(alone)).toEqual([false, false, true]);
  const seat = await bookSeats(alone, session);
  expect(succeeded(await viewAppointment(seat.context, {})).practitionerName).toBe(
    "Practitioner 1 and Practitioner 2",
  );
  // The roster is the co-facilitator's as well, and no colleague's.
  const asBen = alone.as({ therapist: ben });
  expect(await groupRoster(asBen, { groupSessionId: session })).toMatchObject({
    session: { withPractitionerIds: [ben], canManage: true },
    facilitators: [{ id: ana }, { id: ben }], // and nobody else whom they might choose
    seats: [{ clientName: "Ana Okafor" }],
  });
  expect((await listGroupSessions(asBen, { from: date })).sessions).toHaveLength(1);
  await expect(groupRoster(alone.as({ therapist: cleo }), { groupSessionId: session })).rejects.toMatchObject(
    {
      code: "not_found",
    },
  );
  const at = async () => ({ groupSessionId: session, version: await versionOf(session) });
  // Another time: refused where the co-facilitator alone is taken.
  await bookVisit(alone, { startsAt: wallTime(4, "13:00"), practitionerId: ben });
  expect(await moveSession(admin, { ...(await at()), date, time: "13:30", roomId: null })).toMatchObject({
    refusal: { code: "slot_taken" },
  });
  succeeded(await moveSession(admin, { ...(await at()), date, time: "11:00", roomId: null }));
  expect(await free(alone)).toEqual([true, true, true]);
  const eleven = wallTime(4, "11:00");
  expect(await free(alone, eleven)).toEqual([false, false, true]);
  // Somebody else instead: who is taken is refused, who is free takes over, and the seats say so.
  const terms = { practitionerId: ana, capacity: 4, openOnline: true };
  const taken = await bookVisit(alone, { startsAt: eleven, practitionerId: cleo });
  const change = async (coFacilitatorId: PractitionerId | null) =>
    await changeGroupSession(admin, { ...(await at()), ...terms, coFacilitatorId });
  expect(await change(cleo)).toMatchObject({ refusal: { code: "slot_taken" } });
  succeeded(await cancelByLink(taken.context, { reason: "other" }));
  succeeded(await change(cleo));
  expect(await free(alone, eleven)).toEqual([false, true, false]);
  expect(succeeded(await viewAppointment(seat.context, {})).practitionerName).toBe(
    "Practitioner 1 and Practitioner 3",
  );
  succeeded(await change(null));
  expect(await free(alone, eleven)).toEqual([false, true, true]);
  succeeded(await change(ben));
  // Whoever leads beside somebody does not put them out of their session.
  const alonely = { ...(await at()), ...terms, practitionerId: ben, coFacilitatorId: null };
  expect(await changeGroupSession(asBen, alonely)).toMatchObject({ refusal: { code: "not_allowed" } });
  succeeded(await cancelGroupSession(admin, { ...(await at()), reason: "" }));
  expect(await free(alone, eleven)).toEqual([true, true, true]);
});

test("SCHED-15 SCHED-11 a session is held again with its co-facilitator where both are free", async () => {
  const { alone, ben } = await familyStudio();
  const admin = alone.as("admin");
  const session = succeeded(
    await scheduleGroupSession(admin, { ...sessionInput(alone, { day: 4 }), coFacilitatorId: ben }),
  );
  const groupSessionId = asId<AppointmentId>(session.groupSessionId);
  await bookVisit(alone, { startsAt: wallTime(11, "10:30"), practitionerId: ben });
  const rule: InputOf<typeof previewContract>["rule"] = {
    frequency: "weekly",
    every: 1,
    weekdays: [weekdayOf(date)],
    monthlyBy: "date",
    missing: "skip",
    ends: { by: "count", count: 3 },
  };
  const { occurrences } = succeeded(await previewRepeatSession(admin, { groupSessionId, rule }));
  expect(occurrences.map(({ problems }) => problems)).toEqual([[], ["slot_taken"], []]);
  const choices = occurrences
    .slice(1)
    .map((one) => ({ date: one.date, startsAt: one.canBook ? instant(one.startsAt) : null }));
  expect(await repeatSession(admin, { groupSessionId, version: 1, rule, choices })).toEqual({
    ok: true,
    value: { added: 1, leftOut: 1 },
  });
  expect(
    await query(
      "select starts_at, with_practitioner_ids from appointment where tenant_id = $1 and capacity is not null order by starts_at",
      [alone.tenantId],
    ),
  ).toEqual(
    [4, 18].map((day) => ({ starts_at: new Date(wallTime(day, "10:00")), with_practitioner_ids: [ben] })),
  );
});

test("SCHED-24 SCHED-11 a co-facilitator is one more in the room, and is there by the buffer rule of the moment at which they join", async () => {
  const { alone, ana, ben } = await familyStudio();
  const admin = alone.as("admin");
  await query("update resource set capacity = 5 where tenant_id = $1", [alone.tenantId]);
  const four = { ...sessionInput(alone, { day: 4 }), capacity: 4 };
  expect(await scheduleGroupSession(admin, { ...four, coFacilitatorId: ben })).toMatchObject({
    refusal: { code: "room_too_small" },
  });
  const session = asId<AppointmentId>(succeeded(await scheduleGroupSession(admin, four)).groupSessionId);
  const change = async (capacity: number) =>
    await changeGroupSession(admin, {
      groupSessionId: session,
      version: await versionOf(session),
      practitionerId: ana,
      coFacilitatorId: ben,
      capacity,
      openOnline: true,
    });
  expect(await change(4)).toMatchObject({ refusal: { code: "room_too_small" } });
  const shared = async () => await query("select buffers_shared from appointment where id = $1", [session]);
  await query("update tenant set buffer_sum = 'max' where id = $1", [alone.tenantId]);
  expect(await shared()).toEqual([{ buffers_shared: false }]);
  succeeded(await change(3));
  expect(await shared()).toEqual([{ buffers_shared: true }]);
});
