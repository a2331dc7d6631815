import type { Metadata } from "next";
import { BookingRules } from "../../../features/booking-rules/booking-rules.tsx";
import { staffCaller } from "../../../server/api.ts";

export const metadata: Metadata = { title: "Booking rules" };

export default async function BookingRulesPage() {
  const caller = await staffCaller();
  return <BookingRules initial={await caller.bookingRules.view({})} />;
}
