import type { ReactNode } from "react";
import { Section } from "../section.tsx";

export default function BookingRulesLayout({ children }: { readonly children: ReactNode }) {
  return (
    <Section
      needs="studio:manage"
      ask={async (caller) => await caller.bookingRules.view({})}
      title="Booking rules"
      description="When clients can book by themselves, what they agree to, and what they may change. They hold at once, for what is booked from now on. Staff are bound by those of buffers alone."
      className="max-w-3xl"
    >
      {children}
    </Section>
  );
}
