import type { ClientDetails } from "@quietroom/contracts/public-booking";
import type { PractitionerId } from "@quietroom/domain/ids";
import { addDays, type Instant, instant, localDate, resolveWallTime } from "@quietroom/domain/time";
import { bookHold, holdSlot } from "@quietroom/services/scheduling";
import { viewStudio } from "@quietroom/services/studio";
import { v7 as uuidv7 } from "uuid";
import { succeeded, type TestStudio } from "./studio.ts";

/** When this file of tests began. Every "today" of it is counted from here, also when another day begins while it runs. */
export const began: Instant = instant(Date.now());

/**
 * So many dates from today, and a time on the wall of a zone. "Today" is New York's, where studios of tests are, so that one day is the same
 * date in every zone; and the machine's when the file began, unless `now` says what the studio's clock does; no test moves that backwards.
 */
export function wallTime(day: number, time: string, zone = "America/New_York", now: number = began): Instant {
  return resolveWallTime(addDays(localDate(instant(now), "America/New_York"), day), time, zone);
}

/** Somebody who may book: invented, grown up, and a person of their own by `name`. */
export function person(name: string): ClientDetails {
  return {
    givenName: name,
    familyName: "Okafor",
    birthDate: "1988-04-12",
    email: `${name.toLowerCase()}@example.com`,
    phone: "+1 212 555 0199",
  };
}

type Wish = {
  readonly startsAt: Instant;
  readonly practitionerId?: PractitionerId | null;
  readonly mode?: "in_person" | "telehealth";
  readonly viewerZone?: string | null;
  readonly releaseToken?: string | null;
};

/** What a visitor sends to hold a time: with the studio's first practitioner, in person, unless wished otherwise. */
export function holdInput(studio: TestStudio, wish: Wish) {
  const { startsAt, practitionerId = studio.practitionerId, mode = "in_person" } = wish;
  const { serviceId, locationId } = studio;
  return {
    choice: { serviceId, locationId, practitionerId, mode },
    startsAt,
    viewerZone: wish.viewerZone ?? null,
    releaseToken: wish.releaseToken ?? null,
  };
}

/** A held time: its id, its token, and the context of whoever has its link. */
export async function holdTime(studio: TestStudio, wish: Wish) {
  const context = studio.as("public");
  const { token } = succeeded(await holdSlot(context, holdInput(studio, wish)));
  const id = idIn(studio, token);
  return { id, token, context: studio.as({ link: "hold", id }) };
}

/** What a visitor sends to confirm. Each call is another form, with a key of its own. */
export function bookInput(details: ClientDetails) {
  return { details, acceptedPolicyVersion: 1, acceptedDocuments: [], idempotencyKey: uuidv7() };
}

/** A booked visit: its id, and the context of whoever has its manage link. */
export async function bookVisit(studio: TestStudio, wish: Wish & { readonly who?: ClientDetails }) {
  const hold = await holdTime(studio, wish);
  const acceptedDocuments = await publishedAt(studio);
  succeeded(await bookHold(hold.context, { ...bookInput(wish.who ?? person("Ana")), acceptedDocuments }));
  return { id: hold.id, context: studio.as({ link: "appointment", id: hold.id }) };
}

/** What a visitor ticks: everything that the studio has published today. */
export async function publishedAt(studio: TestStudio) {
  return (await viewStudio(studio.as("public"), {})).documents;
}

/** The record that a token stands for. */
export function idIn(studio: TestStudio, token: string): string {
  const subject = studio.as("public").runtime.links.verify(token);
  if (subject === null) throw new Error("not one of our links");
  return subject.id;
}
