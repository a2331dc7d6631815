import { technicalSafeguards } from "./hipaa.ts";
import { requirementsPage } from "./requirements-page.ts";

const head = `# HIPAA: the technical safeguards

45 CFR 164.312 (<https://www.ecfr.gov/current/title-45/section-164.312>) by paragraph, in our words; the law's own
words decide. (A) is what it calls addressable. Written by \`pnpm security:checks\`; a test fails when a title named here is gone or a
paragraph has neither a test nor something that whoever runs the product does. The product alone makes nobody compliant: risk analysis, training,
agreements with those who process records for you, and the physical safeguards (164.308, 164.310, 164.314) are yours.

| paragraph | asks that | shown by, and what the operator does |
| --- | --- | --- |
`;

/** The page docs/security/hipaa.md. */
export function hipaaPage(): string {
  return requirementsPage(head, technicalSafeguards);
}
