import { reachesAny } from "@quietroom/domain/access";
import type { VerbWork } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { peopleOf } from "../held-by.ts";
import { type GroupSession, hoursKept, lockGroupSession } from "../scheduling/index.ts";

/**
 * The group session that staff are about to change, locked, with the hours of its people, of those it is given `to`, and of its place kept as
 * they are (ec-H18); records the change. Throws `not_found` for one that is not there, is another
 * studio's, or is a colleague's whom the actor's permission does not reach (TEN-07).
 */
export async function lockStaffSession(
  { tx, input, tenantId, actor, audit }: VerbWork<{ readonly groupSessionId: string }>,
  to: readonly string[] = [],
): Promise<GroupSession> {
  const { groupSessionId } = input;
  const hours = hoursKept(tenantId, groupSessionId, to);
  const session = await lockGroupSession(tx, tenantId, groupSessionId, hours);
  const action = session === null ? "attempt" : "update";
  audit({ action, resource: "appointment", resourceId: groupSessionId });
  if (session === null || !reachesAny(actor, "appointment:manage", peopleOf(session)))
    throw new AppError("not_found");
  return session;
}
