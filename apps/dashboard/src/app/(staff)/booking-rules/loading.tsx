import { Arriving, ArrivingFields } from "@quietroom/ui/blocks/arriving";

export default function Loading() {
  return (
    <Arriving what="the booking rules">
      <ArrivingFields fields={6} />
    </Arriving>
  );
}
