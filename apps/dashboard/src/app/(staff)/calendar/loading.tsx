import { Skeleton } from "@quietroom/ui/primitives/skeleton";

export default function Loading() {
  return (
    <div role="status" aria-label="Loading the calendar" className="grid gap-5">
      <Skeleton className="h-9 w-72" />
      <Skeleton className="h-[60dvh]" />
    </div>
  );
}
