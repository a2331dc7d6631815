import { chosenLength } from "@quietroom/domain/scheduling";
import { z } from "zod";
import type { Studio } from "../../studio/studio-frame.tsx";

export type Service = Studio["services"][number];

/** What the address of a booking page says was chosen. Anything unknown falls back to the studio's first offer. */
export type Choice = {
  readonly practitionerId: string | null; // null: anyone
  readonly mode: "in_person" | "telehealth";
  readonly locationId: string;
  readonly durationMin: number | null; // one of the service's lengths; null: the usual one
};

const wanted = z.object({
  with: z.string().catch("anyone"),
  at: z.string().catch(""),
  minutes: z.coerce.number().catch(0),
});

/** Reads `?with=<slug>&at=<location id or "online">&minutes=<length>`. Null when the studio has no location or nobody gives this service. */
export function readChoice(studio: Studio, service: Service, search: unknown): Choice | null {
  const { with: slug, at, minutes } = wanted.parse(search ?? {});
  // Of those who come together nobody is chosen.
  const person = service.together
    ? undefined
    : practitionersOf(studio, service).find((candidate) => candidate.slug === slug);
  const places = placesOf(studio, service, person?.id ?? null);
  const place = places.find((candidate) => candidate.key === at) ?? places[0];
  return place === undefined
    ? null
    : {
        practitionerId: person?.id ?? null,
        mode: place.mode,
        locationId: place.locationId,
        durationMin: minutes !== service.durationMin && chosenLength(service, minutes) ? minutes : null,
      };
}

/** Everyone who gives this service. */
export function practitionersOf(studio: Studio, service: Service): Studio["practitioners"] {
  return studio.practitioners.filter((person) => person.serviceIds.includes(service.id));
}

export type Place = {
  readonly key: string;
  readonly label: string;
  readonly mode: "in_person" | "telehealth";
  readonly locationId: string;
};

/** Where this service can be had: each location at which someone works, and online. */
export function placesOf(studio: Studio, service: Service, practitionerId: string | null): readonly Place[] {
  const people = practitionersOf(studio, service).filter(
    (person) => practitionerId === null || person.id === practitionerId,
  );
  const worked = studio.locations.filter((location) => {
    const worksThere = (person: Studio["practitioners"][number]) => person.locationIds.includes(location.id);
    return service.together ? people.every(worksThere) : people.some(worksThere);
  });
  const first = worked.find((location) => location.isPrimary) ?? worked[0];
  const here = service.modes.includes("in_person")
    ? worked.map((location) => ({
        key: location.id,
        label: location.name,
        mode: "in_person" as const,
        locationId: location.id,
      }))
    : [];
  const online =
    service.modes.includes("telehealth") && first !== undefined
      ? [{ key: "online", label: "Online", mode: "telehealth" as const, locationId: first.id }]
      : [];
  return [...here, ...online];
}

/** The address of the page that shows a choice, a month and a day. Leaves out what is not asked for. */
export function pickHref(
  base: string,
  choice: { readonly with: string | null; readonly at: string; readonly minutes: number | null },
  view: { readonly month?: string; readonly date?: string } = {},
): string {
  const query = new URLSearchParams();
  if (choice.with !== null) query.set("with", choice.with);
  query.set("at", choice.at);
  if (choice.minutes !== null) query.set("minutes", String(choice.minutes));
  if (view.month !== undefined) query.set("month", view.month);
  if (view.date !== undefined) query.set("date", view.date);
  return `${base}?${query}`;
}
