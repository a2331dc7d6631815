import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const shape = z.object({ linkKey: z.base64(), nextAuthSecret: z.string().min(32) });

/** What signs links and sessions. */
export type StudioSecrets = z.infer<typeof shape>;

/** The secrets of one data folder: made once, so that links and sessions outlive a restart, and readable by their owner only. */
export function keepSecrets(dataDir: string): StudioSecrets {
  const file = join(dataDir, "secrets.json");
  if (!existsSync(file)) {
    const fresh = () => randomBytes(32).toString("base64");
    const secrets: StudioSecrets = { linkKey: fresh(), nextAuthSecret: fresh() };
    writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  }
  return shape.parse(JSON.parse(readFileSync(file, "utf8")));
}
