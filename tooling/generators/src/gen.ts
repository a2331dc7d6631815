import { fileURLToPath } from "node:url";
import { applyEdits } from "./apply-edits.ts";
import { verbNames } from "./verb-names.ts";
import { verbTexts } from "./verb-texts.ts";

const [what, feature = "", file = ""] = process.argv.slice(2);
const names = what === "verb" ? verbNames(feature, file) : "Usage: pnpm gen verb <feature> <verb-and-object>";
if (typeof names === "string") {
  console.error(names);
  process.exitCode = 2;
} else {
  const edits = verbTexts(names);
  const refused = applyEdits(fileURLToPath(new URL("../../..", import.meta.url)), edits);
  for (const { path } of refused === null ? edits : []) console.log(path);
  console.log(
    refused ?? "Now write the rule in packages/domain, then fill in `run` and the four cases of its test.",
  );
  process.exitCode = refused === null ? 0 : 1;
}
