import { Arriving, ArrivingFields, ArrivingRows } from "@quietroom/ui/blocks/arriving";

export default function Loading() {
  return (
    <Arriving what="the audit">
      <ArrivingFields fields={2} />
      <ArrivingRows rows={8} />
    </Arriving>
  );
}
