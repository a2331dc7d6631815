import type { ReactNode } from "react";
import { Section } from "../../section.tsx";

export default function HoursAffectedLayout({ children }: { readonly children: ReactNode }) {
  return (
    <Section
      needs="appointment:manage"
      ask={async (caller) => await caller.practitioner.list({})}
      title="Affected visits"
      description="When somebody is not there: give each of their visits to a colleague, move it, or cancel it. Clients are told."
      className="max-w-4xl"
    >
      {children}
    </Section>
  );
}
