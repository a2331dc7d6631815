import type { ReactNode } from "react";
import { Section } from "../section.tsx";

export default function PortalLayout({ children }: { readonly children: ReactNode }) {
  return (
    <Section
      needs="client_account:view"
      ask={async (caller) => await caller.portalAccounts.list({ state: "all", after: null })}
      title="Portal"
      description="How your clients come in to see their visits. They manage their own passwords and second steps; here you suspend, reactivate and unlock accounts."
      className="max-w-6xl"
    >
      {children}
    </Section>
  );
}
