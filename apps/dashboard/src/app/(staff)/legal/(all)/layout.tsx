import type { ReactNode } from "react";
import { Section } from "../../section.tsx";

export default function LegalLayout({ children }: { readonly children: ReactNode }) {
  return (
    <Section
      needs="legal_document:view"
      ask={async (caller) => await caller.legal.document({ kind: "terms", version: null })}
      title="Terms and privacy"
      description="What clients read and accept before they book. Each version stays as it was published, with who accepted it and when."
      className="max-w-5xl"
    >
      {children}
    </Section>
  );
}
