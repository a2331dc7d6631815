import { Arriving, ArrivingHeading, ArrivingRows } from "@quietroom/ui/blocks/arriving";

export default function Loading() {
  return (
    <Arriving what="the team">
      <ArrivingHeading />
      <ArrivingRows rows={6} />
    </Arriving>
  );
}
