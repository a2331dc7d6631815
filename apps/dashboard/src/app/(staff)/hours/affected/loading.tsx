import { Arriving, ArrivingFields } from "@quietroom/ui/blocks/arriving";

export default function Loading() {
  return (
    <Arriving what="the visits">
      <ArrivingFields fields={2} />
    </Arriving>
  );
}
