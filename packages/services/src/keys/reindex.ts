import type { TenantKeys } from "@quietroom/vault";

/**
 * What a row is found by, from its opened words: column names, and values as JSON takes them to that column (bytes as "\\x" and
 * hexadecimal digits). The same columns for every row of a table; nothing for a table that is not searched by sealed words.
 */
export type Reindex = (
  keys: TenantKeys,
  table: string,
  opened: Readonly<Record<string, string | null>>,
) => Readonly<Record<string, string | number | readonly string[] | null>>;

/** No table is searched by its sealed words yet. */
export const reindex: Reindex = () => ({});
