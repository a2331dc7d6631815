import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "@quietroom/local/checkout";
import { asvsPage } from "./asvs-page.ts";
import { checksPage } from "./checks-page.ts";
import { rolesPage } from "./roles-page.ts";
import { checkTitles } from "./test-titles.ts";

// pnpm security:checks   writes the pages of docs/security that tell what the tree itself says.
const pages = { "checks.md": checksPage(checkTitles()), "asvs.md": asvsPage(), "roles.md": rolesPage() };
for (const [name, page] of Object.entries(pages)) writeFileSync(join(checkout, "docs/security", name), page);
