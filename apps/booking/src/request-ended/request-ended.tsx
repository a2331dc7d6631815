import type { PublicOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { addDays, instant, localDate } from "@quietroom/domain/time";
import { Notice } from "@quietroom/ui/blocks/notice";
import { TimeButton } from "@quietroom/ui/blocks/time-button";
import { holdTime } from "../features/pick-slot/hold-time.ts";
import { publicCaller } from "../server/api.ts";
import { clocksOf } from "../show/clocks-of.ts";
import { longDate, shortDate, timeOfDay } from "../show/format-time.ts";
import type { Studio } from "../studio/studio-frame.tsx";

type Visit = Extract<PublicOutput["visit"]["view"], { ok: true }>["value"];
type Ended = NonNullable<Visit["requestEnded"]>;

const titles = { declined: "That time cannot be given", expired: "Your request ran out" } as const;

/** What a page about a visit that does not take place is called. */
export function endedTitle(ended: Ended | null): string {
  return ended === null ? "This visit is cancelled" : titles[ended];
}

/** What a request that waits for its answer says of itself. */
export function requestedWords(
  visit: Pick<Visit, "requestExpiresAt" | "mode" | "timeZone">,
  zone: string | null,
  locale: string,
): string {
  const kept = "The studio confirms this visit before it stands. The time is kept for you until they answer";
  if (visit.requestExpiresAt === null) return `${kept}.`;
  const own = clocksOf(visit.mode, visit.timeZone, zone).first;
  return `${kept}, at the latest ${timeOfDay(visit.requestExpiresAt, own, locale)} on ${longDate(visit.requestExpiresAt, own, locale)}. This page shows their answer as soon as it is there; it goes to your email too, unless that sent our mail back before.`;
}

/** A request that became no visit: what the studio said to it, and the free times nearest to the one that was wished. */
export async function RequestEnded({
  studio,
  visit,
  ended,
  zone,
}: {
  readonly studio: Studio;
  readonly visit: Visit;
  readonly ended: Ended;
  readonly zone: string | null;
}) {
  const times = await nearestTimes(studio, visit);
  const service = studio.services.find(({ id }) => id === visit.serviceId);
  const shownIn = clocksOf(visit.mode, visit.timeZone, zone).first;
  return (
    <Notice
      tone="caution"
      title={ended === "declined" ? "The studio cannot take it" : "Nobody answered in time"}
    >
      {visit.studioWord === null ? null : <p>“{visit.studioWord}”</p>}
      {times.length === 0 || service === undefined ? (
        <p>To find another time, choose one below or call {studio.phone}.</p>
      ) : (
        <form
          action={holdTime.bind(null, studio.slug, `/${studio.slug}/${service.slug}?again=1`)}
          className="mt-3 grid gap-2"
        >
          <p>These are free and close to it:</p>
          <input type="hidden" name="serviceId" value={visit.serviceId} />
          <input type="hidden" name="practitionerId" value={visit.practitionerId} />
          <input type="hidden" name="mode" value={visit.mode} />
          <input type="hidden" name="locationId" value={visit.locationId} />
          <div className="grid max-w-md gap-2 sm:grid-cols-3">
            {times.map((startsAt) => (
              <TimeButton
                key={startsAt}
                name="startsAt"
                value={startsAt}
                detail={shortDate(startsAt, shownIn, studio.locale)}
              >
                {timeOfDay(startsAt, shownIn, studio.locale)}
              </TimeButton>
            ))}
          </div>
        </form>
      )}
    </Notice>
  );
}

const shown = 3;

/** Up to three free starts with the same person, in order of time; none where the service or the person is no longer offered. */
async function nearestTimes(studio: Studio, visit: Visit): Promise<readonly number[]> {
  const offered =
    studio.open &&
    studio.services.some(({ id }) => id === visit.serviceId) &&
    studio.practitioners.some(({ id }) => id === visit.practitionerId);
  if (!offered) return [];
  const around = instant(Math.max(visit.startsAt, visit.now));
  const caller = await publicCaller();
  const { starts } = await caller.slots.list({
    studio: studio.slug,
    choice: {
      serviceId: asId(visit.serviceId),
      practitionerId: asId(visit.practitionerId),
      mode: visit.mode,
      locationId: asId(visit.locationId),
    },
    from: addDays(localDate(around, visit.timeZone), -3),
    days: 14,
  });
  // What was declined is free again, and would be declined again.
  const declined = visit.requestEnded === "declined" ? visit.startsAt : null;
  return starts
    .filter((start) => start !== declined)
    .toSorted((a, b) => Math.abs(a - visit.startsAt) - Math.abs(b - visit.startsAt))
    .slice(0, shown)
    .toSorted((a, b) => a - b);
}
