import { escapeIdentifier } from "pg";
import type { BackedUpTable } from "./manifest.ts";

export function fullName({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`;
}

export function columnList({ columns }: BackedUpTable): string {
  return columns.map(escapeIdentifier).join(", ");
}
