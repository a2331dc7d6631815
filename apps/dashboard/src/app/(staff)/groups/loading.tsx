import { Arriving, ArrivingButton, ArrivingRows } from "@quietroom/ui/blocks/arriving";
import { Skeleton } from "@quietroom/ui/primitives/skeleton";

export default function Loading() {
  return (
    <Arriving what="the sessions">
      <ArrivingButton />
      <Skeleton className="h-16 w-60" />
      <ArrivingRows />
    </Arriving>
  );
}
