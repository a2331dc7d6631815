import { can, practitionersWithin } from "@quietroom/domain/access";
import type { VerbWork } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { clientsSeenBy } from "./visits-of-clients.ts";

/**
 * A client for whom somebody books. Their reach among clients is the search's: all of them, or those of the practitioners whose clients
 * they see. Throws `not_found` for anybody else, and for a record that is closed.
 */
export async function clientWithinReach(
  { tx, tenantId, actor }: Pick<VerbWork<unknown>, "tx" | "tenantId" | "actor">,
  clientId: string,
): Promise<{ readonly timeZone: string | null }> {
  if (!can(actor, "client:view_limited")) {
    const practitionerIds = practitionersWithin(actor, "client:view");
    if (practitionerIds !== "all") {
      const seen = await clientsSeenBy(tx, { tenantId, clientIds: [clientId], practitionerIds });
      if (!seen.has(clientId)) throw new AppError("not_found");
    }
  }
  const client = found(
    await tx.client.findUnique({
      where: { tenantId_id: { tenantId, id: clientId } },
      select: { id: true, timeZone: true, closedAt: true },
    }),
  );
  if (client.closedAt !== null) throw new AppError("not_found");
  return client;
}
