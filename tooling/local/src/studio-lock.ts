import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { identify, isAlive, type ProcessIdentity } from "./process-identity.ts";

const shape = z.object({ pid: z.number(), startedAt: z.string() });

/**
 * Claims a data folder for this process: two studios on one folder would stop each other. Throws while another living process
 * holds it; what a killed one left behind does not count. Returns how to give it back.
 */
export function claimStudio(dataDir: string): () => void {
  const file = join(dataDir, "studio.json");
  const holder = readHolder(file);
  if (holder !== null && holder.pid !== process.pid && isAlive(holder)) {
    throw new Error(
      `This checkout's studio runs already (process ${holder.pid}). Stop that one first: Ctrl-C where it runs, or kill ${holder.pid}.`,
    );
  }
  writeFileSync(file, JSON.stringify(identify(process.pid)));
  return () => rmSync(file, { force: true });
}

/** Null for a note that is missing or was never finished. */
function readHolder(file: string): ProcessIdentity | null {
  try {
    return shape.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}
