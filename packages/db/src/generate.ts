import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
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
process.exitCode = run.status ?? 1;
