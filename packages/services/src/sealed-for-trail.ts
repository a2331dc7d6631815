import { sealField } from "@quietroom/vault";
import type { VerbWork } from "./define-verb.ts";

/**
 * Words that somebody typed about a client, as the audit's detail takes them: sealed for the record that the act is about (AUD-05). The
 * trail is never written again, so they stay under the key of their day, which stays readable.
 */
export function sealedForTrail(
  { keys }: Pick<VerbWork<unknown>, "keys">,
  words: string,
  resourceId: string,
): string {
  return sealField(keys(), words, { table: "audit_event", column: "detail", rowId: resourceId });
}
