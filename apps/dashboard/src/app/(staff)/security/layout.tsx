import type { ReactNode } from "react";
import { Section } from "../section.tsx";

export default function SecurityLayout({ children }: { readonly children: ReactNode }) {
  return (
    <Section
      needs="incident:view"
      ask={async (caller) => await caller.security.incidents({})}
      title="Security"
      description="What looked unusual about access to your studio, and what to do about it."
      className="max-w-6xl"
    >
      {children}
    </Section>
  );
}
