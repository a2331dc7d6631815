import { Avatar } from "@quietroom/ui/blocks/avatar";
import { lengthsOf } from "@quietroom/domain/scheduling";
import { Building2, Clock, UsersRound, Video } from "lucide-react";
import type { ReactNode } from "react";
import { money } from "../../show/format-time.ts";
import type { Studio } from "../../studio/studio-frame.tsx";
import { PatientLink } from "../../show/patient-link.tsx";
import { type Choice, pickHref, type Place, placesOf, practitionersOf, type Service } from "./choice.ts";

/** How long, with whom and where, as links: one press each, with or without JavaScript. A single possibility is not asked about. */
export function ChoiceLinks({
  studio,
  service,
  choice,
}: {
  readonly studio: Studio;
  readonly service: Service;
  readonly choice: Choice;
}) {
  const base = `/${studio.slug}/${service.slug}`;
  const people = practitionersOf(studio, service);
  const chosen = people.find((person) => person.id === choice.practitionerId) ?? null;
  const places = placesOf(studio, service, choice.practitionerId);
  const at = choice.mode === "telehealth" ? "online" : choice.locationId;
  const lengths = lengthsOf(service);
  const minutes = choice.durationMin;
  return (
    <div className="grid gap-5">
      {lengths.length > 1 ? (
        <Row label="How long">
          {lengths.map(({ durationMin, priceMinor }) => (
            <Pill
              key={durationMin}
              href={pickHref(base, {
                with: chosen?.slug ?? null,
                at,
                minutes: durationMin === service.durationMin ? null : durationMin,
              })}
              current={durationMin === (minutes ?? service.durationMin)}
            >
              <Clock aria-hidden="true" className="size-4.5" />
              {durationMin} minutes · {money(priceMinor, service.currency, studio.locale)}
            </Pill>
          ))}
        </Row>
      ) : null}
      {service.together ? (
        <p>With {listed(people.map(({ displayName }) => displayName))}, together</p>
      ) : people.length > 1 ? (
        <Row label="With">
          <Pill href={pickHref(base, { with: null, at, minutes })} current={chosen === null}>
            <UsersRound aria-hidden="true" className="size-4.5" />
            Anyone
          </Pill>
          {people.map((person) => (
            <Pill
              key={person.id}
              href={pickHref(base, { with: person.slug, at, minutes })}
              current={person.id === chosen?.id}
            >
              <Avatar name={person.displayName} seed={person.id} size="sm" />
              {person.displayName}
            </Pill>
          ))}
        </Row>
      ) : null}
      {places.length > 1 ? (
        <Row label="Where">
          {places.map((place: Place) => (
            <Pill
              key={place.key}
              href={pickHref(base, { with: chosen?.slug ?? null, at: place.key, minutes })}
              current={place.key === at}
            >
              {place.mode === "telehealth" ? (
                <Video aria-hidden="true" className="size-4.5" />
              ) : (
                <Building2 aria-hidden="true" className="size-4.5" />
              )}
              {place.label}
            </Pill>
          ))}
        </Row>
      ) : null}
    </div>
  );
}

/** "Ana, Ben and Cleo". */
function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <nav aria-label={label} className="grid gap-2">
      <p aria-hidden="true" className="text-muted text-sm">
        {label}
      </p>
      <div className="flex flex-wrap gap-2">{children}</div>
    </nav>
  );
}

function Pill({
  href,
  current,
  children,
}: {
  readonly href: string;
  readonly current: boolean;
  readonly children: ReactNode;
}) {
  return (
    <PatientLink
      href={href}
      aria-current={current ? "true" : undefined}
      className="flex min-h-11 items-center gap-2 rounded-full border border-line bg-raised px-4 py-1.5 text-sm shadow-xs transition-colors hover:border-accent aria-[current=true]:border-accent aria-[current=true]:bg-accent-soft aria-[current=true]:font-medium aria-[current=true]:text-accent"
    >
      {children}
    </PatientLink>
  );
}
