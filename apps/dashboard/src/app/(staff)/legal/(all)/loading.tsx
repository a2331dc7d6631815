import { Arriving, ArrivingRows } from "@quietroom/ui/blocks/arriving";

export default function Loading() {
  return (
    <Arriving what="the documents">
      <ArrivingRows rows={2} />
    </Arriving>
  );
}
