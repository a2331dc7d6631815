import type { ReactNode } from "react";
import { Section } from "../section.tsx";

export default function NoticesLayout({ children }: { readonly children: ReactNode }) {
  return (
    <Section
      needs="bell:view"
      ask={async (caller) => await caller.bell.list({})}
      title="Notices"
      description="What happened of late, as far as it is yours to see. What you read or put away stays as it is for your colleagues."
      className="max-w-4xl"
    >
      {children}
    </Section>
  );
}
