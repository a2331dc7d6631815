import type { unlockAccount as contract } from "@quietroom/contracts/staff";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import type { VerbContext } from "../runtime.ts";
import { forgetFailures } from "./guard.ts";

/**
 * Ends a colleague's lock before its time, with a reason (AUTH-41); nobody ends their own (check 32). What a network address failed
 * at stays.
 */
export const unlockAccount = Object.assign(
  async (context: VerbContext, input: InputOf<typeof contract>): Promise<OutputOf<typeof contract>> => {
    const unlocked = await recordUnlock(context, input);
    if (!unlocked.ok) return unlocked;
    await forgetFailures(context.runtime, { kind: "account", name: unlocked.value.email });
    return ok({});
  },
  { verbName: "staff.unlock_account", permission: "staff:manage" } as const,
);

const recordUnlock = defineVerb<InputOf<typeof contract>, Result<{ readonly email: string }, "own_account">>({
  name: "staff.unlock_account",
  permission: "staff:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, audit }) {
    const { staffUserId, reason } = input;
    const { email } = found(
      await tx.staffUser.findUnique({ where: { tenantId_id: { tenantId, id: staffUserId } } }),
    );
    audit({ action: "delete", resource: "sign_in_lock", resourceId: staffUserId, detail: { reason } });
    if (actor.kind !== "staff") throw new AppError("forbidden");
    if (actor.staffUserId === staffUserId) return refuse("own_account");
    return ok({ email });
  },
});
