import type { unlockAccount as contract } from "@quietroom/contracts/staff";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import type { VerbContext } from "../runtime.ts";
import { forgetFailures } from "./guard.ts";

/** Ends a colleague's lock before its time, with a reason (AUTH-41). What a network address failed at stays. */
export const unlockAccount = Object.assign(
  async (context: VerbContext, input: InputOf<typeof contract>): Promise<OutputOf<typeof contract>> => {
    const { email } = await recordUnlock(context, input);
    await forgetFailures(context.runtime, { kind: "account", name: email });
    return {};
  },
  { verbName: "staff.unlock_account", permission: "staff:manage" } as const,
);

const recordUnlock = defineVerb<InputOf<typeof contract>, { readonly email: string }>({
  name: "staff.unlock_account",
  permission: "staff:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit }) {
    const { staffUserId, reason } = input;
    const { email } = found(
      await tx.staffUser.findUnique({ where: { tenantId_id: { tenantId, id: staffUserId } } }),
    );
    audit({ action: "delete", resource: "sign_in_lock", resourceId: staffUserId, detail: { reason } });
    return { email };
  },
});
