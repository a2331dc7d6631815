import { Avatar } from "@quietroom/ui/blocks/avatar";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";
import { lengthsOf } from "@quietroom/domain/scheduling";
import { ChevronRight, Clock, MapPin, Video } from "lucide-react";
import Link from "next/link";
import { money } from "../../show/format-time.ts";
import { type Studio, telephone } from "../../studio/studio-frame.tsx";
import { publicCaller } from "../../server/api.ts";
import { loadStudio } from "../../server/studio.ts";

export default async function StudioPage({
  params,
}: {
  readonly params: Promise<{ readonly studio: string }>;
}) {
  const studio = await loadStudio((await params).studio);
  const caller = await publicCaller();
  const { sessions } = await caller.groups.open({ studio: studio.slug });
  return (
    <div className="grid gap-12">
      <header className="grid max-w-[58ch] gap-4">
        <h1 className="display text-4xl">{studio.tagline || `Book a visit at ${studio.name}`}</h1>
        {studio.about === "" ? null : <p className="text-lg text-muted">{studio.about}</p>}
      </header>
      {sessions.length === 0 ? null : (
        <p>
          <Link
            href={`/${studio.slug}/groups`}
            className="inline-flex min-h-6 items-center font-medium text-lg underline underline-offset-4 hover:text-accent"
          >
            Group sessions with seats left to choose from
          </Link>
        </p>
      )}
      {studio.open ? <Services studio={studio} /> : <Closed studio={studio} />}
      <People studio={studio} />
    </div>
  );
}

function Closed({ studio }: { readonly studio: Studio }) {
  return (
    <Notice tone="caution" title="Online booking is closed for now">
      <p>
        Please call {studio.name} on <a href={`tel:${telephone(studio.phone)}`}>{studio.phone}</a>. Visits
        that are already booked stand, and their links still work.
      </p>
    </Notice>
  );
}

function Services({ studio }: { readonly studio: Studio }) {
  if (studio.services.length === 0) {
    return (
      <EmptyState
        title="Nothing can be booked online yet"
        actions={
          <Button asChild>
            <a href={`tel:${telephone(studio.phone)}`}>Call {studio.phone}</a>
          </Button>
        }
      >
        {studio.name} takes bookings by telephone.
      </EmptyState>
    );
  }
  const categories = byCategory(studio.services);
  const isSorted = categories.length > 1;
  return (
    <section aria-labelledby="services" className="grid gap-4">
      <h2 id="services" className="display text-2xl">
        What would you like to book?
      </h2>
      {isSorted ? (
        categories.map(([category, services]) => (
          <div key={category} className="grid gap-3">
            <h3 className="font-medium text-lg">{category}</h3>
            <ServiceList studio={studio} services={services} />
          </div>
        ))
      ) : (
        <ServiceList studio={studio} services={studio.services} />
      )}
    </section>
  );
}

function ServiceList({
  studio,
  services,
}: {
  readonly studio: Studio;
  readonly services: readonly Service[];
}) {
  return (
    <ul className="grid gap-3 lg:grid-cols-2">
      {services.map((service) => (
        <li key={service.id}>
          <Link
            href={`/${studio.slug}/${service.slug}`}
            className="group flex h-full items-start gap-4 rounded-xl border border-line bg-raised p-5 shadow-xs transition-colors hover:border-accent"
          >
            <span className="grid min-w-0 flex-1 gap-1.5">
              <span className="display text-xl group-hover:text-accent">{service.name}</span>
              {service.description === "" ? null : <span className="text-muted">{service.description}</span>}
              <span className="figures mt-1 flex flex-wrap gap-x-4 gap-y-1 text-muted text-sm">
                <span className="flex items-center gap-1.5">
                  <Clock aria-hidden="true" className="size-4" />
                  {lengthsText(service)}
                </span>
                {service.modes.includes("in_person") ? (
                  <span className="flex items-center gap-1.5">
                    <MapPin aria-hidden="true" className="size-4" />
                    In person
                  </span>
                ) : null}
                {service.modes.includes("telehealth") ? (
                  <span className="flex items-center gap-1.5">
                    <Video aria-hidden="true" className="size-4" />
                    Online
                  </span>
                ) : null}
                <span className="text-ink">
                  {service.moreLengths.length > 0 ? "from " : ""}
                  {money(lowestPrice(service), service.currency, studio.locale)}
                </span>
              </span>
            </span>
            <ChevronRight
              aria-hidden="true"
              className="mt-1 size-5 shrink-0 text-muted group-hover:text-accent"
            />
          </Link>
        </li>
      ))}
    </ul>
  );
}

function People({ studio }: { readonly studio: Studio }) {
  if (studio.practitioners.length === 0) return null;
  return (
    <section aria-labelledby="people" className="grid gap-4">
      <h2 id="people" className="display text-2xl">
        Who you will meet
      </h2>
      <ul className="grid gap-6 sm:grid-cols-2 lg:grid-cols-3">
        {studio.practitioners.map((person) => (
          <li key={person.id} className="grid content-start gap-3">
            <span className="flex items-center gap-3">
              <Avatar
                name={person.displayName}
                seed={person.id}
                size="lg"
                photo={person.photo === null ? null : `/${studio.slug}/photo/${person.photo}`}
              />
              <span>
                <span className="block font-medium">{person.displayName}</span>
                <span className="block text-muted text-sm">{person.title}</span>
              </span>
            </span>
            {person.bio === "" ? null : <p className="text-muted">{person.bio}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

type Service = Studio["services"][number];

/** The services by their category, each category where its first service stands; those of none come last. */
function byCategory(services: readonly Service[]): (readonly [category: string, services: Service[]])[] {
  const sorted = Map.groupBy(services, ({ category }) => category);
  const unsorted = sorted.get("") ?? [];
  sorted.delete("");
  return [...sorted, ...(unsorted.length === 0 ? [] : [["More", unsorted] as const])];
}

/** "60 min", or "30 – 90 min" where there is something to choose. */
function lengthsText(service: Service): string {
  const lengths = lengthsOf(service).map(({ durationMin }) => durationMin);
  const [shortest, longest] = [lengths.at(0), lengths.at(-1)];
  return shortest === longest ? `${shortest} min` : `${shortest} – ${longest} min`;
}

function lowestPrice(service: Service): number {
  return Math.min(...lengthsOf(service).map(({ priceMinor }) => priceMinor));
}
