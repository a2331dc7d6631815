import { Arriving } from "@quietroom/ui/blocks/arriving";
import { Skeleton } from "@quietroom/ui/primitives/skeleton";

export default function Loading() {
  return (
    <Arriving what="the calendar">
      <Skeleton className="h-10 w-60" />
      <Skeleton className="h-9 w-72" />
      <Skeleton className="h-9 w-full max-w-md" />
      <Skeleton className="h-[60dvh]" />
    </Arriving>
  );
}
