import type { Tx } from "@quietroom/db";
import { hoursIncident } from "@quietroom/domain/access";
import { found } from "../errors.ts";
import { raiseIncident } from "../incidents.ts";
import { realNow } from "../real-now.ts";
import { makeRoom, rotateSession } from "./rotate-session.ts";
import { readSignInHours } from "./sign-in-hours.ts";

/**
 * Completes a sign-in, by whichever factors: the person's oldest session makes room (AUTH-33), this one goes on under another id (AUTH-34),
 * and an hour at which nobody usually comes is raised (AUTH-44). The id from now on.
 */
export async function completeSession(
  tx: Tx,
  {
    tenantId,
    staffUserId,
    sessionId,
  }: { readonly tenantId: string; readonly staffUserId: string; readonly sessionId: string },
  passed: Parameters<typeof rotateSession>[2],
): Promise<string> {
  await makeRoom(tx, tenantId, staffUserId);
  const hours = await readSignInHours(tx, tenantId);
  const { timeZone: zone } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
  const incident = hoursIncident({ staffUserId, hours, zone }, await realNow(tx));
  if (incident !== null) await raiseIncident(tx, tenantId, incident);
  return await rotateSession(tx, { tenantId, sessionId }, passed);
}
