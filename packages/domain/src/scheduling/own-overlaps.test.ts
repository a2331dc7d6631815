import { expect, test } from "vitest";
import { instant, interval, minuteMs, wallMinutes } from "../time/index.ts";
import { type AppointmentStatus, appointmentStatuses } from "./appointment-status.ts";
import { type OwnVisit, ownOverlaps } from "./own-overlaps.ts";

const visit = (
  id: string,
  from: string,
  until: string,
  status: AppointmentStatus = "scheduled",
): OwnVisit => ({
  id,
  status,
  ...interval(instant(wallMinutes(from) * minuteMs), instant(wallMinutes(until) * minuteMs)),
});
const ten = visit("ten", "10:00", "11:00");
const idsOf = (one: OwnVisit, others: readonly OwnVisit[]) => ownOverlaps(one, others).map(({ id }) => id);

test("SCHED-12 a client's visits that share any time with this one are found, soonest first, whoever they are with", () => {
  expect(
    idsOf(ten, [
      visit("late", "10:59", "12:00"),
      visit("same", "10:00", "11:00"),
      visit("within", "10:15", "10:30"),
      visit("around", "09:00", "12:00"),
      ten,
      visit("afternoon", "15:00", "16:00"),
    ]),
  ).toEqual(["around", "same", "within", "late"]);
});

test("SCHED-12 SCHED-13 visits that only touch do not overlap", () => {
  expect(idsOf(ten, [visit("before", "09:00", "10:00"), visit("after", "11:00", "12:00")])).toEqual([]);
});

test("SCHED-12 what is cancelled, missed or only held overlaps with nothing, on either side", () => {
  const counted = appointmentStatuses.filter(
    (status) => idsOf(ten, [visit("other", "10:00", "11:00", status)]).length > 0,
  );
  expect(counted).toEqual(["requested", "scheduled", "confirmed", "checked_in", "in_progress", "completed"]);
  for (const status of appointmentStatuses) {
    const same = visit("same", "10:00", "11:00");
    expect(idsOf({ ...ten, status }, [same]), status).toEqual(counted.includes(status) ? ["same"] : []);
  }
});
