import type { PublicOutput } from "@quietroom/api/client";
import { instant } from "@quietroom/domain/time";
import { appointmentIcs } from "@quietroom/integrations/appointment-ics";

type Studio = Pick<PublicOutput["studio"]["view"], "name" | "email">;
type Visit = Extract<PublicOutput["visit"]["view"], { ok: true }>["value"];

/** The visit as a calendar file: the same one, by id and version, that the messages carry. */
export function visitCalendar(studio: Studio, visit: Visit): string {
  return appointmentIcs({
    studio: { name: studio.name, email: studio.email },
    visit: {
      appointmentId: visit.id,
      version: visit.version,
      versionedAt: instant(visit.versionedAt),
      start: instant(visit.startsAt),
      end: instant(visit.endsAt),
      timeZone: visit.timeZone,
      clientTimeZone: visit.clientTimeZone,
      place:
        visit.mode === "telehealth"
          ? { kind: "online", howToJoin: null }
          : { kind: "in_person", name: visit.locationName, address: visit.address },
    },
    standing: visit.status === "cancelled" ? "cancelled" : "stands",
  });
}
