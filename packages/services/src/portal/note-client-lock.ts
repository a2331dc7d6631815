import { clientLockIncident } from "@quietroom/domain/access";
import type { Instant } from "@quietroom/domain/time";
import { randomUUID } from "node:crypto";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { raiseIncident } from "../incidents.ts";
import { planClientMail } from "../plan-account-mail.ts";
import type { Runtime } from "../runtime.ts";
import type { Attempt } from "../staff/index.ts";

/** When a failed attempt was the one that locks, says so in the audit, to the client and on the studio's security page (AUTH-41). */
export async function noteClientLock(
  runtime: Runtime,
  { locks, at }: Attempt,
  { tenantId, accountId }: { readonly tenantId: string; readonly accountId: string },
): Promise<void> {
  if (locks.length === 0) return;
  const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
  await recordLock(context, { accountId, what: locks.join(), at });
}

const recordLock = defineVerb<
  { readonly accountId: string; readonly what: string; readonly at: Instant },
  void
>({
  name: "portal.lock_account",
  permission: "session:start",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit, emit }) {
    const { accountId, what, at } = input;
    const { clientId } = found(
      await tx.clientAccount.findUnique({ where: { tenantId_id: { tenantId, id: accountId } } }),
    );
    audit({
      action: "update",
      resource: "sign_in_lock",
      resourceId: accountId,
      clientId,
      detail: { what },
    });
    await raiseIncident(tx, tenantId, clientLockIncident({ clientAccountId: accountId, what, at }));
    await planClientMail({ tx, tenantId, emit }, accountId, "account_locked");
  },
});
