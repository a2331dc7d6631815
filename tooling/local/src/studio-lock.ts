import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { identify, isAlive } from "./process-identity.ts";

const shape = z.object({ pid: z.number(), startedAt: z.string() });

/**
 * Claims a data folder for this process: two studios on one folder would stop each other. Throws while another living process
 * holds it; what a killed one left behind does not count. Returns how to give it back.
 */
export function claimStudio(dataDir: string): () => void {
  const file = join(dataDir, "studio.json");
  const holder = existsSync(file) ? shape.safeParse(JSON.parse(readFileSync(file, "utf8"))) : null;
  if (holder?.success && holder.data.pid !== process.pid && isAlive(holder.data)) {
    throw new Error(
      `This checkout's studio runs already (process ${holder.data.pid}). Stop that one first: Ctrl-C where it runs, or kill ${holder.data.pid}.`,
    );
  }
  writeFileSync(file, JSON.stringify(identify(process.pid)));
  return () => rmSync(file, { force: true });
}
