import { Arriving, ArrivingButton, ArrivingRows } from "@quietroom/ui/blocks/arriving";

export default function Loading() {
  return (
    <Arriving what="the closed days">
      <ArrivingButton />
      <ArrivingRows rows={3} />
    </Arriving>
  );
}
