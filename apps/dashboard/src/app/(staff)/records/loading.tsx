import { Arriving, ArrivingHeading, ArrivingRows } from "@quietroom/ui/blocks/arriving";

export default function Loading() {
  return (
    <Arriving what="the records">
      <ArrivingHeading />
      <ArrivingRows />
      <ArrivingHeading />
      <ArrivingRows />
    </Arriving>
  );
}
