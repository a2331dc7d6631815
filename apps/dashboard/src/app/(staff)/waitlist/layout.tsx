import type { ReactNode } from "react";
import { Section } from "../section.tsx";

export default function WaitlistLayout({ children }: { readonly children: ReactNode }) {
  return (
    <Section
      needs="waitlist:view"
      ask={async (caller) => await caller.waitlist.board({})}
      title="Waitlist"
      description="Freed hours are offered by themselves, one person at a time, in this order."
      className="max-w-6xl"
    >
      {children}
    </Section>
  );
}
