import { clientIndexes, textReplyIndexes } from "../clients/index.ts";
import type { TenantKeys } from "@quietroom/vault";

/** Whether the rows of a table are found by their sealed words. */
export function isReindexed(table: string): boolean {
  return table === "client" || table === "text_reply";
}

/**
 * What a row is found by, from its opened words: column names, and values as JSON takes them to that column (bytes as "\\x" and
 * hexadecimal digits). The same columns for every row of a table; nothing for a table that is not searched by sealed words.
 */
export function reindex(
  keys: TenantKeys,
  table: string,
  opened: Readonly<Record<string, string | null>>,
): Readonly<Record<string, string | number>> {
  if (!isReindexed(table)) return {};
  const word = (column: string) => opened[column] ?? "";
  if (table === "text_reply")
    return { number_index: asJson(textReplyIndexes(keys, word("number")).numberIndex) };
  const indexes = clientIndexes(keys, {
    email: word("email"),
    phone: word("phone"),
    birthDate: word("birth_date"),
    recordNumber: word("record_number"),
  });
  return {
    email_index: asJson(indexes.emailIndex),
    phone_index: asJson(indexes.phoneIndex),
    record_number_index: asJson(indexes.recordNumberIndex),
    birth_bucket: indexes.birthBucket,
  };
}

function asJson(index: Uint8Array): string {
  return `\\x${Buffer.from(index).toString("hex")}`;
}
