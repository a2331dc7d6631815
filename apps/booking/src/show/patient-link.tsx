"use client";

import { cn } from "@quietroom/ui/cn";
import { LoaderCircle } from "lucide-react";
import Link, { useLinkStatus } from "next/link";
import type { ComponentProps } from "react";

/**
 * A link that says, once pressed, that its page is on its way: the booking site has no fallbacks to stream behind, since what comes after one never
 * shows where JavaScript is off. A page that is there at once shows none of it.
 */
export function PatientLink({ className, children, ...props }: ComponentProps<typeof Link>) {
  return (
    <Link className={cn("relative", className)} {...props}>
      {children}
      <OnItsWay />
    </Link>
  );
}

function OnItsWay() {
  const { pending } = useLinkStatus();
  if (!pending) return null;
  return (
    <span
      data-slot="on-its-way"
      role="status"
      className="absolute inset-0 grid animate-arrive place-content-center rounded-[inherit] bg-raised text-accent"
    >
      <LoaderCircle aria-hidden="true" className="size-4.5 animate-turn" />
      <span className="sr-only">One moment …</span>
    </span>
  );
}
