import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "@quietroom/local/checkout";

/** Every version of every package that pnpm-lock.yaml would install, as name -> versions. */
export function lockedPackages(
  lock = readFileSync(join(checkout, "pnpm-lock.yaml"), "utf8"),
): ReadonlyMap<string, readonly string[]> {
  const [, packages = ""] = /\npackages:\n([\s\S]*?)\nsnapshots:\n/.exec(lock) ?? [];
  const found = new Map<string, string[]>();
  for (const [, name = "", version = ""] of packages.matchAll(/^ {2}'?(@?[^@'\n]+)@([^:'(\n]+)'?:$/gm)) {
    found.set(name, [...(found.get(name) ?? []), version]);
  }
  return found;
}

/** Whether a version is the floor or above it; a pre-release counts as its release, parts that are missing as 0. */
export function isAtLeast(version: string, floor: string): boolean {
  const [have, need] = [version, floor].map((text) => (text.split(/[-+]/)[0] ?? "").split(".").map(Number));
  for (let part = 0; part < 3; part += 1) {
    const difference = (have?.[part] ?? 0) - (need?.[part] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
