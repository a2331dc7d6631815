import { Arriving, ArrivingButton, ArrivingRows } from "@quietroom/ui/blocks/arriving";

export default function Loading() {
  return (
    <Arriving what="the services">
      <ArrivingButton />
      <ArrivingRows rows={5} />
    </Arriving>
  );
}
