import { can, practitionersWithin } from "@quietroom/domain/access";
import type { CorrectableFields } from "@quietroom/domain/clients";
import type { VerbWork } from "../define-verb.ts";
import { clientsSeenBy } from "./visits-of-clients.ts";

/**
 * How much of each of these clients somebody may correct: all of one whom they treat, or whose practitioner they reach; how anybody is
 * reached for the desk; null for nothing (AUTH-51, AUTH-53).
 */
export async function fieldsToCorrect(
  { tx, tenantId, actor }: Pick<VerbWork<unknown>, "tx" | "tenantId" | "actor">,
  clientIds: readonly string[],
): Promise<(clientId: string) => CorrectableFields | null> {
  const whose = practitionersWithin(actor, "client:update");
  if (whose === "all") return () => "all";
  const seen = await clientsSeenBy(tx, { tenantId, clientIds, practitionerIds: whose });
  const others = can(actor, "client:update_contact") ? "contact" : null;
  return (clientId) => (seen.has(clientId) ? "all" : others);
}
