import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "@quietroom/local/checkout";
import { checksPage } from "./checks-page.ts";
import { checkTitles } from "./test-titles.ts";

writeFileSync(join(checkout, "docs/security/checks.md"), checksPage(checkTitles()));
