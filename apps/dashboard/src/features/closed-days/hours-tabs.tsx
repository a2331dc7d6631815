"use client";

import { Badge } from "@quietroom/ui/primitives/badge";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTRPC } from "../../live/trpc.tsx";
import { GoingMark } from "../../show/going-mark.tsx";

const pages = {
  "/hours": "Working hours",
  "/hours/time-off": "Time off",
  "/hours/closed-days": "Closed days",
  "/hours/affected": "Affected visits",
} as const;

type Page = keyof typeof pages;

/** The pages about when visits can take place: people's hours, when they are away, and closed days. */
export function HoursTabs({
  seesTimeOff,
  managesVisits,
}: {
  readonly seesTimeOff: boolean;
  readonly managesVisits: boolean;
}) {
  const path = usePathname();
  const trpc = useTRPC();
  // The frame around every page asks for it, of whom it may.
  const { data } = useQuery(trpc.practitioner.unsettledCount.queryOptions({}, { enabled: false }));
  const unsettled = data?.unsettled ?? 0;
  const shown: readonly Page[] = [
    "/hours",
    ...(seesTimeOff ? (["/hours/time-off"] as const) : []),
    "/hours/closed-days",
    ...(managesVisits ? (["/hours/affected"] as const) : []),
  ];
  const current = shown.find((href) => href === path) ?? "/hours";
  return (
    <nav
      aria-label="Hours, time off and closed days"
      className="flex flex-wrap gap-x-6 gap-y-1 border-line border-b pr-5"
    >
      {shown.map((href) => (
        <Link
          key={href}
          href={href}
          aria-current={href === current ? "page" : undefined}
          className="-mb-px relative flex min-h-9 items-center border-transparent border-b-2 text-muted hover:text-accent aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-accent pointer-coarse:min-h-11"
        >
          {pages[href]}
          {href === "/hours/affected" && unsettled > 0 ? (
            <Badge tone="caution" className="figures ml-1.5">
              {unsettled}
              <span className="sr-only"> series to see to</span>
            </Badge>
          ) : null}
          <GoingMark className="absolute -right-4.5 size-3.5" />
        </Link>
      ))}
    </nav>
  );
}
