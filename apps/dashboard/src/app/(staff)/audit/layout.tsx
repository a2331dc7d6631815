import { everything } from "../../../features/audit-log/asked.ts";
import type { ReactNode } from "react";
import { Section } from "../section.tsx";

export default function AuditLayout({ children }: { readonly children: ReactNode }) {
  return (
    <Section
      needs="audit:view"
      ask={async (caller) => await caller.trail.list({ ...everything, before: null })}
      title="Audit"
      description="Who did what with which record, refusals included. Nothing here can be changed, and looking at it is recorded as well."
      className="max-w-6xl"
    >
      {children}
    </Section>
  );
}
