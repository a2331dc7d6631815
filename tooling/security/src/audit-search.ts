import { parseArgs } from "node:util";
import { giveUp, say } from "@quietroom/local/terminal";
import { searchArchive } from "@quietroom/services/evidence";
import { withAudit } from "./audit-settings.ts";

/** Prints every archived row of a studio that holds all of the words: `pnpm audit:search --studio <id> [--from 2026-01] [--until 2026-03] <word>…` */
try {
  const { values, positionals } = parseArgs({
    options: { studio: { type: "string" }, from: { type: "string" }, until: { type: "string" } },
    allowPositionals: true,
  });
  const tenantId = values.studio;
  if (tenantId === undefined)
    throw new Error("Say whose archive: --studio <id>, then the words to look for.");
  await withAudit(process.env, async ({ archives, keys }) => {
    const asked = {
      tenantId,
      words: positionals,
      from: values.from ?? null,
      until: values.until ?? null,
    };
    for await (const hit of searchArchive(archives, keys, asked)) {
      if (hit.kind === "row") say(hit.line);
      else {
        process.exitCode = 1;
        say(`${hit.file} is not what was signed`);
      }
    }
  });
} catch (failure) {
  giveUp(failure);
}
