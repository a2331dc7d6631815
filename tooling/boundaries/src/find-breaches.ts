import { cruise } from "dependency-cruiser";
import { fenceRules } from "./rules.ts";

/** One import that a fence forbids. */
export type Breach = { readonly rule: string; readonly from: string; readonly to: string };

/** Reads every import below `root` and names those that the fences forbid. `root` is laid out like this repository. */
export async function findBreaches(root: string): Promise<readonly Breach[]> {
  const { output } = await cruise(
    ["packages", "apps", "tooling"],
    {
      baseDir: root.replace(/\/$/, ""),
      ruleSet: { forbidden: structuredClone(fenceRules()) as never },
      validate: true,
      doNotFollow: { path: ["node_modules"] },
      exclude: { path: ["/generated/", "/\\.next/", "node_modules", "/dist/"] },
      tsPreCompilationDeps: true,
      combinedDependencies: true,
      outputType: "json",
    },
    {
      conditionNames: ["import", "types", "node", "default"],
      exportsFields: ["exports"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
      symlinks: true,
    },
  );
  if (typeof output !== "string") throw new Error("dependency-cruiser was asked for JSON");
  return breachesIn(output);
}

function breachesIn(json: string): readonly Breach[] {
  const report: unknown = JSON.parse(json);
  const violations = read(read(report, "summary"), "violations");
  if (!Array.isArray(violations))
    throw new Error("dependency-cruiser's report has another form than expected");
  return violations.map((violation) => ({
    rule: String(read(read(violation, "rule"), "name")),
    from: String(read(violation, "from")),
    to: String(read(violation, "to")),
  }));
}

function read(from: unknown, key: string): unknown {
  return typeof from === "object" && from !== null ? Reflect.get(from, key) : undefined;
}
