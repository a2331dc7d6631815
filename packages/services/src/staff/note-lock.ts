import { lockIncident } from "@quietroom/domain/access";
import type { Instant } from "@quietroom/domain/time";
import { randomUUID } from "node:crypto";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { raiseIncident } from "../incidents.ts";
import type { Runtime } from "../runtime.ts";
import type { Attempt } from "./guard.ts";
import { planStaffMail } from "../plan-account-mail.ts";

/** When a failed attempt was the one that locks, says so in the audit, to the owners of the account and to the admins (AUTH-41). */
export async function noteLock(
  runtime: Runtime,
  { locks, at }: Attempt,
  owners: readonly { readonly tenantId: string; readonly staffUserId: string }[],
): Promise<void> {
  if (locks.length === 0) return;
  for (const { tenantId, staffUserId } of owners) {
    const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
    await recordLock(context, { staffUserId, what: locks.join(), at });
  }
}

const recordLock = defineVerb<
  { readonly staffUserId: string; readonly what: string; readonly at: Instant },
  void
>({
  name: "staff.lock_account",
  permission: "session:start",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit, emit }) {
    const { staffUserId, what, at } = input;
    const person = found(
      await tx.staffUser.findUnique({ where: { tenantId_id: { tenantId, id: staffUserId } } }),
    );
    audit({ action: "update", resource: "sign_in_lock", resourceId: staffUserId, detail: { what } });
    await raiseIncident(tx, tenantId, lockIncident({ staffUserId, what, at }));
    if (person.active) await planStaffMail({ tx, tenantId, emit }, person, "account_locked");
  },
});
