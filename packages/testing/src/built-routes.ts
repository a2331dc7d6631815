import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What Next serves of a built app (`folder` is its own, with `.next` in it), from the manifests of the build. */
export function builtRoutes(folder: string) {
  const next = join(folder, ".next");
  const read = (file: string): unknown => JSON.parse(readFileSync(join(next, file), "utf8"));
  const statics = readdirSync(join(next, "static"), { recursive: true, withFileTypes: true });
  return {
    buildId: readFileSync(join(next, "BUILD_ID"), "utf8").trim(),
    /** Addresses of pages and route handlers, "/hours/[practitioner]". */
    routes: texts(Object.values(record(read("app-path-routes-manifest.json")))).toSorted((a, b) =>
      a.localeCompare(b),
    ),
    /** Ids of the server actions, by which anybody can call one at any page. */
    actions: texts(record(read("server/server-reference-manifest.json"))["node"]),
    rewrites: Object.values(record(record(read("routes-manifest.json"))["rewrites"])).flat(),
    /** Addresses of the files that anybody may have. */
    files: statics
      .filter((entry) => entry.isFile())
      .map(
        (entry) => `/_next/static${join(entry.parentPath, entry.name).slice(join(next, "static").length)}`,
      ),
  };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** The texts of a list, or the names in an object. */
function texts(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : Object.keys(record(value));
  return list.filter((item) => typeof item === "string");
}
