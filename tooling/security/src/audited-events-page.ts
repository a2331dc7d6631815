import { auditedEvents } from "./audited-events.ts";
import { requirementsPage } from "./requirements-page.ts";

const head = `# What the audit holds of sign-ins and administration

Every procedure is walked over besides (check 89): whoever adds one that leaves nothing turns a test red. Written by \`pnpm security:checks\`; a
test fails when a title named here is gone.

| event | in the audit as | shown by |
| --- | --- | --- |
`;

/** The page docs/security/audited-events.md. */
export function auditedEventsPage(): string {
  return requirementsPage(head, auditedEvents);
}
