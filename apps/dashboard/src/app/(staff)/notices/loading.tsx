import { Arriving, ArrivingRows } from "@quietroom/ui/blocks/arriving";

export default function Loading() {
  return (
    <Arriving what="the notices">
      <ArrivingRows rows={3} />
    </Arriving>
  );
}
