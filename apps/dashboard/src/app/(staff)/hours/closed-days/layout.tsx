import type { ReactNode } from "react";
import { Section } from "../../section.tsx";

export default function HoursClosedDaysLayout({ children }: { readonly children: ReactNode }) {
  return (
    <Section
      needs="availability:view"
      ask={async (caller) => await caller.closure.list({})}
      title="Closed days"
      description="Public holidays, and days on which a place is closed. Nothing can be booked then, whatever people's hours and exceptions say."
      className="max-w-4xl"
    >
      {children}
    </Section>
  );
}
