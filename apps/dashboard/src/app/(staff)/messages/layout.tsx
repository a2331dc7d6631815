import type { ReactNode } from "react";
import { Section } from "../section.tsx";

export default function MessagesLayout({ children }: { readonly children: ReactNode }) {
  return (
    <Section
      needs="message_log:view"
      ask={async (caller) => await caller.messages.log({ before: null })}
      title="Messages"
      description="What was planned and sent, and what became of it. What they said is not kept."
      className="max-w-6xl"
    >
      {children}
    </Section>
  );
}
