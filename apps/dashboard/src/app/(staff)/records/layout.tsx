import type { ReactNode } from "react";
import { Section } from "../section.tsx";

export default function RecordsLayout({ children }: { readonly children: ReactNode }) {
  return (
    <Section
      needs="record:manage"
      ask={async (caller) => await caller.records.requests({})}
      title="Records"
      description="What clients ask of their records, what was removed, and what is past retention."
      className="max-w-5xl"
    >
      {children}
    </Section>
  );
}
