import { PageHeader } from "@quietroom/ui/blocks/page-header";
import type { Metadata } from "next";
import { BookingRules } from "../../../features/booking-rules/booking-rules.tsx";
import { staffCaller } from "../../../server/api.ts";

export const metadata: Metadata = { title: "Booking rules" };

export default async function BookingRulesPage() {
  const caller = await staffCaller();
  return (
    <div className="grid max-w-3xl gap-8">
      <PageHeader
        title="Booking rules"
        description="When clients can book by themselves, what they agree to, and what they may change. They hold at once, for what is booked from now on. Staff are bound by those of buffers alone."
      />
      <BookingRules initial={await caller.bookingRules.view({})} />
    </div>
  );
}
