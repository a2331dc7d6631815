import { Arriving, ArrivingHeading, ArrivingRows } from "@quietroom/ui/blocks/arriving";

export default function Loading() {
  return (
    <Arriving what="the hours">
      <ArrivingHeading />
      <ArrivingRows rows={7} />
    </Arriving>
  );
}
