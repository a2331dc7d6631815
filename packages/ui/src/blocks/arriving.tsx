import type { ReactNode } from "react";
import { cn } from "../cn.ts";
import { Skeleton } from "../primitives/skeleton.tsx";

/**
 * Stands where content is on its way, in about its shape, so that nothing jumps once it is there. What is there at once shows none of it: it
 * takes its room, and is seen after a moment. A screen reader hears `what`, such as "the rooms".
 */
export function Arriving({
  what,
  className,
  children,
}: {
  readonly what: string;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    <div data-slot="arriving" className={cn("grid animate-arrive gap-4", className)}>
      <p role="status" className="sr-only">
        Loading {what} …
      </p>
      {children}
    </div>
  );
}

/** A list or a table on its way: rows with a name, and a few words below it. */
export function ArrivingRows({ rows = 4 }: { readonly rows?: number }) {
  return (
    <div aria-hidden="true" className="divide-y divide-line rounded-lg border border-line bg-raised">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="grid gap-2.5 p-4">
          <Skeleton className={cn("h-4", row % 2 === 0 ? "w-2/5" : "w-1/3")} />
          <Skeleton className={cn("h-3.5", row % 2 === 0 ? "w-3/5" : "w-2/3")} />
        </div>
      ))}
    </div>
  );
}

/** Fields on their way: a label above each. */
export function ArrivingFields({ fields = 3 }: { readonly fields?: number }) {
  return (
    <div aria-hidden="true" className="grid gap-5 rounded-lg border border-line bg-raised p-4">
      {Array.from({ length: fields }, (_, field) => (
        <div key={field} className="grid gap-2">
          <Skeleton className="h-3.5 w-32" />
          <Skeleton className="h-10 w-full max-w-md" />
        </div>
      ))}
    </div>
  );
}

/** A part's heading on its way. */
export function ArrivingHeading() {
  return <Skeleton className="h-6 w-40" />;
}

/** A button on its way. */
export function ArrivingButton() {
  return <Skeleton className="h-10 w-36" />;
}
