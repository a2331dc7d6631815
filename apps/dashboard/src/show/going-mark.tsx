"use client";

import { cn } from "@quietroom/ui/cn";
import { LoaderCircle } from "lucide-react";
import { useLinkStatus } from "next/link";
import type { ReactNode } from "react";

/**
 * Inside a link: shows that its page is on its way, from the press until it is there, instead of `children`. The page before stays
 * meanwhile, and what arrives is announced by its title.
 */
export function GoingMark({
  className,
  children = null,
}: {
  readonly className?: string;
  readonly children?: ReactNode;
}) {
  const { pending } = useLinkStatus();
  if (!pending) return children;
  return (
    <LoaderCircle
      aria-hidden="true"
      data-slot="going"
      className={cn("animate-spin motion-reduce:animate-none", className)}
    />
  );
}
