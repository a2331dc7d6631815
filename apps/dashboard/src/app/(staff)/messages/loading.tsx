import { Arriving, ArrivingRows } from "@quietroom/ui/blocks/arriving";

export default function Loading() {
  return (
    <Arriving what="the messages">
      <ArrivingRows rows={8} />
    </Arriving>
  );
}
