import { MonthStripSkeleton } from "@quietroom/ui/blocks/month-strip";

export default function Loading() {
  return <MonthStripSkeleton heading="Free times" className="max-w-sm" />;
}
