import type { ArchiveStore } from "../ports.ts";
import { readArchive } from "./archive-file.ts";
import type { AuditKeys } from "./audit-signer.ts";

/** A line of an archive that was asked for, or a file that is not what was signed. */
export type ArchiveHit =
  | { readonly kind: "row"; readonly file: string; readonly line: string }
  | { readonly kind: "unreadable"; readonly file: string };

/**
 * Every archived row of a studio that holds all of these words: ids, names of verbs, actions, resources or outcomes, as they stand in
 * it. Between two months, "YYYY-MM", both included; null for no bound.
 */
export async function* searchArchive(
  archives: ArchiveStore,
  keys: AuditKeys,
  asked: {
    readonly tenantId: string;
    readonly words: readonly string[];
    readonly from: string | null;
    readonly until: string | null;
  },
): AsyncGenerator<ArchiveHit> {
  for (const file of await archives.list(`${asked.tenantId}/`)) {
    const month = file.slice(file.indexOf("/") + 1).slice(0, 7);
    if ((asked.from !== null && month < asked.from) || (asked.until !== null && month > asked.until))
      continue;
    const bytes = await archives.get(file);
    const content = bytes === null ? null : readArchive(bytes, keys);
    if (content === null) yield { kind: "unreadable", file };
    for (const line of content?.lines ?? [])
      if (asked.words.every((word) => line.includes(word))) yield { kind: "row", file, line };
  }
}
