"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";

const closedDays = "/hours/closed-days";

/** The two pages about when visits can take place: people's hours, and closed days. */
export function HoursTabs() {
  const onClosedDays = usePathname() === closedDays;
  return (
    <nav aria-label="Hours and closed days" className="flex flex-wrap gap-x-6 gap-y-1 border-line border-b">
      <Tab href="/hours" current={!onClosedDays}>
        Working hours
      </Tab>
      <Tab href={closedDays} current={onClosedDays}>
        Closed days
      </Tab>
    </nav>
  );
}

function Tab({
  href,
  current,
  children,
}: {
  readonly href: string;
  readonly current: boolean;
  readonly children: string;
}) {
  return (
    <Link
      href={href}
      aria-current={current ? "page" : undefined}
      className="-mb-px flex min-h-9 items-center border-transparent border-b-2 text-muted hover:text-accent aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-accent pointer-coarse:min-h-11"
    >
      {children}
    </Link>
  );
}
