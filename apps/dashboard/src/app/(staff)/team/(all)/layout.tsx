import type { ReactNode } from "react";
import { Section } from "../../section.tsx";

export default function TeamLayout({ children }: { readonly children: ReactNode }) {
  return (
    <Section
      needs="supervision:view"
      ask={async (caller) => await caller.relations.list({})}
      title="Team"
      description="Who works here, who supervises whom, and who covers for them."
      className="max-w-6xl"
    >
      {children}
    </Section>
  );
}
