import { fileURLToPath } from "node:url";
import { findBreaches } from "./find-breaches.ts";

const breaches = await findBreaches(fileURLToPath(new URL("../../..", import.meta.url)));
for (const { rule, from, to } of breaches) console.error(`${rule}\n  ${from}\n  -> ${to}`);
console.log(breaches.length === 0 ? "fences: no breach" : `fences: ${breaches.length} breached`);
process.exitCode = breaches.length === 0 ? 0 : 1;
