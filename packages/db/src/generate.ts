import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// `prisma generate` would download a schema engine that only migrations need; naming any existing file stops that.
const cli = createRequire(import.meta.url).resolve("prisma/build/index.js");
const room = fileURLToPath(new URL("..", import.meta.url));
const run = spawnSync(process.execPath, [cli, "generate", "--schema", "prisma/schema"], {
  cwd: room,
  stdio: "inherit",
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
  },
});
if (run.status === 0)
  writeFileSync(join(room, "src/generated/phi-columns.ts"), phiColumnsFile(join(room, "prisma/schema")));
process.exitCode = run.status ?? 1;

/** The columns marked `/// @phi` in the schema, as data: model, table, field, column. */
function phiColumnsFile(schemaDir: string): string {
  const schema = readdirSync(schemaDir)
    .map((file) => readFileSync(join(schemaDir, file), "utf8"))
    .join("\n");
  // A model ends at a brace at the beginning of a line: there are braces in default values.
  const models = [...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].flatMap(([, model, body = ""]) => {
    const marked = [...body.matchAll(/\/\/\/ @phi\n\s*(\w+)\s+String\??(.*)/g)].map(
      ([, field = "", rest = ""]) => ({
        field,
        column: /@map\("(\w+)"\)/.exec(rest)?.[1] ?? field,
      }),
    );
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1];
    return marked.length === 0 ? [] : [[model, { table, columns: marked }] as const];
  });
  const columns = models.flatMap(([, { columns }]) => columns);
  if (columns.length !== (schema.match(/\/\/\/ @phi/g) ?? []).length)
    throw new Error("a mark `/// @phi` stands before something else than a text column");
  return `export const phiColumns = ${JSON.stringify(Object.fromEntries(models), null, 2)} as const;\n`;
}
