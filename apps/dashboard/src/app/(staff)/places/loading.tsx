import { Arriving, ArrivingButton, ArrivingRows } from "@quietroom/ui/blocks/arriving";

export default function Loading() {
  return (
    <Arriving what="the places">
      <ArrivingButton />
      <ArrivingRows rows={2} />
    </Arriving>
  );
}
