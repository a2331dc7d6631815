import { z } from "zod";

/** The regular expressions, as sources, that a schema holds texts against, wherever in it they stand. */
export function patternsIn(schema: unknown): readonly string[] {
  if (!(schema instanceof z.ZodType)) return [];
  return patterns(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));
}

function patterns(part: unknown): string[] {
  if (typeof part !== "object" || part === null) return [];
  return Object.entries(part).flatMap(([name, inner]) =>
    name === "pattern" && typeof inner === "string" ? [inner] : patterns(inner),
  );
}
