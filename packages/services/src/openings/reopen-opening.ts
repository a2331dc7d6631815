import { Prisma } from "@quietroom/db";
import type { VerbWork } from "../define-verb.ts";

/** Offers an hour again for which nobody was left to ask, or that was taken back and can be given once more. Its job had ended, so the event starts another. */
export async function reopenOpening(
  { tx, tenantId, audit, emit }: Pick<VerbWork<unknown>, "tx" | "tenantId" | "audit" | "emit">,
  openingId: string,
): Promise<void> {
  await tx.opening.update({
    where: { tenantId_id: { tenantId, id: openingId } },
    data: { status: "offering", closedAt: null, considered: [], facts: Prisma.DbNull },
  });
  audit({ action: "update", resource: "opening", resourceId: openingId, detail: { to: "offering" } });
  emit("opening/reopened", { openingId });
}
