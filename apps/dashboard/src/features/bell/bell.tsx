"use client";

import { useQuery } from "@tanstack/react-query";
import { Bell as BellIcon } from "lucide-react";
import Link from "next/link";
import { useTRPC } from "../../live/trpc.tsx";

/** The way to what happened of late, with how much of it is not read. Asked anew with everything else when something in the studio changes. */
export function Bell() {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.bell.unread.queryOptions({}));
  const unread = data?.unread ?? 0;
  const shown = unread > 99 ? "99+" : String(unread); // the name holds what is seen, so that whoever speaks to the page says what they see
  return (
    <Link
      href="/notices"
      aria-label={unread === 0 ? "Notices" : `Notices, ${shown} not read`}
      className="relative flex size-9 shrink-0 items-center justify-center rounded-md text-muted hover:text-accent pointer-coarse:size-11"
    >
      <BellIcon aria-hidden="true" className="size-4.5" />
      {unread === 0 ? null : (
        <span
          aria-hidden="true"
          className="figures absolute top-0 right-0 min-w-4 rounded-full bg-accent px-1 text-center font-medium text-[0.6875rem] text-accent-ink leading-4"
        >
          {shown}
        </span>
      )}
    </Link>
  );
}
