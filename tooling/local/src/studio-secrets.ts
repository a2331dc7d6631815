import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createLocalKeyFile } from "@quietroom/vault";
import { z } from "zod";

const shape = z.object({
  linkKey: z.base64(),
  nextAuthSecret: z.string().min(32),
  auditKey: z.base64(),
  webhookSecret: z.string().startsWith("whsec_"),
  textToken: z.string().min(32),
});

/** What signs links, sessions, the audit's seals and what the sandbox tells of messages. */
export type StudioSecrets = z.infer<typeof shape>;

/** Where the master key of a data folder lies, in a file of its own, so that it can be kept apart from the data. */
export function masterKeyFile(dataDir: string): string {
  return join(dataDir, "master.key");
}

/** The secrets of one data folder: made once, so that links and sessions outlive a restart, and readable by their owner only. */
export function keepSecrets(dataDir: string): StudioSecrets {
  createLocalKeyFile(masterKeyFile(dataDir));
  const file = join(dataDir, "secrets.json");
  const fresh = () => randomBytes(32).toString("base64");
  const kept: unknown = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const whole = shape.safeParse(kept);
  if (whole.success) return whole.data;
  // A folder of an older version keeps what it has; a secret that was not there yet is made.
  const secrets = shape.parse({
    linkKey: fresh(),
    nextAuthSecret: fresh(),
    auditKey: fresh(),
    webhookSecret: `whsec_${fresh()}`,
    textToken: fresh(),
    ...asObject(kept),
  });
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}

function asObject(kept: unknown): object {
  return typeof kept === "object" && kept !== null ? kept : {};
}
