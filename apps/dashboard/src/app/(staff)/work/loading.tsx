import { Arriving, ArrivingFields, ArrivingRows } from "@quietroom/ui/blocks/arriving";

export default function Loading() {
  return (
    <Arriving what="the background work">
      <ArrivingFields fields={4} />
      <ArrivingRows rows={4} />
    </Arriving>
  );
}
