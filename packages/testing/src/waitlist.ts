import type { ClientDetails } from "@quietroom/contracts/public-booking";
import { asId, type OpeningId } from "@quietroom/domain/ids";
import { addDays, type Instant, instant, localDate } from "@quietroom/domain/time";
import type { VerbContext } from "@quietroom/services";
import { cancelByLink } from "@quietroom/services/scheduling";
import { answerOffer, joinWaitlist } from "@quietroom/services/waitlist";
import { v7 as uuidv7 } from "uuid";
import { bookVisit, person, publishedAt } from "./booking.ts";
import type { inspect } from "./inspect.ts";
import { succeeded, type TestStudio } from "./studio.ts";

type Wish = Partial<Omit<Parameters<typeof joinWaitlist>[1], "details">>;

/** What a visitor sends to join the waitlist: for any time of the coming month, with anyone, unless wished otherwise. */
export function joinInput(studio: TestStudio, who: ClientDetails, wish: Wish = {}) {
  const today = localDate(instant(Date.now()), "America/New_York");
  return {
    serviceId: studio.serviceId,
    practitionerId: null,
    locationId: null,
    mode: null,
    dateFrom: today,
    dateUntil: addDays(today, 30),
    weekdays: [0, 1, 2, 3, 4, 5, 6],
    dayparts: ["morning" as const, "afternoon" as const, "evening" as const],
    details: who,
    acceptedDocuments: [],
    viewerZone: "America/New_York",
    idempotencyKey: uuidv7(),
    ...wish,
  };
}

/** Puts somebody in line, and answers the place they were told. */
export async function joinLine(studio: TestStudio, who: ClientDetails, wish: Wish = {}): Promise<number> {
  const acceptedDocuments = await publishedAt(studio);
  const form = joinInput(studio, who, { acceptedDocuments, ...wish });
  return succeeded(await joinWaitlist(studio.as("public"), form)).position;
}

/** Frees an hour as its client does: by the manage link. */
export async function cancelVisit(visit: { readonly context: VerbContext }): Promise<void> {
  succeeded(await cancelByLink(visit.context, { reason: "" }));
}

/** An hour of the studio's first practitioner that its client frees while these, in this order, are in line: its opening. */
export async function freedHour(
  studio: TestStudio,
  query: Awaited<ReturnType<typeof inspect>>,
  { startsAt, waiting }: { readonly startsAt: Instant; readonly waiting: readonly string[] },
): Promise<OpeningId> {
  const { practitionerId } = studio;
  const visit = await bookVisit(studio, { startsAt, practitionerId, who: person("First") });
  for (const name of waiting) await joinLine(studio, person(name));
  await cancelVisit(visit);
  const [row] = await query("select id from opening where caused_by_appointment_id = $1", [visit.id]);
  return asId<OpeningId>(String(row?.["id"]));
}

/** Answers an offer through its link. */
export async function answerOfferLink(studio: TestStudio, offerId: string, answer: "accept" | "decline") {
  return await answerOffer(studio.as({ link: "offer", id: offerId }), { answer });
}
