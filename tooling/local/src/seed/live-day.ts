import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { addDays, hourMs, instant, type LocalDate } from "@quietroom/domain/time";
import {
  bookHold,
  calendarRange,
  cancelAsStaff,
  cancelByLink,
  changeStatus,
  holdSlot,
} from "@quietroom/services/scheduling";
import { agreed } from "./agreed.ts";
import type { OpenedStudio } from "./open-studio.ts";
import type { Person } from "./people.ts";
import type { PlannedVisit } from "./plan-visits.ts";
import type { Random } from "./random.ts";

export type Life = {
  readonly studio: OpenedStudio;
  readonly random: Random;
  readonly visits: readonly PlannedVisit[];
};

type Appointment = Awaited<ReturnType<typeof calendarRange>>["appointments"][number];

/** One day at a studio: yesterday's and today's visits come to their end, some are cancelled, others are booked. */
export async function liveDay(life: Life, day: number, date: LocalDate): Promise<void> {
  await moveVisitsAlong(life, date);
  for (const visit of life.visits) {
    if (typeof visit.ending === "object" && visit.ending.cancelledOnDay === day) {
      await cancel(life, visit, visit.ending.by, addDays(date, visit.visitDay - day));
    }
  }
  for (const visit of life.visits) {
    if (visit.bookedOnDay === day) await book(life, visit, visit.person);
  }
}

/** Everything that is due by the clock: over, begun, arrived, or confirmed two days ahead. */
async function moveVisitsAlong({ studio, visits }: Life, date: LocalDate): Promise<void> {
  const range = { from: addDays(date, -1), until: addDays(date, 3) };
  const { appointments, now } = await calendarRange(studio.admin, range);
  for (const appointment of appointments) {
    const plan = visits.find((visit) => isPlanOf(visit, appointment));
    const to = nextStatus(appointment, plan, now);
    if (to === null) continue;
    const appointmentId = asId<AppointmentId>(appointment.id);
    agreed(await changeStatus(studio.admin, { appointmentId, version: appointment.version, to }));
  }
}

function nextStatus(
  { status, startsAt, endsAt }: Appointment,
  plan: PlannedVisit | undefined,
  now: number,
): "completed" | "no_show" | "in_progress" | "checked_in" | "confirmed" | null {
  if (status !== "scheduled" && status !== "confirmed" && status !== "checked_in" && status !== "in_progress")
    return null;
  // Whoever stays away never arrives either, at whatever minute of the day the seed looks.
  if (plan?.ending === "no_show") return endsAt <= now ? "no_show" : null;
  if (endsAt <= now) return "completed";
  if (startsAt <= now) return status === "in_progress" ? null : "in_progress";
  if (startsAt <= now + hourMs / 4) return status === "checked_in" ? null : "checked_in";
  return status === "scheduled" && plan?.confirms === true ? "confirmed" : null;
}

async function cancel(
  { studio }: Life,
  visit: PlannedVisit,
  by: "client" | "studio",
  date: LocalDate,
): Promise<void> {
  const { appointments } = await calendarRange(studio.admin, { from: date, until: addDays(date, 1) });
  const booked = appointments.find((appointment) => isPlanOf(visit, appointment));
  if (booked === undefined) return; // it never came about
  const appointmentId = asId<AppointmentId>(booked.id);
  if (by === "studio") {
    const reason = "Practitioner unwell";
    agreed(await cancelAsStaff(studio.admin, { appointmentId, version: booked.version, reason }));
  } else {
    agreed(await cancelByLink(studio.linkContext("appointment", booked.id), { reason: "" }));
  }
}

/** Books as a visitor does: hold the time, fill in the form, confirm. A time that is taken by now is let go. */
export async function book(
  { studio, random }: Pick<Life, "studio" | "random">,
  visit: Pick<PlannedVisit, "practitionerId" | "service" | "mode" | "startsAt">,
  person: Person,
): Promise<"booked" | "taken"> {
  const { practitionerId, service, mode, startsAt } = visit;
  const choice = { serviceId: service.id, practitionerId, mode, locationId: studio.locationId };
  const held = await holdSlot(studio.visitor, {
    choice,
    startsAt: instant(startsAt),
    viewerZone: person.zone,
    releaseToken: null,
  });
  if (!held.ok) return "taken";
  const hold = studio.visitor.runtime.links.verify(held.value.token);
  if (hold === null) throw new Error("a hold came without its link");
  const { zone: _zone, ...details } = person;
  agreed(
    await bookHold(studio.linkContext("hold", hold.id), {
      details,
      acceptedPolicyVersion: 1,
      acceptedDocuments: [...studio.documents],
      idempotencyKey: random.uuid(),
    }),
  );
  return "booked";
}

function isPlanOf(visit: PlannedVisit, appointment: Appointment): boolean {
  return visit.practitionerId === appointment.practitionerId && visit.startsAt === appointment.startsAt;
}
