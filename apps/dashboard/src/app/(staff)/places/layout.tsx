import type { ReactNode } from "react";
import { Section } from "../section.tsx";

export default function PlacesLayout({ children }: { readonly children: ReactNode }) {
  return (
    <Section
      needs="availability:view"
      ask={async (caller) => await caller.place.list({})}
      title="Places"
      description="Where visits take place. Clients see a place's name, address and directions when they book and in every message."
      className="max-w-4xl"
    >
      {children}
    </Section>
  );
}
