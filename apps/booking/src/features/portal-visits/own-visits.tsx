import type { ClientOutput } from "@quietroom/api/client";
import { StatusBadge } from "@quietroom/ui/blocks/status-badge";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { When } from "../../show/when.tsx";

type Visit = ClientOutput["portal"]["visits"]["coming"][number];

/** Visits as a list, each with the place's time and the client's own where they differ, each leading to its own page. */
export function OwnVisits({
  heading,
  visits,
  studio,
  viewerZone,
  locale,
}: {
  readonly heading: string;
  readonly visits: readonly Visit[];
  readonly studio: string;
  readonly viewerZone: string | null;
  readonly locale: string;
}) {
  const id = heading.toLowerCase().replace(/\W+/g, "-");
  return (
    <section aria-labelledby={id} className="grid gap-4">
      <h2 id={id} className="display text-2xl">
        {heading}
      </h2>
      <ul className="grid gap-3">
        {visits.map((visit) => (
          <li key={visit.id}>
            <Link
              href={`/${studio}/portal/visit/${visit.id}`}
              prefetch={false}
              className="group flex items-start gap-4 rounded-xl border border-line bg-raised p-5 shadow-xs transition-colors hover:border-accent"
            >
              <div className="grid min-w-0 flex-1 gap-3">
                <When
                  startsAt={visit.startsAt}
                  endsAt={visit.endsAt}
                  mode={visit.mode}
                  studioZone={visit.timeZone}
                  viewerZone={viewerZone}
                  locale={locale}
                />
                <p className="text-muted">
                  {visit.serviceName} with {visit.practitionerName},{" "}
                  {visit.mode === "telehealth" ? "online" : visit.locationName}
                </p>
                <StatusBadge status={visit.status} />
              </div>
              <ChevronRight
                aria-hidden="true"
                className="mt-1 size-5 shrink-0 text-muted group-hover:text-accent"
              />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
