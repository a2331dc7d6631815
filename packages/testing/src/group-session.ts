import { asId, type AppointmentId, type PractitionerId } from "@quietroom/domain/ids";
import { addDays, localDate } from "@quietroom/domain/time";
import { scheduleGroupSession } from "@quietroom/services/groups";
import { bookHold, holdSeats } from "@quietroom/services/scheduling";
import { began, bookInput, idIn, person } from "./booking.ts";
import { succeeded, type TestStudio } from "./studio.ts";

type Wish = {
  readonly day?: number;
  readonly time?: string;
  readonly capacity?: number;
  readonly openOnline?: boolean;
  readonly practitionerId?: PractitionerId;
};

/** What staff send to set a group session: with the studio's first practitioner, in person, so many dates from today. */
export function sessionInput(studio: TestStudio, wish: Wish = {}) {
  const { serviceId, locationId } = studio;
  const today = localDate(began, "America/New_York");
  return {
    serviceId,
    locationId,
    practitionerId: wish.practitionerId ?? studio.practitionerId,
    mode: "in_person" as const,
    date: addDays(today, wish.day ?? 5),
    time: wish.time ?? "10:00",
    capacity: wish.capacity ?? 4,
    openOnline: wish.openOnline ?? true,
  };
}

/** A group session, set through the product's own verb. */
export async function groupSession(studio: TestStudio, wish: Wish = {}) {
  const { groupSessionId } = succeeded(
    await scheduleGroupSession(studio.as("admin"), sessionInput(studio, wish)),
  );
  return asId<AppointmentId>(groupSessionId);
}

/** What a visitor sends to hold seats. */
export function seatsInput(groupSessionId: AppointmentId, partySize = 1) {
  return { groupSessionId, partySize, viewerZone: null, releaseToken: null };
}

/** Seats that a client booked by themselves: their visit's id, and the context of whoever has its manage link. */
export async function bookSeats(
  studio: TestStudio,
  groupSessionId: AppointmentId,
  { partySize = 1, name = "Ana" }: { readonly partySize?: number; readonly name?: string } = {},
) {
  const { token } = succeeded(await holdSeats(studio.as("public"), seatsInput(groupSessionId, partySize)));
  const id = asId<AppointmentId>(idIn(studio, token));
  succeeded(await bookHold(studio.as({ link: "hold", id }), bookInput(person(name))));
  return { id, context: studio.as({ link: "appointment", id }) };
}
