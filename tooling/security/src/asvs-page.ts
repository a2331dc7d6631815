import { asvsLevel1 } from "./asvs.ts";
import { requirementsPage } from "./requirements-page.ts";

const head = `# OWASP ASVS 5.0, level 1

Every requirement of level 1 of the Application Security Verification Standard 5.0.0 (<https://github.com/OWASP/ASVS>, tag v5.0.0) by its number, in
our words, with the tests that would fail without it, or why there is nothing to test. Written by \`pnpm security:checks\`; a test fails when a
title named here is gone or a requirement has neither a test nor a reason.

| requirement | asks that | shown by |
| --- | --- | --- |
`;

/** The page docs/security/asvs.md. */
export function asvsPage(): string {
  return requirementsPage(head, asvsLevel1);
}
