"use client";

import { Avatar } from "@quietroom/ui/blocks/avatar";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { GoingMark } from "../../show/going-mark.tsx";

const parts = {
  week: { path: "", label: "Week" },
  dates: { path: "/dates", label: "Dates that differ" },
  limits: { path: "/limits", label: "Bookings and limits" },
  zone: { path: "/zone", label: "Zone and travel" },
  why: { path: "/why", label: "Why not this time" },
  profile: { path: "/profile", label: "Profile" },
} as const;

type Practitioner = { readonly id: string; readonly displayName: string };

/** A practitioner's hours, one part of them below: with the way to its other parts and to the same part of everybody else. */
export function HoursParts({
  practitioner,
  people,
  children,
}: {
  readonly practitioner: Practitioner;
  readonly people: readonly (Practitioner & { readonly hasLeft: boolean })[];
  readonly children: ReactNode;
}) {
  const path = usePathname();
  const part =
    Object.values(parts).find((one) => path === `/hours/${practitioner.id}${one.path}`) ?? parts.week;
  return (
    <div className="grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-8">
      <PageHeader title="Hours" description={`When ${practitioner.displayName} can be booked.`} />
      <div className="grid gap-4">
        <nav aria-label="Practitioners" className="flex flex-wrap gap-2">
          {people.map((person) => (
            <Link
              key={person.id}
              href={`/hours/${person.id}${part.path}`}
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
          {Object.values(parts).map((one) => (
            <Link
              key={one.path}
              href={`/hours/${practitioner.id}${one.path}`}
              aria-current={one === part ? "page" : undefined}
              className="-mb-px relative flex min-h-9 items-center border-transparent border-b-2 text-muted hover:text-accent aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-accent pointer-coarse:min-h-11"
            >
              {one.label}
              <GoingMark className="absolute -right-4.5 size-3.5" />
            </Link>
          ))}
        </nav>
      </div>
      {children}
    </div>
  );
}
