import type { ReactNode } from "react";
import { Section } from "../section.tsx";

export default function RequestsLayout({ children }: { readonly children: ReactNode }) {
  return (
    <Section
      needs="appointment:manage"
      ask={async (caller) => await caller.requests.list({})}
      title="Requests"
      description="Clients who wait for your answer: visits that you approve, and cancellations that come too late."
      className="max-w-4xl"
    >
      {children}
    </Section>
  );
}
