import type { ReactNode } from "react";
import { Section } from "../section.tsx";

export default function ServicesLayout({ children }: { readonly children: ReactNode }) {
  return (
    <Section
      needs="service:view"
      ask={async (caller) => await caller.service.list({})}
      title="Services"
      description="What can be booked, how long it takes, and who gives it."
      className="max-w-6xl"
    >
      {children}
    </Section>
  );
}
