import type { Tx } from "@quietroom/db";

/**
 * Ends all sessions of a person, half ones too, so that their next request opens nothing; whoever comes back with one is told why.
 */
export async function endEverySession(
  tx: Tx,
  { tenantId, staffUserId }: { readonly tenantId: string; readonly staffUserId: string },
  reason:
    | "second_factor_reset"
    | "roles_changed"
    | "access_ended"
    | "password_changed"
    | "email_changed"
    | "password_ended",
): Promise<void> {
  await tx.$executeRaw`
    update session set revoked_at = now(), revoked_reason = ${reason}
    where tenant_id = ${tenantId}::uuid and staff_user_id = ${staffUserId}::uuid and revoked_at is null`;
}
