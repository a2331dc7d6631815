import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Edit } from "./verb-texts.ts";

/** Writes the edits below `root`. Refuses before the first write when a file to create is there or one to edit is not. */
export function applyEdits(root: string, edits: readonly Edit[]): string | null {
  for (const edit of edits) {
    const there = existsSync(join(root, edit.path));
    if (edit.kind === "create" && there) return `${edit.path} exists already. Nothing was written.`;
    if (edit.kind !== "create" && !there) {
      return `${edit.path} is missing: create the feature's file first (see docs/map.md). Nothing was written.`;
    }
  }
  for (const edit of edits) {
    const path = join(root, edit.path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, edited(edit, path));
  }
  return null;
}

function edited(edit: Edit, path: string): string {
  if (edit.kind === "create") return edit.text;
  const before = readFileSync(path, "utf8");
  if (edit.kind === "append") return before + edit.text;
  const end = before.lastIndexOf("});");
  return edit.imported + before.slice(0, end) + edit.line + before.slice(end);
}
