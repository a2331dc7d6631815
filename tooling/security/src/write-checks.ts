import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "@quietroom/local/checkout";
import { asvsPage } from "./asvs-page.ts";
import { auditedEventsPage } from "./audited-events-page.ts";
import { checksPage } from "./checks-page.ts";
import { hipaaPage } from "./hipaa-page.ts";
import { rolesPage } from "./roles-page.ts";
import { checkTitles } from "./test-titles.ts";

// pnpm security:checks   writes the pages of docs/security that tell what the tree itself says.
const pages = {
  "checks.md": checksPage(checkTitles()),
  "asvs.md": asvsPage(),
  "hipaa.md": hipaaPage(),
  "audited-events.md": auditedEventsPage(),
  "roles.md": rolesPage(),
};
for (const [name, page] of Object.entries(pages)) writeFileSync(join(checkout, "docs/security", name), page);
