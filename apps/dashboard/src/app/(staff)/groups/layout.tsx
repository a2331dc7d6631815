import { instant, localDate } from "@quietroom/domain/time";
import type { ReactNode } from "react";
import { Section } from "../section.tsx";

export default function GroupsLayout({ children }: { readonly children: ReactNode }) {
  return (
    <Section
      needs="calendar:view"
      ask={async (caller) => await caller.groups.list({ from: localDate(instant(0), "UTC") })}
      title="Group sessions"
      description="Sessions and classes with several seats. Each takes its facilitator and its room like a visit; everybody has a seat of their own."
      className="max-w-4xl"
    >
      {children}
    </Section>
  );
}
