import { Arriving, ArrivingFields, ArrivingHeading, ArrivingRows } from "@quietroom/ui/blocks/arriving";

export default function Loading() {
  return (
    <Arriving what="what looked unusual">
      <ArrivingRows rows={3} />
      <ArrivingHeading />
      <ArrivingFields />
    </Arriving>
  );
}
