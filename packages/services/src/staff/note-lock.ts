import { randomUUID } from "node:crypto";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import type { Runtime } from "../runtime.ts";
import type { Attempt } from "./guard.ts";
import { planStaffMail } from "./plan-staff-mail.ts";

/** When a failed attempt was the one that locks, says so in the audit and to the owners of the account (AUTH-41). */
export async function noteLock(
  runtime: Runtime,
  { locks }: Attempt,
  owners: readonly { readonly tenantId: string; readonly staffUserId: string }[],
): Promise<void> {
  if (locks.length === 0) return;
  for (const { tenantId, staffUserId } of owners) {
    const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
    await recordLock(context, { staffUserId, what: locks.join() });
  }
}

const recordLock = defineVerb<{ readonly staffUserId: string; readonly what: string }, void>({
  name: "staff.lock_account",
  permission: "session:start",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit, emit }) {
    const { staffUserId, what } = input;
    const person = found(
      await tx.staffUser.findUnique({ where: { tenantId_id: { tenantId, id: staffUserId } } }),
    );
    audit({ action: "update", resource: "sign_in_lock", resourceId: staffUserId, detail: { what } });
    if (person.active) await planStaffMail({ tx, tenantId, emit }, person, "account_locked");
  },
});
