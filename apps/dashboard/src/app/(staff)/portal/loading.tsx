import { Arriving, ArrivingFields, ArrivingRows } from "@quietroom/ui/blocks/arriving";

export default function Loading() {
  return (
    <Arriving what="the accounts">
      <ArrivingFields fields={1} />
      <ArrivingRows rows={6} />
    </Arriving>
  );
}
