import type { ReactNode } from "react";
import { Section } from "../section.tsx";

export default function BackgroundWorkLayout({ children }: { readonly children: ReactNode }) {
  return (
    <Section
      needs="dead_letter:manage"
      ask={async (caller) => await caller.backgroundWork.view({})}
      title="Background work"
      description="What is done by itself: confirmations, reminders, offers to the waitlist. Whether it keeps up, and what failed."
      className="max-w-6xl"
    >
      {children}
    </Section>
  );
}
