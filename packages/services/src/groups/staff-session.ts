import { reachesAny } from "@quietroom/domain/access";
import type { Audited } from "../audit.ts";
import type { VerbWork } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { peopleOf } from "../held-by.ts";
import { type GroupSession, lockGroupSession } from "../scheduling/index.ts";

/**
 * The group session that staff are about to change, locked; records the change. Throws `not_found` for one that is not there, is another
 * studio's, or is a colleague's whom the actor's permission does not reach (TEN-07).
 */
export async function lockStaffSession(
  { tx, input, tenantId, actor, audit }: VerbWork<{ readonly groupSessionId: string }>,
  detail: NonNullable<Audited["detail"]> = {},
): Promise<GroupSession> {
  const { groupSessionId } = input;
  const session = await lockGroupSession(tx, tenantId, groupSessionId);
  const action = session === null ? "attempt" : "update";
  audit({ action, resource: "appointment", resourceId: groupSessionId, detail });
  if (session === null || !reachesAny(actor, "appointment:manage", peopleOf(session)))
    throw new AppError("not_found");
  return session;
}
