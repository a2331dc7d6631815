import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { removePostgresHome } from "./postgres-home.ts";
import { claimStudio } from "./studio-lock.ts";

/** Removes everything a studio keeps in its data folder. Throws while that studio runs. */
export function removeStudioData(dataDir: string): void {
  if (!existsSync(dataDir)) return;
  claimStudio(dataDir)();
  removePostgresHome(join(dataDir, "postgres"));
  for (const name of ["audit", "demo-sign-ins.json", "logs", "sandbox", "secrets.json"]) {
    rmSync(join(dataDir, name), { recursive: true, force: true });
  }
}
