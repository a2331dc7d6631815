import type { ReactNode } from "react";
import { Section } from "../../section.tsx";

export default function HoursTimeOffLayout({ children }: { readonly children: ReactNode }) {
  return (
    <Section
      needs="availability:manage"
      ask={async (caller) => await caller.timeOff.list({})}
      title="Time off"
      description="Leave, training and other days away. It takes no times away until somebody approves it."
      className="max-w-4xl"
    >
      {children}
    </Section>
  );
}
