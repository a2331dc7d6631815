import { addDays, instant, isLocalDate, localDate } from "@quietroom/domain/time";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import { Refusal } from "@quietroom/ui/blocks/refusal";
import { Button } from "@quietroom/ui/primitives/button";
import Link from "next/link";
import { randomUUID } from "node:crypto";
import { proofWords } from "../../../../bot-check/proof-words.ts";
import { join } from "../../../../features/join-waitlist/join.ts";
import { JoinForm } from "../../../../features/join-waitlist/join-form.tsx";
import { placesOf, practitionersOf, readChoice } from "../../../../features/pick-slot/choice.ts";
import { calendarDate, longDate, timeOfDay, zoneShortName } from "../../../../show/format-time.ts";
import { publicCaller } from "../../../../server/api.ts";
import { loadStudio } from "../../../../server/studio.ts";

export default async function WaitlistPage({
  params,
  searchParams,
}: {
  readonly params: Promise<{ readonly studio: string; readonly service: string }>;
  readonly searchParams: Promise<Record<string, string | readonly string[]>>;
}) {
  const { studio: slug, service: serviceSlug } = await params;
  const studio = await loadStudio(slug);
  const service = studio.services.find((candidate) => candidate.slug === serviceSlug);
  if (!service || !studio.open) {
    return (
      <Refusal
        title="There is no waitlist here"
        actions={
          <Button asChild>
            <Link href={`/${slug}`}>See what {studio.name} offers</Link>
          </Button>
        }
      >
        <p>The studio may have changed what it offers, or online booking is closed for now.</p>
      </Refusal>
    );
  }
  const search = await searchParams;
  const asked = search["session"];
  const session = typeof asked === "string" ? await sessionOf(slug, asked) : null;
  if (session === "gone")
    return (
      <Refusal
        title="This session is over or called off"
        actions={
          <Button asChild>
            <Link href={`/${slug}/groups`}>See the group sessions</Link>
          </Button>
        }
      >
        <p>Nobody can wait for a seat of it any more.</p>
      </Refusal>
    );
  const choice = readChoice(studio, service, search);
  const wantsPlace = typeof search["at"] === "string";
  const today = localDate(instant(studio.now), studio.timeZone);
  const wanted = search["date"];
  const from = typeof wanted === "string" && isLocalDate(wanted) && wanted > today ? wanted : today;
  const { weekStart } = studio;
  return (
    <div className="grid max-w-2xl gap-8">
      <PageHeader
        linkAs={Link}
        back={
          session === null
            ? { href: `/${slug}/${serviceSlug}`, label: "Free times" }
            : { href: `/${slug}/groups`, label: "Group sessions" }
        }
        title="Join the waitlist"
        description={
          session === null
            ? `${service.name} at ${studio.name}. When an hour that suits you frees up you are offered it before anyone else, one person at a time.`
            : `${service.name} on ${longDate(session.startsAt, session.timeZone, studio.locale)}, ${timeOfDay(session.startsAt, session.timeZone, studio.locale)} ${zoneShortName(session.startsAt, session.timeZone, studio.locale)}, with ${session.practitionerName}. When a seat frees up it is offered to one person at a time. A seat is for one person.`
        }
      />
      <JoinForm
        action={join.bind(null, {
          studio: slug,
          serviceId: service.id,
          session: session && { id: session.id, date: localDate(instant(session.startsAt), studio.timeZone) },
        })}
        of={session === null ? "times" : "session"}
        people={[
          { value: "", label: service.together ? "All who give it, together" : "Anyone" },
          ...(service.together ? [] : practitionersOf(studio, service)).map((person) => ({
            value: person.id,
            label: person.displayName,
          })),
        ]}
        places={[
          { value: "", label: "Anywhere" },
          ...placesOf(studio, service, null).map((place) => ({ value: place.key, label: place.label })),
        ]}
        weekdays={Array.from({ length: 7 }, (_, index) => {
          const day = (weekStart + index) % 7;
          return {
            value: String(day),
            label: calendarDate(addDays("2023-01-01", day), studio.locale, { weekday: "long" }),
          };
        })}
        initial={{
          dateFrom: from,
          dateUntil: addDays(from, 14),
          weekdays: ["1", "2", "3", "4", "5"],
          dayparts: ["morning", "afternoon"],
          practitionerId: choice?.practitionerId ?? "",
          place:
            wantsPlace && choice !== null
              ? choice.mode === "telehealth"
                ? "online"
                : choice.locationId
              : "",
        }}
        idempotencyKey={randomUUID()}
        studioHref={`/${slug}`}
        phone={studio.phone}
        documents={studio.documents}
        refusals={{
          dates_reversed: "The last date lies before the first. Swap them.",
          dates_past: "Those dates have passed. Choose later ones.",
          beyond_horizon: `That is too far ahead: times open ${service.horizonDays} days before.`,
          unknown_service:
            session === null
              ? "This combination is not on offer. Choose anyone or anywhere."
              : "This session is over or called off.",
          documents_not_accepted:
            "The studio has just published a new text. Reload this page, read it, then join.",
          proof_needed: proofWords(studio.phone).text,
          already_waiting: "You are already on the waitlist for this. You keep your place.",
          studio_closed: `Online booking is closed for now. Please call ${studio.phone}.`,
        }}
      />
    </div>
  );
}

/** The session that somebody wants a seat of, as long as clients can book it; another's or an old one is gone. */
async function sessionOf(studio: string, id: string) {
  const { sessions } = await (await publicCaller()).groups.open({ studio });
  return sessions.find((session) => session.id === id) ?? "gone";
}
