import { type StaffPolicy, staffPolicies } from "@quietroom/domain/access";
import { Wordmark } from "@quietroom/ui/blocks/wordmark";
import { policyTexts } from "./policy-texts.ts";

/** One of the texts that staff agree to, with its version. Anyone may read it. */
export function PolicyPage({ policy }: { readonly policy: StaffPolicy }) {
  const { title, sections } = policyTexts[policy];
  return (
    <main className="mx-auto grid max-w-2xl gap-8 px-(--gutter) py-12">
      <div className="grid gap-6">
        <Wordmark />
        <h1 className="display text-3xl">{title}</h1>
        <p className="text-muted">For everyone who works here. Version {staffPolicies[policy]}.</p>
      </div>
      {sections.map(({ heading, paragraphs }) => (
        <section key={heading} className="grid gap-2">
          <h2 className="display text-xl">{heading}</h2>
          {paragraphs.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </section>
      ))}
    </main>
  );
}
