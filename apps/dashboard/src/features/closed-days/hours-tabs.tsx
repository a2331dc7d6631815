"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";

const pages = {
  "/hours": "Working hours",
  "/hours/time-off": "Time off",
  "/hours/closed-days": "Closed days",
} as const;

type Page = keyof typeof pages;

/** The pages about when visits can take place: people's hours, when they are away, and closed days. */
export function HoursTabs({ seesTimeOff }: { readonly seesTimeOff: boolean }) {
  const path = usePathname();
  const current = path === "/hours/time-off" || path === "/hours/closed-days" ? path : "/hours";
  const shown: readonly Page[] = seesTimeOff
    ? ["/hours", "/hours/time-off", "/hours/closed-days"]
    : ["/hours", "/hours/closed-days"];
  return (
    <nav
      aria-label="Hours, time off and closed days"
      className="flex flex-wrap gap-x-6 gap-y-1 border-line border-b"
    >
      {shown.map((href) => (
        <Link
          key={href}
          href={href}
          aria-current={href === current ? "page" : undefined}
          className="-mb-px flex min-h-9 items-center border-transparent border-b-2 text-muted hover:text-accent aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-accent pointer-coarse:min-h-11"
        >
          {pages[href]}
        </Link>
      ))}
    </nav>
  );
}
