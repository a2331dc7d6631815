import { localDate } from "@quietroom/domain/time";
import { cancelByLink, listSlots } from "@quietroom/services/scheduling";
import { waitlistBoard } from "@quietroom/services/waitlist";
import { clientCalled, succeeded } from "@quietroom/testing";
import { type RunBy, tellStory } from "./story.ts";

/** A studio with one practitioner whose visit tomorrow week was booked; cancelling it frees the hour. */
export async function withFreedHour(
  waiting: readonly string[],
  time = "10:00",
  daysAhead = 7,
  runBy: RunBy = "the embedded engine",
) {
  const story = await tellStory({}, runBy);
  const startsAt = await story.at(daysAhead, time);
  const { appointmentId } = await story.book(startsAt, { email: "first@example.com" });
  for (const email of waiting) {
    await story.join({ email, givenName: email.split("@")[0] ?? "" });
    await story.database.advanceClock(1_000); // joined one after the other
  }
  await story.settle();
  return {
    ...story,
    startsAt,
    appointmentId,
    cancel: async () =>
      succeeded(
        await cancelByLink(story.studio.as({ link: "appointment", id: appointmentId }), { reason: "" }),
      ),
    clientCalled: async (called: string) =>
      await clientCalled(story.studio.as("system").runtime, story.studio.tenantId, called),
    offersTo: (email: string) => story.sentTo(email).filter(({ template }) => template === "waitlist-offer"),
    board: async () => {
      const { openings, entries } = await waitlistBoard(story.studio.as("admin"), {});
      const [opening] = openings;
      if (opening === undefined) throw new Error("no opening");
      return { opening, entries };
    },
    async isFree(): Promise<boolean> {
      const { serviceId, practitionerId, locationId } = story.studio;
      const { starts } = await listSlots(story.studio.as("public"), {
        choice: { serviceId, practitionerId, locationId, mode: "in_person" },
        from: localDate(startsAt, "America/New_York"),
        days: 1,
      });
      return starts.includes(startsAt);
    },
    async visitsAt(): Promise<number> {
      const [row] = await story.query(
        "select count(*)::int as n from appointment where starts_at = to_timestamp($1 / 1000.0) and status not in ('cancelled', 'held')",
        [startsAt],
      );
      return Number(row?.["n"]);
    },
  };
}
