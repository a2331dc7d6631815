import { Avatar } from "@quietroom/ui/blocks/avatar";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import Link from "next/link";
import type { ReactNode } from "react";
import { GoingMark } from "../../show/going-mark.tsx";

const parts = {
  week: { path: "", label: "Week" },
  dates: { path: "/dates", label: "Dates that differ" },
  limits: { path: "/limits", label: "Bookings and limits" },
  zone: { path: "/zone", label: "Zone and travel" },
  why: { path: "/why", label: "Why not this time" },
} as const;

type Part = keyof typeof parts;
type Practitioner = { readonly id: string; readonly displayName: string };

/** One part of a practitioner's hours, with the way to its other parts and to the same part of everybody else. */
export function HoursPart({
  part,
  practitioner,
  people,
  children,
}: {
  readonly part: Part;
  readonly practitioner: Practitioner;
  readonly people: readonly (Practitioner & { readonly hasLeft: boolean })[];
  readonly children: ReactNode;
}) {
  return (
    <div className="grid max-w-4xl gap-8">
      <PageHeader title="Hours" description={`When ${practitioner.displayName} can be booked.`} />
      <div className="grid gap-4">
        <nav aria-label="Practitioners" className="flex flex-wrap gap-2">
          {people.map((person) => (
            <Link
              key={person.id}
              href={`/hours/${person.id}${parts[part].path}`}
              aria-current={person.id === practitioner.id ? "page" : undefined}
              className="flex min-h-9 items-center gap-2 rounded-full border border-line bg-raised py-0.5 pr-3 pl-1 text-sm hover:border-accent aria-[current=page]:border-accent aria-[current=page]:bg-accent-soft aria-[current=page]:text-accent pointer-coarse:min-h-11"
            >
              <GoingMark className="size-6 p-1">
                <Avatar name={person.displayName} seed={person.id} size="sm" />
              </GoingMark>
              {person.displayName}
              {person.hasLeft ? <span className="text-muted">(left)</span> : null}
            </Link>
          ))}
        </nav>
        <nav
          aria-label={`Hours of ${practitioner.displayName}`}
          className="flex flex-wrap gap-x-5 gap-y-1 border-line border-b pr-5 text-sm"
        >
          {Object.entries(parts).map(([key, { path, label }]) => (
            <Link
              key={key}
              href={`/hours/${practitioner.id}${path}`}
              aria-current={key === part ? "page" : undefined}
              className="-mb-px relative flex min-h-9 items-center border-transparent border-b-2 text-muted hover:text-accent aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-accent pointer-coarse:min-h-11"
            >
              {label}
              <GoingMark className="absolute -right-4.5 size-3.5" />
            </Link>
          ))}
        </nav>
      </div>
      {children}
    </div>
  );
}
