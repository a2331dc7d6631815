import type { ReactNode } from "react";
import { Section } from "../section.tsx";

export default function RoomsLayout({ children }: { readonly children: ReactNode }) {
  return (
    <Section
      needs="availability:view"
      ask={async (caller) => await caller.resource.list({})}
      title="Rooms and devices"
      description="What visits in person take besides people's time. A service says what it needs, and each visit gets a free one."
      className="max-w-4xl"
    >
      {children}
    </Section>
  );
}
