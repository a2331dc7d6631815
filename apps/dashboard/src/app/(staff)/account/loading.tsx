import { Arriving, ArrivingFields, ArrivingHeading, ArrivingRows } from "@quietroom/ui/blocks/arriving";

export default function Loading() {
  return (
    <Arriving what="your account">
      <ArrivingHeading />
      <ArrivingFields fields={2} />
      <ArrivingHeading />
      <ArrivingRows rows={2} />
    </Arriving>
  );
}
