import type { VerbWork } from "./define-verb.ts";

/** Ends every session of an account, or every one but this. */
export async function endClientSessions(
  { tx, tenantId }: Pick<VerbWork<unknown>, "tx" | "tenantId">,
  {
    accountId,
    but,
    reason,
  }: { readonly accountId: string; readonly but: string | null; readonly reason: string },
): Promise<void> {
  await tx.$executeRaw`
    update client_session set revoked_at = now(), revoked_reason = ${reason}
    where tenant_id = ${tenantId}::uuid and client_account_id = ${accountId}::uuid and revoked_at is null
      and id is distinct from ${but}::uuid`;
}
