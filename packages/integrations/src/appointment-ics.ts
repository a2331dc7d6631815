import { type MessageStudio, type MessageVisit, plainLine, zonesShown } from "@quietroom/domain/messaging";
import { type Instant, localTime, resolveWallTime } from "@quietroom/domain/time";
import ical, { type ICalCalendar, ICalCalendarMethod, ICalEventClass, ICalEventStatus } from "ical-generator";
import { Temporal } from "temporal-polyfill";
import { vtimezone } from "./vtimezone.ts";

export type AppointmentEvent = {
  readonly studio: Pick<MessageStudio, "name" | "email">;
  readonly visit: Omit<MessageVisit, "practitionerName">;
  readonly standing: "stands" | "cancelled";
};

/**
 * An appointment as a calendar file (RFC 5545, RFC 5546). The UID is the appointment's id and SEQUENCE its version, so a
 * later file moves or cancels the entry instead of adding one (ec-J16). It names the studio and the place, and neither the
 * client nor the practitioner: calendars are shared (NOTIF-11). The same version always gives the same bytes.
 */
export function appointmentIcs(event: AppointmentEvent): string {
  return appointmentsIcs([event]);
}

/** The same of many appointments that all stand or are all cancelled: one file, an entry for each. */
export function appointmentsIcs(events: readonly AppointmentEvent[]): string {
  const cancelled = events.some(({ standing }) => standing === "cancelled");
  const calendar = ical({
    prodId: { company: "Quietroom", product: "Appointments", language: "EN" },
    method: cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
    timezone: {
      name: null,
      generator: (name) =>
        vtimezone(
          name,
          events.map(({ visit }) => visit.start),
        ),
    },
  });
  for (const event of events) addEvent(calendar, event);
  return calendar.toString();
}

function addEvent(calendar: ICalCalendar, { studio, visit, standing }: AppointmentEvent): void {
  const timeZone = eventZone(visit);
  const studioName = plainLine(studio.name);
  const cancelled = standing === "cancelled";
  calendar.createEvent({
    id: visit.appointmentId,
    sequence: visit.version,
    stamp: utc(visit.versionedAt),
    start: Temporal.Instant.fromEpochMilliseconds(visit.start).toZonedDateTimeISO(timeZone ?? "UTC"),
    end: Temporal.Instant.fromEpochMilliseconds(visit.end).toZonedDateTimeISO(timeZone ?? "UTC"),
    timezone: timeZone,
    summary: `Appointment at ${studioName}`,
    location: whereLine(visit),
    organizer: { name: studioName, email: plainLine(studio.email) },
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    class: ICalEventClass.PRIVATE,
  });
}

/**
 * The zone that leads in the messages (ec-A25, ec-A26); null for UTC where a wall clock cannot say which of two equal
 * readings is meant: the repeated hour of autumn means its first pass in a calendar file.
 */
function eventZone(visit: AppointmentEvent["visit"]): string | null {
  const zone = zonesShown(visit).first;
  const saysItself = (at: Instant) => {
    const { date, time } = localTime(at, zone);
    return resolveWallTime(date, time, zone) === at;
  };
  return saysItself(visit.start) && saysItself(visit.end) ? zone : null;
}

function whereLine({ place }: AppointmentEvent["visit"]): string {
  if (place.kind === "online") return "Online";
  return [plainLine(place.name), plainLine(place.address)].filter((line) => line !== "").join(", ");
}

function utc(at: Instant): Date {
  return new Date(at);
}
