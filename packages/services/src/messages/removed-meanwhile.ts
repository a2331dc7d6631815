import type { VerbWork } from "../define-verb.ts";
import { found } from "../errors.ts";
import { showHidden } from "../show-hidden.ts";

/** A message that its verb does not find hangs on a removed record, which nobody is told anything of any more (COMP-03). Throws `not_found` for every other one. */
export async function removedMeanwhile(
  { tx, tenantId }: Pick<VerbWork<unknown>, "tx" | "tenantId">,
  id: string,
): Promise<"record_removed"> {
  await showHidden(tx);
  found(await tx.notification.findUnique({ where: { tenantId_id: { tenantId, id } }, select: { id: true } }));
  return "record_removed";
}
