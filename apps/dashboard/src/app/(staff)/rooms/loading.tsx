import { Arriving, ArrivingHeading, ArrivingRows } from "@quietroom/ui/blocks/arriving";

export default function Loading() {
  return (
    <Arriving what="the rooms and devices">
      <ArrivingHeading />
      <ArrivingRows rows={3} />
      <ArrivingHeading />
      <ArrivingRows rows={2} />
    </Arriving>
  );
}
